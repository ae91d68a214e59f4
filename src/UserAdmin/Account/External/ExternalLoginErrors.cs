using UserAdmin.Messaging;

namespace UserAdmin.Account.External;

/// <summary>Refusals that concern logins at external providers.</summary>
public static class ExternalLoginErrors
{
    /// <summary>The same words whatever the reason, so that nobody learns which accounts there are.</summary>
    public static Error SignInRefused { get; } =
        new(
            "external-logins.sign-in-refused",
            "This login does not open an account here. Sign in another way and add it on your account "
                + "page, or ask an administrator."
        );

    /// <summary>Somebody else signs in with it.</summary>
    public static Error UsedByAnother { get; } =
        new(
            "external-logins.used-by-another",
            "Another account here is signed in to with this login. Choose another login, or ask an administrator."
        );

    /// <summary>Nothing would be left to sign in with.</summary>
    public static Error OnlyWayLeft { get; } =
        new(
            "external-logins.only-way-left",
            "This is the only way to sign in to your account. Set a password or add a passkey first."
        );
}
