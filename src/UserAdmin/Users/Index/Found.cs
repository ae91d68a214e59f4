namespace UserAdmin.Users.Index;

/// <summary>The result of a search.</summary>
/// <param name="Match">All of them.</param>
/// <param name="Begins">The users in whose texts each word of the search begins some word; null if the search has no
/// words.</param>
/// <param name="Whole">The users of whom one whole field equals the search; null if the search has no words.</param>
internal sealed record Found(BitSet Match, BitSet? Begins = null, BitSet? Whole = null)
{
    /// <summary>How many they are.</summary>
    public int Count { get; } = Match.Count();
}
