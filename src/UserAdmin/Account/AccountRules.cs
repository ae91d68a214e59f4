using FluentValidation;
using UserAdmin.Text;

namespace UserAdmin.Account;

/// <summary>The validation rules for messages about signing in and one's own account.</summary>
internal static class AccountRules
{
    public static void MustBeSessionId<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Must(id => id is { Length: >= 43 and <= 128 })
            .Coded("session.invalid", "The session id has to hold 256 random bits.");

    public static void MustNotBeTooLong<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Must(text => text is null or { Length: <= 1000 }).Coded("password.too-long", "This is not a password.");

    public static void MustBeTypedCode<T>(this IRuleBuilderInitial<T, string> rule, string sentence) =>
        rule.Must(text => !string.IsNullOrWhiteSpace(text) && text.Length <= 100).Coded("code.required", sentence);

    public static void MustBeRecoveryCodes<T>(this IRuleBuilderInitial<T, IReadOnlyList<string>> rule) =>
        rule.Must(TwoFactorSecrets.AreRecoveryCodes)
            .Coded("two-factor.codes-invalid", "Send ten new recovery codes. Begin again.");

    public static void MustBeNewPassword<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.NotEmpty().Coded("password.required", "Enter a new password.");
}
