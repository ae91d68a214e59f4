using UserAdmin.Text;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users.Fields;

/// <summary>How a field is typed, checked and stored.</summary>
public sealed class FieldEditing
{
    private readonly PropertyOf<CreateUser> _inCreation;
    private readonly PropertyOf<UserRow> _inRow;

    private FieldEditing(string name)
    {
        (_inCreation, _inRow) = (new(name), new(name));
        InCreated = new(name);
    }

    /// <summary>What may be typed, in a few words, or null.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether every account has a value.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Most characters; null where a command of the field's own says.</summary>
    public int? MaxLength => Rule?.MaxLength;

    /// <summary>Whether no two accounts may have the same value.</summary>
    public bool IsUnique { get; init; }

    /// <summary>Whether it is edited with the profile, and not by a command of its own.</summary>
    public bool IsInProfile => InProfile is not null;

    /// <summary>What may stand in it; null where the command that changes this field alone says.</summary>
    internal FieldRule? Rule { get; private init; }

    /// <summary>Makes typed text what is stored; null for nothing.</summary>
    internal Func<string?, string?> Clean { get; init; } = UserText.Clean;

    /// <summary>Its property of the profile; null where it stands in one of Identity's own columns.</summary>
    internal PropertyOf<UserProfile>? InProfile { get; private init; }

    /// <summary>Its property of <see cref="UserDetails"/>; null where the commands have a parameter for it.</summary>
    internal PropertyOf<UserDetails>? InDetails { get; private init; }

    /// <summary>Its property of the event of a new account.</summary>
    internal PropertyOf<UserCreated> InCreated { get; }

    /// <summary>Its property of the row.</summary>
    internal PropertyOf<UserRow> InRow => _inRow;

    /// <summary>Its value in a row, or null.</summary>
    /// <param name="row">The row.</param>
    public string? Of(UserRow row) => _inRow.Get(row);

    /// <summary>Its value in a command that creates an account, or null.</summary>
    /// <param name="command">The command.</param>
    public string? Of(CreateUser command) => _inCreation.Get(command);

    /// <summary>Sets its value in a command that nobody else has yet.</summary>
    internal void Set(CreateUser command, string? value) => _inCreation.Set(command, value);

    /// <summary>A field of <see cref="UserDetails"/>: it may be empty, and is edited with the profile.</summary>
    internal static FieldEditing Detail(
        string name,
        FieldRule rule,
        Func<string?, string?>? clean = null,
        string? hint = null,
        bool isUnique = false
    ) =>
        new(name)
        {
            Rule = rule,
            InProfile = new(name),
            InDetails = new(name),
            Clean = clean ?? UserText.Clean,
            Hint = hint,
            IsUnique = isUnique,
        };

    /// <summary>A field of the profile that every account has.</summary>
    internal static FieldEditing RequiredInProfile(string name, FieldRule rule) =>
        new(name)
        {
            Rule = rule,
            InProfile = new(name),
            IsRequired = true,
        };

    /// <summary>A field in one of Identity's own columns, with a command of its own to change it.</summary>
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
