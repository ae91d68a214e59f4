namespace UserAdmin.Users.Index;

/// <summary>The result of a search.</summary>
/// <param name="Match">The users who match the search.</param>
/// <param name="Begins">The users with texts in which every word of the search is the beginning of some word; null if
/// the search has no words.</param>
/// <param name="Whole">The users who have a field that equals the whole search; null if the search has no
/// words.</param>
internal sealed record Found(BitSet Match, BitSet? Begins = null, BitSet? Whole = null)
{
    /// <summary>The number of users who match.</summary>
    public int Count { get; } = Match.Count();
}
