using UserAdmin.Messaging;

namespace UserAdmin.Account.Passkeys;

/// <summary>Refusals that concern passkeys.</summary>
public static class PasskeyErrors
{
    /// <summary>
    /// The same words whatever the reason, so that nobody learns which passkeys and accounts there are.
    /// </summary>
    public static Error SignInRefused { get; } =
        new(
            "passkeys.sign-in-refused",
            "This passkey does not open an account here. It may have been removed. Sign in another way, or "
                + "ask an administrator."
        );

    /// <summary>The credential is registered, for this account or another.</summary>
    public static Error AlreadyThere { get; } =
        new("passkeys.already-there", "This passkey is in use already. Choose another device or another key.");

    /// <summary>An account can only hold so many.</summary>
    public static Error TooMany { get; } =
        new(
            "passkeys.too-many",
            $"An account can have {MostPasskeys} passkeys. Remove one that is no longer used first."
        );

    /// <summary>Nothing would be left to sign in with.</summary>
    public static Error OnlyWayLeft { get; } =
        new(
            "passkeys.only-way-left",
            "This is the only way to sign in to your account. Set a password or add another passkey first."
        );

    /// <summary>Most passkeys of one account.</summary>
    internal const int MostPasskeys = 20;
}
