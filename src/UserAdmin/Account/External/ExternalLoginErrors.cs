using UserAdmin.Messaging;

namespace UserAdmin.Account.External;

/// <summary>The errors of logins at external providers.</summary>
public static class ExternalLoginErrors
{
    /// <summary>The text is the same for every reason, so that nobody learns which accounts exist.</summary>
    public static Error SignInRefused { get; } =
        new(
            "external-logins.sign-in-refused",
            "This login does not open an account here. Sign in another way and add it on your account "
                + "page, or ask an administrator."
        );

    /// <summary>The person whom the application has signed in has no account here that may be used.</summary>
    public static Error HostSignInRefused { get; } =
        new(
            "external-logins.host-refused",
            "The account that is signed in to the application cannot be used here, or was signed out meanwhile. Sign "
                + "in to the application again, or ask an administrator."
        );

    /// <summary>Another account is linked to this login.</summary>
    public static Error UsedByAnother { get; } =
        new(
            "external-logins.used-by-another",
            "Another account here is signed in to with this login. Choose another login, or ask an administrator."
        );

    /// <summary>The account would have no other way to sign in.</summary>
    public static Error OnlyWayLeft { get; } =
        new(
            "external-logins.only-way-left",
            "This is the only way to sign in to your account. Set a password or add a passkey first."
        );
}
