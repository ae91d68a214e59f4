using UserAdmin.Messaging;

namespace UserAdmin.Account.Passkeys;

/// <summary>The errors of passkeys.</summary>
public static class PasskeyErrors
{
    /// <summary>
    /// The text is the same for every reason, so that nobody learns which passkeys and accounts exist.
    /// </summary>
    public static Error SignInRefused { get; } =
        new(
            "passkeys.sign-in-refused",
            "This passkey does not open an account here. It may have been removed. Sign in another way, or "
                + "ask an administrator."
        );

    /// <summary>The credential is already registered, for this account or another.</summary>
    public static Error AlreadyThere { get; } =
        new("passkeys.already-there", "This passkey is in use already. Choose another device or another key.");

    /// <summary>The database is that of an application whose tables have no place for passkeys.</summary>
    public static Error NoPlace { get; } =
        new(
            "passkeys.no-place",
            "The application that these accounts belong to has no table for passkeys: its Identity schema is older "
                + "than version 3."
        );

    /// <summary>The account has the maximum number of passkeys.</summary>
    public static Error TooMany { get; } =
        new(
            "passkeys.too-many",
            $"An account can have {MostPasskeys} passkeys. Remove one that is no longer used first."
        );

    /// <summary>The account would have no other way to sign in.</summary>
    public static Error OnlyWayLeft { get; } =
        new(
            "passkeys.only-way-left",
            "This is the only way to sign in to your account. Set a password or add another passkey first."
        );

    /// <summary>The maximum number of passkeys of one account.</summary>
    internal const int MostPasskeys = 20;
}
