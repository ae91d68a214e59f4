namespace UserAdmin.Web.Forms;

/// <summary>
/// A field with any number of chosen names. Each name is merged separately, so two people's changes never conflict.
/// </summary>
/// <param name="name">Name of the command's property.</param>
/// <param name="label">The label that people see.</param>
/// <param name="read">The chosen names in a row.</param>
/// <typeparam name="TRow">The row that the form edits.</typeparam>
public sealed class ChoicesField<TRow>(string name, string label, Func<TRow, IEnumerable<string>> read)
    : FormField<TRow>(name, label, row => Join(read(row)))
{
    /// <summary>The chosen names, in ordinal order.</summary>
    public IReadOnlyList<string> Chosen => Split(Value);

    /// <summary>Returns whether a name is chosen.</summary>
    public bool IsChosen(string choice) => Chosen.Contains(choice);

    /// <summary>Returns whether a choice is not saved yet.</summary>
    public bool IsChanged(string choice) => IsChosen(choice) != Split(Current).Contains(choice);

    /// <summary>Selects or deselects a name.</summary>
    public void Choose(string choice, bool isChosen) =>
        Value = Join(isChosen ? Chosen.Append(choice) : Chosen.Where(one => one != choice));

    /// <inheritdoc/>
    protected override bool TryCombine(string theirs)
    {
        var (added, removed) = (Chosen.Except(Split(Current)), Split(Current).Except(Chosen));
        Value = Join(Split(theirs).Union(added).Except(removed));
        return true;
    }

    private static string[] Split(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Join(IEnumerable<string> names) =>
        string.Join(' ', names.Distinct().Order(StringComparer.Ordinal));
}
