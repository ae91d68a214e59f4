using FluentValidation;
using UserAdmin.Text;

namespace UserAdmin.Roles;

/// <summary>The rules for the fields of a role, both when it is created and when it is changed.</summary>
internal static class RoleRules
{
    public static void MustBeRoleName<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .MustBeReadable("name")
            .Must(name => UserText.Clean(name) is { } clean && UserText.IsVisible(clean))
            .Coded("text.required", "Enter a name for the role.")
            .Must(name => UserText.Clean(name)!.Length <= 100 && !name!.Contains(','))
            .Coded("role-name.invalid", "Use at most 100 characters for the name, and no comma.");

    public static void MustBePermissions<T>(this IRuleBuilderInitial<T, IReadOnlyList<string>> rule) =>
        rule.Must(names => names is not null && names.All(name => Permissions.All.Any(known => known.Name == name)))
            .Coded("permissions.unknown", "Choose permissions from the catalogue only.");
}
