using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;

namespace UserAdmin.Web.Users;

/// <summary>
/// What is being typed about a user, kept apart from the row, and brought together with what others change meanwhile.
/// </summary>
internal sealed class UserForm
{
    private readonly IReadOnlyList<FieldGroup> _groups;
    private long _rowVersion = -1;
    private long _readAt = -1;

    public UserForm()
    {
        All = [.. UserFields.Edited.Select(field => new FormField(field))];
        Details = [.. All.Where(field => !field.Of!.Editing!.IsRequired)];
        // A field with a command of its own travels alone.
        _groups =
        [
            new([.. All.Where(field => field.Of!.Editing!.IsInProfile)]),
            .. All.Where(field => !field.Of!.Editing!.IsInProfile).Select(field => new FieldGroup([field])),
        ];
    }

    public FormField DisplayName => For(UserFields.DisplayName);

    public FormField UserName => For(UserFields.UserName);

    public FormField Email => For(UserFields.Email);

    public FormField PhoneNumber => For(UserFields.PhoneNumber);

    /// <summary>Every field, in the order of the form.</summary>
    public IReadOnlyList<FormField> All { get; }

    /// <summary>The fields that may stay empty.</summary>
    public IReadOnlyList<FormField> Details { get; }

    /// <summary>Refusals that no field of the form is to blame for.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    public bool IsDirty => All.Any(one => one.IsTouched);

    /// <summary>
    /// Whether a version was acknowledged that the merged row has not reached; saving now would be refused again.
    /// </summary>
    public bool IsBehind => All.Any(one => one.KnownAt > _readAt);

    private FieldGroup Profile => _groups[0];

    /// <summary>A field by its name.</summary>
    public FormField this[string name] => All.First(field => field.Name == name);

    private FormField For(UserField field) => this[field.Name];

    /// <summary>
    /// Takes a newer row in. Untouched fields follow it, typed text stays, a field that both changed becomes a
    /// question.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="position">Log position up to which the row is known to be true; events that are no edits lie
    /// between its version and there.</param>
    public void Merge(UserRow row, long position)
    {
        var isFirst = _rowVersion < 0;
        (_rowVersion, _readAt) = (
            Math.Max(_rowVersion, row.Version),
            Math.Max(_readAt, Math.Max(position, row.Version))
        );
        foreach (var field in All)
        {
            field.Merge(row, isFirst);
        }

        Settle();
    }

    /// <summary>Insists on what is typed: the next save overwrites the other's value knowingly.</summary>
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

    /// <summary>Back to what stands in the account.</summary>
    public void Discard()
    {
        foreach (var field in All)
        {
            field.Value = field.Current;
            (field.Error, field.Overtaken) = (null, null);
        }

        Errors = [];
        Settle();
    }

    /// <summary>The command that makes the account that is typed.</summary>
    public CreateUser Creation(string userId, string password) =>
        new CreateUser(userId, UserName.Wanted ?? "", Email.Wanted ?? "", DisplayName.Wanted ?? "")
        {
            PhoneNumber = PhoneNumber.Wanted,
            Password = password.Length == 0 ? null : password,
        }.WithDetails(field => For(field).Wanted);

    /// <summary>
    /// The commands that make the account what is typed: one for each kind of change, none for what was not touched.
    /// </summary>
    public IReadOnlyList<ICommand> Changes(string userId)
    {
        List<ICommand> commands = [];
        if (Profile.IsTouched)
        {
            commands.Add(
                new UpdateUserProfile(userId, DisplayName.Wanted ?? "", Profile.SeenVersion).WithDetails(field =>
                    For(field).Wanted
                )
            );
        }

        if (UserName.IsTouched)
        {
            commands.Add(new ChangeUserName(userId, UserName.Wanted ?? "", SeenVersionOf(UserName)));
        }

        if (Email.IsTouched)
        {
            commands.Add(new ChangeUserEmail(userId, Email.Wanted ?? "", SeenVersionOf(Email)));
        }

        if (PhoneNumber.IsTouched)
        {
            commands.Add(new ChangeUserPhone(userId, PhoneNumber.Wanted, SeenVersionOf(PhoneNumber)));
        }

        return commands;
    }

    /// <summary>Shows why a save was refused, each reason beside its field.</summary>
    public void Refuse(IReadOnlyList<Error> errors, params IReadOnlyList<FormField> others)
    {
        List<string> general = [];
        ForgetErrors(others);
        foreach (var error in errors)
        {
            var field = All.Concat(others).FirstOrDefault(candidate => candidate.Name == error.Field);
            if (field is null)
            {
                general.Add(error.Message);
            }
            else if (error is StaleEdit stale)
            {
                field.Overtake(new OvertakenField(stale.Current, stale.ChangedBy, stale.ChangedAt, stale.Version));
            }
            else
            {
                (field.Error, field.ErrorUserId) = (error.Message, (error as ValueTaken)?.OwnerId);
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
        if (All.Concat(others).FirstOrDefault(field => field.IsBad) is { } first)
        {
            first.WantsFocus = true;
        }

        Settle();
    }

    /// <summary>The values stand in the account now; what was typed since stays typed.</summary>
    public void Saved(IReadOnlyDictionary<FormField, string> sent)
    {
        foreach (var (field, value) in sent)
        {
            field.Saved(value);
        }

        ForgetErrors([]);
    }

    private void ForgetErrors(IReadOnlyList<FormField> others)
    {
        Errors = [];
        foreach (var field in All.Concat(others))
        {
            field.Error = null;
        }
    }

    private long SeenVersionOf(FormField field) => _groups.First(group => group.Fields.Contains(field)).SeenVersion;

    private void Settle()
    {
        foreach (var group in _groups)
        {
            group.Settle(_rowVersion, _readAt);
        }
    }
}
