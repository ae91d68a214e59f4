namespace UserAdmin.Undoing;

/// <summary>The values and events in the plan of an undo, while it is made.</summary>
/// <param name="trace">What has become of the account.</param>
internal sealed class UndoItems(UndoTrace trace)
{
    private readonly List<UndoItem> _items = [];

    /// <summary>All of them, in the order in which they are shown.</summary>
    public IReadOnlyList<UndoItem> All => _items;

    /// <summary>Those that change back.</summary>
    public IEnumerable<UndoItem> Returning => _items.Where(item => item.Verdict == UndoVerdict.Back);

    /// <summary>Returns the value of a part that an account has once; null if it is not in the plan.</summary>
    public UndoItem? Find(UndoPart part) => _items.Find(item => item.Key.Part == part && item.Label is null);

    /// <summary>Returns a value; null if it is not in the plan.</summary>
    public UndoItem? Find(UndoKey key) => _items.Find(item => item.Key == key && item.Label is null);

    /// <summary>Appends a value or an event.</summary>
    public void Add(UndoItem item) => _items.Add(item);

    /// <summary>Leaves out what a condition holds for.</summary>
    public void RemoveAll(Predicate<UndoItem> condition) => _items.RemoveAll(condition);

    /// <summary>Puts others in the places of some.</summary>
    public void Replace(IEnumerable<UndoItem> items, Func<UndoItem, UndoItem> by)
    {
        foreach (var item in items.ToList())
        {
            _items[_items.IndexOf(item)] = by(item);
        }
    }

    /// <summary>Returns the first of the chosen changes of a value that go back.</summary>
    public UndoChange Beginning(UndoItem item)
    {
        var changes = trace.Changes[item.Key];
        var other = changes.FindLastIndex(change => !change.IsChosen);
        return changes.Skip(item.Verdict == UndoVerdict.Back ? other + 1 : 0).First(change => change.IsChosen);
    }
}
