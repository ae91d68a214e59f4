using UserAdmin.Following;

namespace UserAdmin.Monitoring.StockTables;

/// <summary>
/// A difference between the stock Identity tables and the log, which means that another program has changed the tables.
/// </summary>
/// <param name="SubjectId">The user or role.</param>
/// <param name="IsRole">Whether it is a role.</param>
/// <param name="Name">Name of the user or role.</param>
/// <param name="What">What differs, as a sentence.</param>
public sealed record StockDifference(string SubjectId, bool IsRole, string Name, string What);

/// <summary>The result of the last complete comparison of all accounts and roles.</summary>
/// <param name="ComparedAt">When it ended; null before the first.</param>
/// <param name="Compared">How many accounts were compared.</param>
/// <param name="Differences">The differences; at most <see cref="Most"/>.</param>
public sealed record StockReport(DateTimeOffset? ComparedAt, int Compared, IReadOnlyList<StockDifference> Differences)
{
    /// <summary>The maximum number of differences that are stored.</summary>
    public const int Most = 1000;

    /// <summary>The number of comparisons since then that were not finished because of continuous changes.</summary>
    public int Unfinished { get; init; }

    /// <summary>
    /// Why changes of other programs are found by comparisons only, because triggers may not be created; null if they
    /// are followed.
    /// </summary>
    public string? NotFollowed { get; init; }

    /// <summary>
    /// How far the accounts of an application are read that this node reads for the first time; null if it reads none.
    /// </summary>
    public Adoption? BeingRead { get; init; }

    /// <summary>Whether there may be more differences than were stored.</summary>
    public bool IsCutOff => Differences.Count >= Most;

    /// <summary>The report before the first comparison.</summary>
    public static StockReport None { get; } = new(null, 0, []);
}

/// <summary>Compares the stock Identity tables with the log on request.</summary>
public interface IStockReports
{
    /// <summary>Compares all accounts and roles.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Null if no read model is at the end of the log.</returns>
    Task<StockReport?> CompareAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The last complete comparison in the background if too many after it were not finished; null otherwise.
    /// </summary>
    StockReport? Overdue { get; }
}

/// <summary>The range of accounts to compare.</summary>
/// <param name="First">Id of a single account, or the id after which the range begins.</param>
/// <param name="Last">Id of the last account of the range; null for a single account.</param>
internal sealed record AccountRange(string First, string? Last);

/// <summary>A range of accounts that was compared.</summary>
/// <param name="Last">Id of the last account; null if there was none any more.</param>
/// <param name="Count">How many accounts were compared.</param>
/// <param name="Differences">The differences.</param>
internal sealed record Stretch(string? Last, int Count, IReadOnlyList<StockDifference> Differences);

/// <summary>Opens the stock tables together with the read model.</summary>
internal interface IStockTables
{
    /// <summary>Opens both read-only. Returns null if the read model cannot be read.</summary>
    IStockSnapshots? Open();
}

/// <summary>Takes consistent snapshots of both, one after the other.</summary>
internal interface IStockSnapshots : IDisposable
{
    /// <summary>
    /// Begins a snapshot. Returns false if the read model is not at the end of the log, so that a comparison is
    /// impossible at the moment.
    /// </summary>
    bool TryBegin();

    /// <summary>Ends the snapshot.</summary>
    void End();

    /// <summary>
    /// Returns the range of the next accounts after an id and their number; null after the last account.
    /// </summary>
    (AccountRange Range, int Count)? Next(string after, int take);

    /// <summary>Returns the differences of accounts.</summary>
    IEnumerable<StockDifference> Accounts(AccountRange range);

    /// <summary>
    /// Looks at the next accounts of the stock tables after an id, and returns those that the log does not know.
    /// </summary>
    Stretch Strangers(string after, int take);

    /// <summary>
    /// Returns the differences in names and permissions of roles, and roles that the log does not know.
    /// </summary>
    IEnumerable<StockDifference> Roles();

    /// <summary>Returns the differences in the members of a role, up to a maximum number.</summary>
    IEnumerable<StockDifference> Members(string roleId, int most);
}
