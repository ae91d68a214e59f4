namespace UserAdmin.Web.Forms;

/// <summary>
/// Whether a form contains unsaved text. One instance for each circuit; <see cref="UnsavedChanges"/> updates it.
/// </summary>
public sealed class UnsavedText
{
    private readonly HashSet<object> _forms = [];

    /// <summary>Whether leaving the page now would lose text.</summary>
    public bool IsThere => _forms.Count > 0;

    /// <summary>Records the state of a form.</summary>
    /// <param name="form">The form, as a key.</param>
    /// <param name="hasChanges">Whether it has unsaved changes.</param>
    internal void Note(object form, bool hasChanges) => _ = hasChanges ? _forms.Add(form) : _forms.Remove(form);
}
