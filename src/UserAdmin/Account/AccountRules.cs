using FluentValidation;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>What may stand in the messages of signing in and of one's own account.</summary>
internal static class AccountRules
{
    public static void MustBeSessionId<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .Must(id => id is { Length: >= 43 and <= 128 }).Coded("session.invalid", "The session id has to hold 256 random bits.");

    public static void MustBeTypedPassword<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .Cascade(CascadeMode.Stop)
        .NotEmpty().Coded("password.required", "Enter your password.")
        .Must(text => text.Length <= 1000).Coded("password.too-long", "This is not a password.");

    public static void MustBeNewPassword<T>(this IRuleBuilderInitial<T, string> rule) => rule
        .NotEmpty().Coded("password.required", "Enter a new password.");
}
