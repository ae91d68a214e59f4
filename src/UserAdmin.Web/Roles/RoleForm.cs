using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.Roles;

/// <summary>
/// What is being said about a role, kept apart from the row, and brought together with what others change meanwhile.
/// </summary>
public sealed class RoleForm
{
    private readonly FieldGroup _texts;
    private HashSet<string> _current = [];
    private long _rowVersion = -1;
    private long _readAt = -1;

    /// <summary>A role of which nothing is said yet.</summary>
    public RoleForm() => _texts = new([Name, Description]);

    /// <summary>Its name.</summary>
    public FormField Name { get; } =
        new(nameof(UpdateRole.Name), "Name") { Hint = "Applications know the role by this name" };

    /// <summary>What it is for.</summary>
    public FormField Description { get; } =
        new(nameof(UpdateRole.Description), "Description") { Hint = "What it is for; optional" };

    /// <summary>Names of the permissions that are ticked.</summary>
    public HashSet<string> Chosen { get; } = [];

    /// <summary>Why the permissions were refused, or null.</summary>
    public string? PermissionsError { get; set; }

    /// <summary>Refusals that no field is to blame for.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>The fields to type in.</summary>
    public IReadOnlyList<FormField> Texts => _texts.Fields;

    /// <summary>Whether something is not saved.</summary>
    public bool IsDirty => _texts.IsTouched || !Chosen.SetEquals(_current);

    /// <summary>
    /// Whether a version was acknowledged that the merged row has not reached; saving now would be refused again.
    /// </summary>
    public bool IsBehind => Texts.Any(one => one.KnownAt > _readAt);

    /// <summary>What the form says, as one text: the same text is the same intention.</summary>
    public string Intention =>
        string.Join(
            '\n',
            Name.Value,
            Description.Value,
            _texts.SeenVersion,
            _rowVersion,
            string.Join(' ', Chosen.Order(StringComparer.Ordinal))
        );

    /// <summary>Whether a permission is ticked or not as nobody has saved it yet.</summary>
    public bool IsTouched(string permission) => Chosen.Contains(permission) != _current.Contains(permission);

    /// <summary>Takes a newer row in. What was not touched follows it; each permission is a field of its own.</summary>
    /// <param name="row">The row.</param>
    /// <param name="position">Log position up to which the row is known to be true.</param>
    public void Merge(RoleRow row, long position)
    {
        if (row.Version < _rowVersion)
        {
            return;
        }

        var isFirst = _rowVersion < 0;
        (_rowVersion, _readAt) = (row.Version, Math.Max(_readAt, Math.Max(position, row.Version)));
        Name.Merge(row.Name, row.Version, isFirst);
        Description.Merge(row.Description, row.Version, isFirst);
        var theirs = row.PermissionNames.ToHashSet();
        foreach (var permission in theirs.Union(_current).Where(permission => !IsTouched(permission)).ToList())
        {
            Tick(permission, theirs.Contains(permission));
        }

        _current = theirs;
        Settle();
    }

    /// <summary>Ticks a permission or takes the tick away.</summary>
    public void Tick(string permission, bool isChosen) =>
        _ = isChosen ? Chosen.Add(permission) : Chosen.Remove(permission);

    /// <summary>Insists on what is typed.</summary>
    public void KeepMine(FormField field)
    {
        field.Overtaken = null;
        Settle();
    }

    /// <summary>Gives up what is typed for the other's value.</summary>
    public void TakeTheirs(FormField field)
    {
        field.Value = field.Overtaken?.Theirs ?? field.Current;
        KeepMine(field);
    }

    /// <summary>Back to what the role is.</summary>
    public void Discard()
    {
        foreach (var field in Texts)
        {
            (field.Value, field.Error, field.Overtaken) = (field.Current, null, null);
        }

        Chosen.Clear();
        Chosen.UnionWith(_current);
        (Errors, PermissionsError) = ([], null);
        Settle();
    }

    /// <summary>The command that makes the role what is typed.</summary>
    public CreateRole Creation(string roleId) => new(roleId, Name.Wanted ?? "", Description.Wanted, ChosenNames());

    /// <summary>The commands that make an existing role what is typed: none for what was not touched.</summary>
    public IReadOnlyList<ICommand> Changes(string roleId)
    {
        List<ICommand> commands = [];
        if (_texts.IsTouched)
        {
            commands.Add(new UpdateRole(roleId, Name.Wanted ?? "", Description.Wanted, _texts.SeenVersion));
        }

        if (!Chosen.SetEquals(_current))
        {
            commands.Add(new ChangeRolePermissions(roleId, ChosenNames(), Math.Max(0, _rowVersion)));
        }

        return commands;
    }

    /// <summary>Shows why it was refused, each reason beside its field.</summary>
    public void Refuse(IReadOnlyList<Error> errors)
    {
        List<string> general = [];
        Name.Error = Description.Error = PermissionsError = null;
        foreach (var error in errors)
        {
            var field = Texts.FirstOrDefault(candidate => candidate.Name == error.Field);
            if (field is not null && error is StaleEdit stale)
            {
                field.Overtake(new OvertakenField(stale.Current, stale.ChangedBy, stale.ChangedAt, stale.Version));
            }
            else if (field is not null)
            {
                field.Error = error.Message;
            }
            else if (error.Field == nameof(CreateRole.RolePermissions))
            {
                PermissionsError = error.Message;
            }
            else
            {
                general.Add(error.Message);
            }
        }

        if (errors.Any(error => error is StaleEdit))
        {
            general.Add(
                "Nothing was saved: somebody else changed a field while you were editing. Choose which "
                    + "text to keep, then save again."
            );
        }

        Errors = general;
        Texts.FirstOrDefault(field => field.IsBad)?.WantsFocus = true;
        Settle();
    }

    /// <summary>What was sent stands in the role now; what was typed since stays typed.</summary>
    public void Saved(string name, string description, IReadOnlySet<string> chosen)
    {
        Name.Saved(name);
        Description.Saved(description);
        _current = [.. chosen];
        (Errors, PermissionsError, Name.Error, Description.Error) = ([], null, null, null);
    }

    private IReadOnlyList<string> ChosenNames() => [.. Chosen.Order(StringComparer.Ordinal)];

    private void Settle() => _texts.Settle(_rowVersion, _readAt);
}
