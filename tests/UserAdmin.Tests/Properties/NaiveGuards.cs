using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Properties;

/// <summary>The checks that refuse a command before it is carried out.</summary>
internal static class NaiveGuards
{
    public const string IsDenied = "denied";
    public const string IsInvalid = "invalid";

    /// <summary>Maps an error code of the program to the kind of refusal in the naive model.</summary>
    public static string KindOf(string code) =>
        code switch
        {
            "not-signed-in" or "not-permitted" => IsDenied,
            "email.invalid" or "phone.invalid" or "locale.invalid" or "role-name.invalid" => IsInvalid,
            "phone.too-long"
            or "text.unsafe"
            or "text.required"
            or "text.too-long"
            or "user-name.required"
            or "user-name.characters" => IsInvalid,
            _ => code,
        };

    public static string? Denied(ICommand command, Actor sender, HashSet<string>? access)
    {
        var permission = Authorisation.PermissionOf(command.GetType());
        return
            sender.Kind == ActorKind.System || permission == PermissionAttribute.Anyone || access!.Contains(permission)
            ? null
            : IsDenied;
    }

    public static string? Invalid(ICommand command) =>
        command switch
        {
            CreateUser c => All(
                Typed.Of(c.UserName, Typed.Names),
                Typed.Of(c.Email, Typed.Emails),
                Typed.Of(c.DisplayName, Typed.DisplayNames),
                Typed.Of(c.GivenName, Typed.Texts),
                Typed.Of(c.Department, Typed.Texts),
                Typed.Of(c.PhoneNumber, Typed.Phones)
            ),
            ChangeUserEmail c => All(Typed.Of(c.Email, Typed.Emails)),
            ChangeUserName c => All(Typed.Of(c.UserName, Typed.Names)),
            ChangeUserPhone c => All(Typed.Of(c.PhoneNumber, Typed.Phones)),
            UpdateUserProfile c => All(
                Typed.Of(c.DisplayName, Typed.DisplayNames),
                Typed.Of(c.GivenName, Typed.Texts),
                Typed.Of(c.Department, Typed.Texts),
                Typed.Of(c.Locale, Typed.Locales)
            ),
            CreateRole c => All(Typed.Of(c.Name, Typed.RoleNames)),
            _ => null,
        };

    private static string? All(params Typed[] texts) =>
        Array.TrueForAll(texts, text => text.IsValid) ? null : IsInvalid;
}
