using UserAdmin.Account.Commands;
using UserAdmin.Messaging;

namespace UserAdmin.Account;

/// <summary>The errors of signing in and of managing one's own account.</summary>
public static class AccountErrors
{
    /// <summary>The text is the same for every reason, so that nobody learns which addresses have an account.</summary>
    public static Error SignInRefused { get; } =
        new("account.sign-in-refused", "The email or password is not right, or the account may not sign in.");

    /// <summary>An administrator already exists.</summary>
    public static Error AlreadySetUp { get; } =
        new("account.already-set-up", "There is an administrator already. Sign in instead.");

    /// <summary>Only an application whose database is attached has accounts to choose from.</summary>
    public static Error NothingToChooseFrom { get; } =
        new("account.nothing-to-choose-from", "There are no accounts to choose from. Create the administrator.");

    /// <summary>No account of the application has the address.</summary>
    public static Error NoAccountWithEmail { get; } =
        new(
            "account.no-account-with-email",
            "No account of the application has this email. Check it.",
            nameof(ChooseFirstAdministrator.Email)
        );

    /// <summary>Several accounts of the application have the address.</summary>
    public static Error SeveralAccountsWithEmail { get; } =
        new(
            "account.several-accounts-with-email",
            "Several accounts of the application have this email. Name another one, or create a new account.",
            nameof(ChooseFirstAdministrator.Email)
        );

    /// <summary>The chosen account is locked, disabled, or has no way to sign in.</summary>
    public static Error ChosenCannotSignIn { get; } =
        new(
            "account.chosen-cannot-sign-in",
            "This account cannot sign in: it is locked or disabled, or has no password. Name another one, or create a "
                + "new account.",
            nameof(ChooseFirstAdministrator.Email)
        );

    /// <summary>The password does not meet the policy.</summary>
    /// <param name="why">What is wrong and what to do, as a sentence.</param>
    public static Error WeakPassword(string why) => new("password.weak", why, nameof(SetUpFirstAdministrator.Password));

    /// <summary>The current password was required and is wrong.</summary>
    public static Error WrongPassword { get; } =
        new(
            "account.wrong-password",
            "This is not your current password. Type it again, or use “Forgot your password?” on the sign-in page.",
            nameof(ChangeOwnPassword.CurrentPassword)
        );

    /// <summary>The current password was wrong too many times.</summary>
    public static Error TooManyTries { get; } =
        new(
            "account.too-many-tries",
            "The current password was wrong too many times. Wait a while and try again.",
            nameof(ChangeOwnPassword.CurrentPassword)
        );

    /// <summary>The new password must differ from the current one.</summary>
    public static Error SamePassword { get; } =
        new(
            "account.same-password",
            "This is the password you have now. Choose another one.",
            nameof(ChangeOwnPassword.NewPassword)
        );

    /// <summary>The password was changed while the command was being processed.</summary>
    public static Error PasswordChangedMeanwhile { get; } =
        new(
            "account.password-changed-meanwhile",
            "Your password was changed elsewhere a moment ago. Sign in again with the new one.",
            nameof(ChangeOwnPassword.CurrentPassword)
        );

    /// <summary>The code of the authenticator app does not match.</summary>
    public static Error WrongCode { get; } =
        new(
            "account.wrong-code",
            "This code does not match. Type the six digits that the app shows now; if they are right, set "
                + "the clock of your phone to automatic.",
            nameof(EnableOwnTwoFactor.Code)
        );

    /// <summary>Two-factor authentication is already on.</summary>
    public static Error TwoFactorOnAlready { get; } =
        new("account.two-factor-on-already", "Two-factor is on already. Turn it off first to set up another app.");

    /// <summary>Two-factor authentication is off.</summary>
    public static Error TwoFactorOff { get; } =
        new(
            "account.two-factor-off",
            "Two-factor is off, so there is nothing to make recovery codes for. Set it up first."
        );

    /// <summary>
    /// The address was set by someone without permission to set passwords, so the person must sign in to confirm it.
    /// </summary>
    public static Error SignInToConfirm { get; } =
        new(
            "account.sign-in-to-confirm",
            "This address was given to your account by an administrator. Sign in first, as you did before, "
                + "then open the link again: it still works."
        );

    /// <summary>The link from a mail does not work, for any reason.</summary>
    public static Error BadLink { get; } =
        new(
            "account.bad-link",
            "This link no longer works: it was used already, has run out, or a newer one was sent. Ask for "
                + "a new one and use the newest mail."
        );
}
