using UserAdmin.Account.Commands;
using UserAdmin.Messaging;

namespace UserAdmin.Account;

/// <summary>Refusals that concern signing in and one's own account.</summary>
public static class AccountErrors
{
    /// <summary>The same words whatever the reason, so that nobody learns which addresses have an account.</summary>
    public static Error SignInRefused { get; } = new("account.sign-in-refused", "The email or password is not right, or the account may not sign in.");

    /// <summary>There is an administrator already.</summary>
    public static Error AlreadySetUp { get; } = new("account.already-set-up", "There is an administrator already. Sign in instead.");

    /// <summary>The password does not meet the policy.</summary>
    /// <param name="why">What is wrong and what to do, as a sentence.</param>
    public static Error WeakPassword(string why) => new("password.weak", why, nameof(SetUpFirstAdministrator.Password));
}
