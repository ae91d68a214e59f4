using System.Globalization;
using System.Linq.Expressions;
using FluentValidation;
using UserAdmin.Roles;
using UserAdmin.Text;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users;

/// <summary>
/// The validation rules for the fields of a user, both when an account is created and when it is changed.
/// </summary>
internal static class UserRules
{
    /// <summary>
    /// The characters that stock Identity allows (<c>UserOptions.AllowedUserNameCharacters</c>). With any other
    /// character, a stock application could no longer update the user.
    /// </summary>
    public const string UserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@+";

    /// <summary>
    /// Adds the rules of <see cref="UserFields"/> for every field of <see cref="Commands.UserDetails"/> that the
    /// command has a property for.
    /// </summary>
    public static void RulesForDetails<T>(this AbstractValidator<T> validator)
    {
        foreach (var field in UserFields.Details.Where(field => typeof(T).GetProperty(field.Name) is not null))
        {
            var command = Expression.Parameter(typeof(T));
            var value = Expression.Lambda<Func<T, string?>>(Expression.Property(command, field.Name), command);
            field.Editing!.Rule!.Apply(validator.RuleFor(value), field.Label);
        }
    }

    public static void MustBeDisplayName<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .MustBeReadable("display name")
            .Must(text => UserText.Clean(text) is { } clean && UserText.IsVisible(clean))
            .Coded("text.required", "Enter a display name.")
            .Must(text => UserText.Clean(text)!.Length <= 200)
            .Coded("text.too-long", "Use at most 200 characters for the display name.");

    public static void MustBeEmail<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Custom(
            (text, context) =>
            {
                if (!EmailAddress.TryParse(text, out _, out var problem))
                {
                    context.AddFailure(
                        new FluentValidation.Results.ValidationFailure(context.PropertyPath, problem)
                        {
                            ErrorCode = "email.invalid",
                        }
                    );
                }
            }
        );

    public static void MustBeUserName<T>(this IRuleBuilderInitial<T, string> rule, IEnumerable<IHostUsers> hosts)
    {
        // An application says itself which characters its user names have.
        var hasHost = hosts.Any();
        rule.Cascade(CascadeMode.Stop)
            .MustBeReadable("user name")
            .Must(text => UserText.CleanKey(text) is not null)
            .Coded("user-name.required", "Enter a user name.")
            .Must(text => hasHost || UserText.CleanKey(text)!.All(UserNameCharacters.Contains))
            .Coded("user-name.characters", "Use only the letters a to z, digits and - . _ @ + in the user name.")
            .Must(text => UserText.CleanKey(text)!.Length <= 256)
            .Coded("user-name.too-long", "Use at most 256 characters for the user name.");
    }

    public static void MustBePhone<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .MustBeReadable("phone number")
            .Must(text => (UserText.CleanNumber(text)?.Length ?? 0) <= 50)
            .Coded("phone.too-long", "Use at most 50 characters for the phone number.")
            .Must(text =>
                UserText.CleanNumber(text) is not { } clean
                || (clean.All(c => char.IsAsciiDigit(c) || "+()-./ x".Contains(c)) && clean.Any(char.IsAsciiDigit))
            )
            .Coded("phone.invalid", "Enter a phone number of digits, such as +49 30 901820.");

    public static void MustBeLocale<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Must(text => UserText.IsReadable(text) && (UserText.CleanKey(text) is not { } clean || IsLocale(clean)))
            .Coded("locale.invalid", "Enter a language tag (BCP 47), such as en, de-CH or zh-Hant-TW.");

    public static void MustBeTimeZone<T>(this IRuleBuilderInitial<T, string?> rule) =>
        rule.Must(text =>
                UserText.IsReadable(text)
                && (
                    UserText.CleanKey(text) is not { } clean
                    || (
                        clean.Length <= 64
                        && TimeZoneInfo.TryFindSystemTimeZoneById(clean, out var zone)
                        && zone.HasIanaId
                    )
                )
            )
            .Coded("time-zone.invalid", "Enter an IANA time zone, such as Europe/Berlin.");

    public static void MustBePasskeyName<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .MustBeReadable("name")
            .Must(text => UserText.Clean(text) is { } clean && UserText.IsVisible(clean))
            .Coded("text.required", "Enter a name for the passkey.")
            .Must(text => UserText.Clean(text)!.Length <= 100)
            .Coded("text.too-long", "Use at most 100 characters for the name.");

    private static bool IsLocale(string tag)
    {
        try
        {
            return tag.Length <= 35
                && tag.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
                && CultureInfo.GetCultureInfo(tag, predefinedOnly: true).Name.Length > 0;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }
}
