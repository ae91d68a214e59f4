using FluentValidation;
using UserAdmin.Users;

namespace UserAdmin.Roles;

/// <summary>What may stand in the fields of a role; the same rules for creating and for changing.</summary>
internal static class RoleRules
{
    public static void MustBeRoleName<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .MustBeReadable("name")
            .Must(name => UserText.Clean(name) is { } clean && UserText.IsVisible(clean))
            .Coded("text.required", "Enter a name for the role.")
            .Must(name => UserText.Clean(name)!.Length <= 100 && !name!.Contains(','))
            .Coded("role-name.invalid", "Use at most 100 characters for the name, and no comma.");
}
