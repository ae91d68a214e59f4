namespace UserAdmin.Monitoring.StockTables;

/// <summary>
/// A fact in the stock Identity tables that differs from what the log says, so that another program has changed it.
/// </summary>
/// <param name="SubjectId">The user or role.</param>
/// <param name="IsRole">Whether it is a role.</param>
/// <param name="Name">Name of the user or role.</param>
/// <param name="What">What differs, as a sentence.</param>
public sealed record StockDifference(string SubjectId, bool IsRole, string Name, string What);

/// <summary>What the last complete comparison of all accounts and roles found.</summary>
/// <param name="ComparedAt">When it ended; null before the first.</param>
/// <param name="Compared">How many accounts were compared.</param>
/// <param name="Differences">What differs; at most <see cref="Most"/>.</param>
public sealed record StockReport(DateTimeOffset? ComparedAt, int Compared, IReadOnlyList<StockDifference> Differences)
{
    /// <summary>Most differences that are kept.</summary>
    public const int Most = 1000;

    /// <summary>
    /// How many comparisons since then came to no end, because changes followed each other without a quiet moment.
    /// </summary>
    public int Unfinished { get; init; }

    /// <summary>Whether there are more than were kept.</summary>
    public bool IsCutOff => Differences.Count >= Most;

    /// <summary>Before the first comparison.</summary>
    public static StockReport None { get; } = new(null, 0, []);
}

/// <summary>Compares the stock Identity tables with the log, now.</summary>
public interface IStockReports
{
    /// <summary>Compares all accounts and roles.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Null when there is no read model that stands at the log's end.</returns>
    Task<StockReport?> CompareAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The last complete comparison of the background, when too many after it came to no end; null otherwise.
    /// </summary>
    StockReport? Overdue { get; }
}

/// <summary>Which facts of accounts to look at.</summary>
/// <param name="First">Id of the one account, or the id after which a stretch of accounts begins.</param>
/// <param name="Last">Id of the last account of the stretch; null for the one account.</param>
internal sealed record AccountRange(string First, string? Last);

/// <summary>The stock tables beside the read model, at one moment.</summary>
internal interface IStockTables
{
    /// <summary>Opens both, read-only. Null when the read model cannot be read beside them.</summary>
    IStockSnapshots? Open();
}

/// <summary>Looks at both again and again; each look is at one moment.</summary>
internal interface IStockSnapshots : IDisposable
{
    /// <summary>
    /// Begins a look. False when the read model does not stand at the log's end, so that nothing can be compared just
    /// now.
    /// </summary>
    bool TryBegin();

    /// <summary>Ends the look.</summary>
    void End();

    /// <summary>
    /// The next so many accounts after an id, as a range and how many there are; null after the last.
    /// </summary>
    (AccountRange Range, int Count)? Next(string after, int take);

    /// <summary>What differs of accounts.</summary>
    IEnumerable<StockDifference> Accounts(AccountRange range);

    /// <summary>What differs of roles: names and permissions.</summary>
    IEnumerable<StockDifference> Roles();

    /// <summary>Members of a role by which the tables differ from the log; at most so many.</summary>
    IEnumerable<StockDifference> Members(string roleId, int most);
}
