using System.Security.Claims;
using FluentValidation;
using UserAdmin.Roles;
using UserAdmin.Text;

namespace UserAdmin.Users;

/// <summary>The rules for the claims of a user.</summary>
internal static class UserClaims
{
    // The claim types that stock Identity adds to a principal itself, those that its handlers base decisions on, and
    // the type of our permissions. With a claim of one of these types, an administrator could grant what only a role
    // may grant, or impersonate somebody.
    private static readonly HashSet<string> _reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        Permissions.ClaimType,
        Permissions.AttachedClaimType,
        ClaimTypes.NameIdentifier,
        ClaimTypes.Name,
        ClaimTypes.Email,
        ClaimTypes.Role,
        ClaimTypes.AuthenticationMethod,
        ClaimTypes.Sid,
        ClaimTypes.PrimarySid,
        ClaimTypes.GroupSid,
        "sub",
        "name",
        "email",
        "role",
        "roles",
        "amr",
        "sid",
        "AspNet.Identity.SecurityStamp",
    };

    /// <summary>Returns whether a type is one that the account itself or its roles provide.</summary>
    public static bool IsReserved(string type) => _reserved.Contains(type);

    public static void MustBeClaimType<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .MustBeReadable("type")
            .Must(text => UserText.Clean(text) is { } clean && UserText.IsVisible(clean))
            .Coded("claim-type.required", "Enter a type, such as “department”.")
            .Must(text => UserText.Clean(text)!.Length <= 256)
            .Coded("text.too-long", "Use at most 256 characters for the type.")
            .Must(text => !_reserved.Contains(UserText.Clean(text)!))
            .Coded(UserErrors.ClaimReserved.Code, UserErrors.ClaimReserved.Message);

    public static void MustBeClaimValue<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .MustBeReadable("value")
            .Must(text => UserText.Clean(text) is not null)
            .Coded("claim-value.required", "Enter a value.")
            .Must(text => UserText.Clean(text)!.Length <= 1000)
            .Coded("text.too-long", "Use at most 1,000 characters for the value.");

    /// <summary>Returns a claim in the form in which it is stored.</summary>
    public static (string Type, string Value) Clean(string type, string value) =>
        (UserText.Clean(type)!, UserText.Clean(value)!);
}
