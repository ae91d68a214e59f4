using FluentValidation;
using UserAdmin.Text;

namespace UserAdmin.Account.External;

/// <summary>
/// The validation rules for commands about external logins. The lengths fit a stock application's tables on every
/// database.
/// </summary>
internal static class ExternalLoginRules
{
    public static void MustBeProvider<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Must(text => !string.IsNullOrWhiteSpace(text) && text.Length <= 128 && UserText.IsSafe(text))
            .Coded("external-logins.provider-invalid", "Say which provider: its name is missing or invalid.");

    public static void MustBeProviderKey<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule
        // OpenID Connect Core, section 2: a subject has at most 255 characters.
        .Must(text => !string.IsNullOrWhiteSpace(text) && text.Length <= 255 && UserText.IsSafe(text))
            .Coded("external-logins.key-invalid", "Say which login: its id at the provider is missing or invalid.");

    public static void MustBeProviderName<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Must(text => UserText.IsReadable(text) && UserText.Clean(text) is { Length: <= 100 })
            .Coded("external-logins.name-invalid", "Give the provider a name of at most 100 characters.");
}
