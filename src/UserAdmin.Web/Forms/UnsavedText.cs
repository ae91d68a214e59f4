namespace UserAdmin.Web.Forms;

/// <summary>
/// Whether a form holds typed text that is not saved. One for each circuit; <see cref="UnsavedChanges"/> tells it.
/// </summary>
public sealed class UnsavedText
{
    private readonly HashSet<object> _forms = [];

    /// <summary>Whether leaving now would lose something.</summary>
    public bool IsThere => _forms.Count > 0;

    /// <summary>Takes note of a form's state.</summary>
    /// <param name="form">The form, as a key.</param>
    /// <param name="hasChanges">Whether it holds something that is not saved.</param>
    internal void Note(object form, bool hasChanges) => _ = hasChanges ? _forms.Add(form) : _forms.Remove(form);
}
