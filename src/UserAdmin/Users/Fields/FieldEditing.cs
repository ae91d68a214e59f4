using UserAdmin.Text;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users.Fields;

/// <summary>Describes how a field is edited, validated and stored.</summary>
public sealed class FieldEditing
{
    private readonly PropertyOf<CreateUser> _inCreation;
    private readonly PropertyOf<UserRow> _inRow;

    private FieldEditing(string name)
    {
        (_inCreation, _inRow) = (new(name), new(name));
        InCreated = new(name);
    }

    /// <summary>A short hint about what to type, or null.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether every account must have a value.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The maximum number of characters; null if the field's own command defines it.</summary>
    public int? MaxLength => Rule?.MaxLength;

    /// <summary>Whether the value must be unique among all accounts.</summary>
    public bool IsUnique { get; init; }

    /// <summary>Whether the value is the key of another account, which must exist.</summary>
    public bool IsAccount { get; init; }

    /// <summary>Whether the field is edited with the profile instead of by its own command.</summary>
    public bool IsInProfile => InProfile is not null;

    /// <summary>The rule for valid values; null if the field's own command defines it.</summary>
    internal FieldRule? Rule { get; private init; }

    /// <summary>Converts typed text to the value that is stored; null if there is none.</summary>
    internal Func<string?, string?> Clean { get; init; } = UserText.Clean;

    /// <summary>The property of the profile; null if the value is stored in one of Identity's own columns.</summary>
    internal PropertyOf<UserProfile>? InProfile { get; private init; }

    /// <summary>
    /// The property of <see cref="UserDetails"/>; null if the commands have a parameter for the field.
    /// </summary>
    internal PropertyOf<UserDetails>? InDetails { get; private init; }

    /// <summary>The property of the event for a new account.</summary>
    internal PropertyOf<UserCreated> InCreated { get; }

    /// <summary>The property of the read-model row.</summary>
    internal PropertyOf<UserRow> InRow => _inRow;

    /// <summary>Returns the field's value in a row, or null.</summary>
    /// <param name="row">The row.</param>
    public string? Of(UserRow row) => _inRow.Get(row);

    /// <summary>Returns the field's value in a command that creates an account, or null.</summary>
    /// <param name="command">The command.</param>
    public string? Of(CreateUser command) => _inCreation.Get(command);

    /// <summary>Sets the field's value in a command that nobody else uses yet.</summary>
    internal void Set(CreateUser command, string? value) => _inCreation.Set(command, value);

    /// <summary>
    /// Describes a field of <see cref="UserDetails"/>: it may be empty, and is edited with the profile.
    /// </summary>
    internal static FieldEditing Detail(
        string name,
        FieldRule rule,
        Func<string?, string?>? clean = null,
        string? hint = null,
        bool isUnique = false,
        bool isAccount = false
    ) =>
        new(name)
        {
            Rule = rule,
            InProfile = new(name),
            InDetails = new(name),
            Clean = clean ?? UserText.Clean,
            Hint = hint,
            IsUnique = isUnique,
            IsAccount = isAccount,
        };

    /// <summary>Describes a required field of the profile.</summary>
    internal static FieldEditing RequiredInProfile(string name, FieldRule rule) =>
        new(name)
        {
            Rule = rule,
            InProfile = new(name),
            IsRequired = true,
        };

    /// <summary>
    /// Describes a field that is stored in one of Identity's own columns and is changed by its own command.
    /// </summary>
    internal static FieldEditing OfIdentity(
        string name,
        Func<string?, string?> clean,
        bool isRequired = false,
        bool isUnique = false
    ) =>
        new(name)
        {
            Clean = clean,
            IsRequired = isRequired,
            IsUnique = isUnique,
        };
}
