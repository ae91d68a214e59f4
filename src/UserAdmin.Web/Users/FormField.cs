using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Web.Users;

/// <summary>One field of a user's form: what is typed, what the row says, and who else was at it meanwhile.</summary>
/// <param name="name">Name of the command's property, which refusals carry too.</param>
/// <param name="label">Label people see.</param>
/// <param name="read">Its value in a row.</param>
public sealed class FormField(string name, string label, Func<UserRow, string?> read)
{
    /// <summary>A field of a user that can be edited.</summary>
    /// <param name="field">The field.</param>
    public FormField(UserField field)
        : this(field.Name, field.Label, field.Editing!.Of) => (Of, Hint) = (field, field.Editing!.Hint);

    /// <summary>A field of something else than a user; its form merges what the row says.</summary>
    /// <param name="name">Name of the command's property.</param>
    /// <param name="label">Label people see.</param>
    public FormField(string name, string label)
        : this(name, label, _ => null) { }

    /// <summary>Name of the command's property.</summary>
    public string Name { get; } = name;

    /// <summary>The field of the user; null where the form is about something else.</summary>
    public UserField? Of { get; }

    /// <summary>Label people see.</summary>
    public string Label { get; } = label;

    /// <summary>What is typed; empty for none.</summary>
    public string Value { get; set; } = "";

    /// <summary>Newest value known to stand in the account.</summary>
    public string Current { get; private set; } = "";

    /// <summary>Value at the version that the field's command carries.</summary>
    public string Seen { get; set; } = "";

    /// <summary>Version at which <see cref="Current"/> is known.</summary>
    public long KnownAt { get; private set; }

    /// <summary>Why the last save was refused because of this field, or null.</summary>
    public string? Error { get; set; }

    /// <summary>Key of the account that <see cref="Error"/> is about and that can be opened, or null.</summary>
    public string? ErrorUserId { get; set; }

    /// <summary>Another person's change over which one has to decide, or null.</summary>
    public OvertakenField? Overtaken { get; set; }

    /// <summary>Whether the field should take the focus when it is next drawn.</summary>
    public bool WantsFocus { get; set; }

    /// <summary>What may be typed, or null.</summary>
    public string? Hint { get; init; }

    /// <summary>How often somebody else's value came in quietly; each time the field glows.</summary>
    public int QuietChanges { get; private set; }

    /// <summary>Whether the person wants something else than what stands in the account.</summary>
    public bool IsTouched => Value != Current;

    /// <summary>Whether something about it wants the person's attention.</summary>
    public bool IsBad => Error is not null || Overtaken is not null;

    /// <summary>What to send: typed text without outer blanks, null for none.</summary>
    public string? Wanted => OrNull((IsTouched ? Value : Seen).Trim());

    /// <summary>
    /// Takes the row's value in: quietly where nothing was typed, as a question where something else was.
    /// </summary>
    public void Merge(UserRow row, bool isFirst) => Merge(read(row) ?? "", row.Version, isFirst);

    /// <summary>Takes a value in that stood there at a version.</summary>
    public void Merge(string theirs, long version, bool isFirst)
    {
        if (version < KnownAt || theirs == Current)
        {
            KnownAt = Math.Max(KnownAt, version);
            return;
        }

        if (!IsTouched)
        {
            Value = theirs;
            QuietChanges += isFirst ? 0 : 1;
        }
        else if (Value != theirs)
        {
            Overtaken = new OvertakenField(theirs, null, null, version);
        }

        Known(theirs, version);
    }

    /// <summary>The save was refused: another person's value stands there.</summary>
    public void Overtake(OvertakenField other)
    {
        Overtaken = other;
        Known(other.Theirs, other.Version);
    }

    /// <summary>The typed value stands in the account now.</summary>
    public void Saved(string value)
    {
        Current = value;
        Overtaken = null;
    }

    private void Known(string value, long version) => (Current, KnownAt) = (value, Math.Max(KnownAt, version));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}

/// <summary>Another person's change of a field that is being edited here.</summary>
/// <param name="Theirs">Their value; empty for none.</param>
/// <param name="By">Their name; null while unknown.</param>
/// <param name="At">When; null while unknown.</param>
/// <param name="Version">The account's version with their value.</param>
public sealed record OvertakenField(string Theirs, string? By, DateTimeOffset? At, long Version);
