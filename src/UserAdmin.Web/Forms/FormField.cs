namespace UserAdmin.Web.Forms;

/// <summary>One field of a form: its typed value, its stored value, and another person's change meanwhile.</summary>
/// <param name="name">The name of the command's property, which refusals also name.</param>
/// <param name="label">The label that people see.</param>
public class FormField(string name, string label)
{
    private readonly string? _hint;

    /// <summary>Name of the command's property.</summary>
    public string Name { get; } = name;

    /// <summary>The label, in the language of whoever reads it.</summary>
    public string Label => FromCore(label);

    /// <summary>The typed value; empty for none.</summary>
    public string Value { get; set; } = "";

    /// <summary>
    /// What the field holds before anything is typed or loaded. It counts as untouched, so what is stored takes its
    /// place.
    /// </summary>
    public string Default
    {
        init => (Value, Current, Seen) = (value, value, value);
    }

    /// <summary>The newest known stored value.</summary>
    public string Current { get; private set; } = "";

    /// <summary>Value at the version that the field's command carries.</summary>
    public string Seen { get; private set; } = "";

    /// <summary>Version at which <see cref="Current"/> is known.</summary>
    public long KnownAt { get; private set; }

    /// <summary>The reason why the last save was refused because of this field, or null.</summary>
    public string? Error { get; set; }

    /// <summary>The key of the account that <see cref="Error"/> refers to, if it can be opened, or null.</summary>
    public string? ErrorUserId { get; set; }

    /// <summary>Another person's conflicting change that the person has to decide on, or null.</summary>
    public OvertakenField? Overtaken { get; set; }

    /// <summary>Whether the field should take the focus when it is next drawn.</summary>
    public bool WantsFocus { get; set; }

    /// <summary>The hint about what may be typed, in the language of whoever reads it, or null.</summary>
    public string? Hint
    {
        get => FromCore(_hint);
        init => _hint = value;
    }

    /// <summary>How often somebody else's value was applied without a question; the field glows each time.</summary>
    public int QuietChanges { get; private set; }

    /// <summary>Whether the typed value differs from the stored one.</summary>
    public bool IsTouched => Value != Current;

    /// <summary>Whether the field needs the person's attention.</summary>
    public bool IsBad => Error is not null || Overtaken is not null;

    /// <summary>The value to send: the typed text, trimmed; null for none.</summary>
    public string? Wanted => OrNull((IsTouched ? Value : Seen).Trim());

    /// <summary>
    /// Applies a value that was stored at a version: without a question if nothing was typed, or as a question if
    /// something else was.
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

    /// <summary>Handles a refused save: another person's value is stored.</summary>
    public void Overtake(OvertakenField other)
    {
        Overtaken = other;
        Known(other.Theirs, other.Version);
    }

    /// <summary>Handles an accepted save: the typed value is now stored.</summary>
    public void Saved(string value)
    {
        Current = value;
        Overtaken = null;
    }

    /// <summary>Restores the stored value.</summary>
    public void Discard() => (Value, Error, Overtaken) = (Current, null, null);

    /// <summary>Marks the stored value as seen, so that the next command sends its version.</summary>
    public void See() => Seen = Current;

    /// <summary>Returns a value in the form used in a sentence about the field.</summary>
    public virtual string Shown(string value) => T($"“{value}”");

    /// <summary>Merges the typed value with another person's value if both can be kept.</summary>
    /// <returns>False if only one of the two can be kept.</returns>
    protected virtual bool TryCombine(string theirs) => false;

    private void Known(string value, long version) => (Current, KnownAt) = (value, Math.Max(KnownAt, version));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}

/// <summary>A field that can read its value from a row.</summary>
/// <param name="name">Name of the command's property.</param>
/// <param name="label">The label that people see.</param>
/// <param name="read">Reads its value from a row.</param>
/// <typeparam name="TRow">The row that the form edits.</typeparam>
public class FormField<TRow>(string name, string label, Func<TRow, string?> read) : FormField(name, label)
{
    /// <summary>Returns its value in a row; empty for none.</summary>
    public string Read(TRow row) => read(row) ?? "";
}

/// <summary>Another person's change of a field that is being edited here.</summary>
/// <param name="Theirs">Their value; empty for none.</param>
/// <param name="By">Their name; null while unknown.</param>
/// <param name="At">When they changed it; null while unknown.</param>
/// <param name="Version">The row's version with their value.</param>
public sealed record OvertakenField(string Theirs, string? By, DateTimeOffset? At, long Version);
