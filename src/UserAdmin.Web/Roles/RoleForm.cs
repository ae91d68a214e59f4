using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Roles;

/// <summary>The form of a role.</summary>
public sealed class RoleForm : MergingForm<RoleRow>
{
    private readonly FieldGroup _texts;
    private readonly FieldGroup _permissions;

    /// <summary>An empty form.</summary>
    public RoleForm()
    {
        (_texts, _permissions) = (new([Name, Description]), new([Granted]));
        (All, Groups) = ([Name, Description, Granted], [_texts, _permissions]);
    }

    /// <summary>Its name.</summary>
    public FormField<RoleRow> Name { get; } =
        new(nameof(UpdateRole.Name), T("Name"), row => row.Name)
        {
            Hint = T("Applications know the role by this name"),
        };

    /// <summary>The description of the role.</summary>
    public FormField<RoleRow> Description { get; } =
        new(nameof(UpdateRole.Description), T("Description"), row => row.Description)
        {
            Hint = T("What the role is for. Optional."),
        };

    /// <summary>The permissions that are ticked.</summary>
    public ChoicesField<RoleRow> Granted { get; } =
        new(nameof(CreateRole.RolePermissions), T("Permissions"), row => row.PermissionNames);

    /// <inheritdoc/>
    public override IReadOnlyList<FormField<RoleRow>> All { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<FieldGroup> Groups { get; }

    /// <summary>The text fields.</summary>
    public IReadOnlyList<FormField> Texts => _texts.Fields;

    /// <summary>Returns the command that creates the typed role.</summary>
    public CreateRole Creation(string roleId) => new(roleId, Name.Wanted ?? "", Description.Wanted, Granted.Chosen);

    /// <summary>Returns the commands that save the changes of an existing role; none for untouched fields.</summary>
    public IReadOnlyList<ICommand> Changes(string roleId)
    {
        List<ICommand> commands = [];
        if (_texts.IsTouched)
        {
            commands.Add(new UpdateRole(roleId, Name.Wanted ?? "", Description.Wanted, _texts.SeenVersion));
        }

        if (_permissions.IsTouched)
        {
            commands.Add(new ChangeRolePermissions(roleId, Granted.Chosen, _permissions.SeenVersion));
        }

        return commands;
    }

    /// <inheritdoc/>
    protected override long VersionOf(RoleRow row) => row.Version;
}
