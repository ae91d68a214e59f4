using UserAdmin.Roles;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// The part of the index for one field, which finds, counts and sorts users by it. There is one class for each kind
/// of field. A question that a kind cannot answer throws; it is never answered for another field.
/// </summary>
internal abstract class FieldIndex
{
    /// <summary>What orders users by it; null where the order is one of parts (<see cref="Parts"/>) or none.</summary>
    public virtual SortColumn? Order => null;

    /// <summary>
    /// Stores what a row holds; true when the user's place in the order by this field may have changed.
    /// </summary>
    /// <param name="place">The user's place.</param>
    /// <param name="row">The row.</param>
    /// <param name="texts">Its texts, as of <see cref="UserTexts.Of"/>, to be compared with those stored; null when
    /// its place changes in every order anyway.</param>
    public abstract bool Put(int place, UserRow row, string[]? texts);

    /// <summary>Forgets a user.</summary>
    public virtual void Remove(int place) { }

    /// <summary>Returns the users among some who match one value of the field's filter.</summary>
    public virtual BitSet Where(SearchCondition condition, BitSet among) =>
        throw new NotSupportedException($"{GetType().Name} does not filter.");

    /// <summary>
    /// How many of some users have each value; those without one under <see cref="SearchFields.None"/>. One value may
    /// come more than once, and in several spellings.
    /// </summary>
    public virtual IEnumerable<(string Value, int Count)> Values(BitSet among, SearchMoment moment) =>
        throw new NotSupportedException($"{GetType().Name} does not count values.");

    /// <summary>
    /// The parts in which a list sorted by this field comes, each in the order of <see cref="Order"/> or by name.
    /// </summary>
    public virtual IReadOnlyList<BitSet> Parts(BitSet match, DateTimeOffset now) =>
        Order is not null ? [match] : throw new NotSupportedException($"{GetType().Name} does not sort.");
}

/// <summary>When and among which roles a search is judged.</summary>
/// <param name="Now">The moment.</param>
/// <param name="Roles">All roles where it matters what they allow; empty otherwise.</param>
internal sealed record SearchMoment(DateTimeOffset Now, IReadOnlyList<RoleRow> Roles);

/// <summary>One value of a filter, to be compared.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Operator">How.</param>
/// <param name="Value">The value, as the search writes it.</param>
/// <param name="Moment">When it is judged.</param>
internal sealed record SearchCondition(SearchField Filter, SearchOperator Operator, string Value, SearchMoment Moment)
{
    /// <summary>Whether it asks for those without a value.</summary>
    public bool AsksForNone => Value == SearchFields.None;
}
