namespace UserAdmin.Users.Index;

/// <summary>Whom a search finds.</summary>
/// <param name="Match">All of them.</param>
/// <param name="Begins">Those of whom some word begins with each word of the search; null where no words are searched
/// for.</param>
/// <param name="Whole">Those of whom a whole field is the search; null likewise.</param>
internal sealed record Found(BitSet Match, BitSet? Begins = null, BitSet? Whole = null)
{
    /// <summary>How many they are.</summary>
    public int Count { get; } = Match.Count();
}
