using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Web.Forms;
using FormField = UserAdmin.Web.Forms.FormField<UserAdmin.Users.UserRow>;

namespace UserAdmin.Web.Users;

/// <summary>The form of a user.</summary>
internal sealed class UserForm : MergingForm<UserRow>
{
    /// <param name="attributes">The columns of the application that the form has.</param>
    public UserForm(params IReadOnlyList<AccountAttribute> attributes)
    {
        var own = UserFields.Edited.Select(field => FieldFor(field)).ToList();
        Attributes = [.. attributes.Select(attribute => new AttributeFormField(attribute))];
        All = [.. own, .. Attributes];
        Details = [.. own.Where(field => !EditingOf(field).IsRequired)];
        // A field with its own command is in a group of its own.
        Groups =
        [
            new([.. own.Where(field => EditingOf(field).IsInProfile), .. Attributes]),
            .. own.Where(field => !EditingOf(field).IsInProfile).Select(field => new FieldGroup([field])),
        ];
    }

    public FormField DisplayName => For(UserFields.DisplayName);

    public FormField UserName => For(UserFields.UserName);

    public FormField Email => For(UserFields.Email);

    public FormField PhoneNumber => For(UserFields.PhoneNumber);

    public AccountField<UserRow> Manager => (AccountField<UserRow>)For(UserFields.Manager);

    /// <inheritdoc/>
    public override IReadOnlyList<FormField> All { get; }

    /// <summary>The columns of the application.</summary>
    public IReadOnlyList<AttributeFormField> Attributes { get; }

    /// <summary>The declared fields that may stay empty.</summary>
    public IReadOnlyList<FormField> Details { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<FieldGroup> Groups { get; }

    private FieldGroup Profile => Groups[0];

    /// <summary>Returns a field by its name.</summary>
    public FormField this[string name] => All.First(field => field.Name == name);

    /// <summary>Returns the form field of a field of a user.</summary>
    /// <param name="field">A field that can be edited.</param>
    /// <param name="hint">What may be typed; the registry's own text where null.</param>
    public static FormField FieldFor(UserField field, string? hint = null) =>
        field.Editing!.IsAccount
            ? new AccountField<UserRow>(field.Name, FromCore(field.Label), field.Editing.Of)
            {
                Hint = hint ?? FromCore(field.Editing.Hint),
            }
            : new FormField(field.Name, FromCore(field.Label), field.Editing.Of)
            {
                Hint = hint ?? FromCore(field.Editing.Hint),
            };

    private FormField For(UserField field) => this[field.Name];

    private static FieldEditing EditingOf(FormField field) => UserFields.Named(field.Name).Editing!;

    /// <summary>Returns the command that creates the typed account.</summary>
    public CreateUser Creation(string userId, string password) =>
        new CreateUser(userId, UserName.Wanted ?? "", Email.Wanted ?? "", DisplayName.Wanted ?? "")
        {
            PhoneNumber = PhoneNumber.Wanted,
            Password = password.Length == 0 ? null : password,
            Attributes = Values(field => field.Wanted is not null),
        }.WithDetails(field => For(field).Wanted);

    /// <summary>
    /// Returns the commands that save the typed values: one for each kind of change, and none for untouched fields.
    /// </summary>
    public IReadOnlyList<ICommand> Changes(string userId)
    {
        List<ICommand> commands = [];
        if (Profile.IsTouched)
        {
            commands.Add(
                new UpdateUserProfile(userId, DisplayName.Wanted ?? "", Profile.SeenVersion)
                {
                    // What the application wrote into an untouched one is not this person’s mistake.
                    Attributes = Values(field => field.IsTouched),
                }.WithDetails(field => For(field).Wanted)
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

    private List<AttributeValue>? Values(Predicate<AttributeFormField> isSent) =>
        Attributes.Count == 0
            ? null
            :
            [
                .. Attributes
                    .Where(field => isSent(field))
                    .Select(field => new AttributeValue(field.Attribute.Column.Name, field.Wanted)),
            ];

    /// <inheritdoc/>
    protected override long VersionOf(UserRow row) => row.Version;
}
