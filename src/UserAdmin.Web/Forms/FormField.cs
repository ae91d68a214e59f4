namespace UserAdmin.Web.Forms;

/// <summary>One field of a form: what is typed, what is stored, and who else changed it meanwhile.</summary>
/// <param name="name">Name of the command's property, which refusals carry too.</param>
/// <param name="label">Label people see.</param>
public class FormField(string name, string label)
{
    /// <summary>Name of the command's property.</summary>
    public string Name { get; } = name;

    /// <summary>Label people see.</summary>
    public string Label { get; } = label;

    /// <summary>What is typed; empty for none.</summary>
    public string Value { get; set; } = "";

    /// <summary>Newest value known to be stored.</summary>
    public string Current { get; private set; } = "";

    /// <summary>Value at the version that the field's command carries.</summary>
    public string Seen { get; private set; } = "";

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

    /// <summary>Whether the person wants something else than what is stored.</summary>
    public bool IsTouched => Value != Current;

    /// <summary>Whether something about it wants the person's attention.</summary>
    public bool IsBad => Error is not null || Overtaken is not null;

    /// <summary>What to send: typed text without outer blanks, null for none.</summary>
    public string? Wanted => OrNull((IsTouched ? Value : Seen).Trim());

    /// <summary>
    /// Takes in a value that was stored at a version: quietly where nothing was typed, as a question where something
    /// else was.
    /// </summary>
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
        else if (!TryCombine(theirs) && Value != theirs)
        {
            Overtaken = new OvertakenField(theirs, null, null, version);
        }

        Known(theirs, version);
    }

    /// <summary>The save was refused: another person's value is stored.</summary>
    public void Overtake(OvertakenField other)
    {
        Overtaken = other;
        Known(other.Theirs, other.Version);
    }

    /// <summary>The typed value is stored now.</summary>
    public void Saved(string value)
    {
        Current = value;
        Overtaken = null;
    }

    /// <summary>Back to what is stored.</summary>
    public void Discard() => (Value, Error, Overtaken) = (Current, null, null);

    /// <summary>The person has seen what is stored now: the next command says so.</summary>
    public void See() => Seen = Current;

    /// <summary>How a value reads in a sentence about the field.</summary>
    public virtual string Shown(string value) => $"“{value}”";

    /// <summary>Brings what is typed together with another person's value where both can stand.</summary>
    /// <returns>False when one of the two has to give way.</returns>
    protected virtual bool TryCombine(string theirs) => false;

    private void Known(string value, long version) => (Current, KnownAt) = (value, Math.Max(KnownAt, version));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}

/// <summary>A field that says where its value is in a row.</summary>
/// <param name="name">Name of the command's property.</param>
/// <param name="label">Label people see.</param>
/// <param name="read">Its value in a row.</param>
/// <typeparam name="TRow">The row that the form edits.</typeparam>
public class FormField<TRow>(string name, string label, Func<TRow, string?> read) : FormField(name, label)
{
    /// <summary>Its value in a row; empty for none.</summary>
    public string Read(TRow row) => read(row) ?? "";
}

/// <summary>Another person's change of a field that is being edited here.</summary>
/// <param name="Theirs">Their value; empty for none.</param>
/// <param name="By">Their name; null while unknown.</param>
/// <param name="At">When; null while unknown.</param>
/// <param name="Version">The row's version with their value.</param>
public sealed record OvertakenField(string Theirs, string? By, DateTimeOffset? At, long Version);
