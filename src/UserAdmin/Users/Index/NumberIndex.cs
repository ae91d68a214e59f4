using UserAdmin.Users.Index.Snapshots;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>The index of a number, or none.</summary>
/// <param name="value">Returns the number of a row.</param>
internal sealed class NumberIndex(Func<UserRow, decimal?> value) : FieldIndex
{
    private readonly NumberColumn _numbers = new();
    private NumberSort? _order;

    public override SortColumn Order => _order ??= new NumberSort(place => _numbers[place]);

    public override bool Put(int place, UserRow row, string[]? texts) => _numbers.Set(place, value(row));

    public override void Exchange(IIndexSnapshot snapshot) => _numbers.Exchange(snapshot);

    public override BitSet Where(SearchCondition condition, BitSet among)
    {
        if (condition.AsksForNone)
        {
            return among.Where(place => _numbers[place] == 0);
        }

        var (from, to) = SearchNumbers.Range(condition.Value)!.Value;
        var (first, last) = (
            from is { } low ? NumberColumn.Sortable(low) : 1,
            to is { } high ? NumberColumn.Sortable(high) : long.MaxValue
        );
        return condition.Operator switch
        {
            SearchOperator.Before => among.Where(place => _numbers[place] > 0 && _numbers[place] < first),
            SearchOperator.UpTo => among.Where(place => _numbers[place] > 0 && _numbers[place] <= last),
            SearchOperator.After => among.Where(place => _numbers[place] > last),
            SearchOperator.From => among.Where(place => _numbers[place] >= first),
            _ => among.Where(place => _numbers[place] >= first && _numbers[place] <= last),
        };
    }
}
