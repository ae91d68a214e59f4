namespace UserAdmin.Copying;

/// <summary>A copy that has ended.</summary>
/// <param name="From">The name of the source.</param>
/// <param name="To">The name of the target.</param>
/// <param name="Tables">How many rows of each table are equal in both, in the order in which they were
/// copied.</param>
/// <param name="Differences">What is not equal, one line for each, at most some; empty if everything is.</param>
/// <param name="NotCopied">Tables and columns of the source that UserAdmin does not know.</param>
/// <param name="Position">The position of the last event.</param>
/// <param name="HeadHash">The hash of that event, as lower-case hex.</param>
public sealed record CopyReport(
    string From,
    string To,
    IReadOnlyList<CopiedRows> Tables,
    IReadOnlyList<string> Differences,
    IReadOnlyList<string> NotCopied,
    long Position,
    string HeadHash
);

/// <summary>The equal rows of a table.</summary>
/// <param name="Table">The name of the table.</param>
/// <param name="Count">How many rows.</param>
public sealed record CopiedRows(string Table, long Count);

/// <summary>What a copy does at the moment.</summary>
public enum CopyStep
{
    /// <summary>Looks in the source for what the target cannot store.</summary>
    Checking,

    /// <summary>Copies rows.</summary>
    Copying,

    /// <summary>Compares the copy with the source.</summary>
    Comparing,
}

/// <summary>How far a copy is.</summary>
/// <param name="Step">What it does.</param>
/// <param name="Table">The table it does it with.</param>
/// <param name="Rows">The rows of the table that are done.</param>
/// <param name="Total">All rows of the table in the source.</param>
public sealed record CopyProgress(CopyStep Step, string Table, long Rows, long Total);
