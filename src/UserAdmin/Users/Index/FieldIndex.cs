using UserAdmin.Roles;
using UserAdmin.Users.Index.Snapshots;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// The part of the index for one field: it finds, counts and sorts users by that field. There is one class for each
/// kind of field. An operation that a kind does not support throws.
/// </summary>
internal abstract class FieldIndex
{
    /// <summary>
    /// The sort keys of this field; null if a sorted list consists of parts (<see cref="Parts"/>), or if lists cannot
    /// be sorted by the field.
    /// </summary>
    public virtual SortColumn? Order => null;

    /// <summary>
    /// Stores the row's value of this field. Returns true if the user's place in the order by this field may have
    /// changed.
    /// </summary>
    /// <param name="place">The user's place in the index.</param>
    /// <param name="row">The row.</param>
    /// <param name="texts">The row's texts from <see cref="UserTexts.Of"/>, to be compared with the stored ones; null
    /// if the user's place changes in every order anyway.</param>
    public abstract bool Put(int place, UserRow row, string[]? texts);

    /// <summary>Removes a user.</summary>
    public virtual void Remove(int place) { }

    /// <summary>
    /// Writes the field's own data into a snapshot, or reads it from there. A field that computes its answers from the
    /// data of others has none.
    /// </summary>
    public virtual void Exchange(IIndexSnapshot snapshot) { }

    /// <summary>Returns the users among <paramref name="among"/> who match one value of the field's filter.</summary>
    public virtual BitSet Where(SearchCondition condition, BitSet among) =>
        throw new NotSupportedException($"{GetType().Name} does not filter.");

    /// <summary>
    /// Counts the users among <paramref name="among"/> who have each value. Users without a value are counted under
    /// <see cref="SearchFields.None"/>. A value may be returned more than once, and in several spellings.
    /// </summary>
    public virtual IEnumerable<(string Value, int Count)> Values(BitSet among, SearchMoment moment) =>
        throw new NotSupportedException($"{GetType().Name} does not count values.");

    /// <summary>
    /// Returns false if no user has a value whose folded form passes a test, without counting anybody.
    /// </summary>
    public virtual bool MayHave(Func<string, bool> folded) => true;

    /// <summary>
    /// Returns the parts of a list that is sorted by this field. Each part is in the order of <see cref="Order"/>, or
    /// by name if there is none.
    /// </summary>
    public virtual IReadOnlyList<BitSet> Parts(BitSet match, DateTimeOffset now) =>
        Order is not null ? [match] : throw new NotSupportedException($"{GetType().Name} does not sort.");
}

/// <summary>The time and the roles that a search is evaluated with.</summary>
/// <param name="Now">The current time.</param>
/// <param name="Roles">All roles if the search depends on their permissions; otherwise empty.</param>
internal sealed record SearchMoment(DateTimeOffset Now, IReadOnlyList<RoleRow> Roles);

/// <summary>One value of a filter, to be compared with the users' values.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Operator">How to compare.</param>
/// <param name="Value">The value, as written in the search.</param>
/// <param name="Moment">The time and the roles to evaluate with.</param>
internal sealed record SearchCondition(SearchField Filter, SearchOperator Operator, string Value, SearchMoment Moment)
{
    /// <summary>Whether the filter asks for users without a value.</summary>
    public bool AsksForNone => Value == SearchFields.None;
}
