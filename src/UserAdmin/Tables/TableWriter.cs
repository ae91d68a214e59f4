namespace UserAdmin.Tables;

/// <summary>
/// Writes a table row by row, without keeping the whole in memory. Disposing it without <see cref="CompleteAsync"/>
/// leaves a file that is recognisably incomplete.
/// </summary>
public abstract class TableWriter : IAsyncDisposable
{
    /// <summary>Writes a row.</summary>
    /// <param name="row">Its values in the order of the columns; null for an empty one.</param>
    /// <param name="cancellationToken">Cancels the operation; the writer cannot be used afterwards.</param>
    public abstract ValueTask WriteAsync(IReadOnlyList<string?> row, CancellationToken cancellationToken = default);

    /// <summary>Writes the end of the file and everything that is still in memory.</summary>
    /// <param name="cancellationToken">Cancels the operation; the writer cannot be used afterwards.</param>
    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken = default);

    /// <summary>Releases the writer's resources; the stream stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        await DisposeCoreAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the resources of a derived writer.</summary>
    protected virtual ValueTask DisposeCoreAsync() => ValueTask.CompletedTask;
}

/// <summary>Creates table writers.</summary>
public static class TableWriters
{
    /// <summary>
    /// Starts a table. In CSV and XLSX, a value that a spreadsheet could run as a formula gets a leading apostrophe,
    /// which the readers remove.
    /// </summary>
    /// <param name="format">Its format.</param>
    /// <param name="stream">The stream to write to; it is written only asynchronously and not closed.</param>
    /// <param name="columns">Titles of the columns, at least one; in JSON Lines, the names of the values.</param>
    /// <param name="numbers">For each column, whether its values are numbers, such as <c>-12.5</c>; JSON Lines and
    /// workbooks hold them as numbers. Null if all are text.</param>
    public static TableWriter Create(
        TableFormat format,
        Stream stream,
        IReadOnlyList<string> columns,
        IReadOnlyList<bool>? numbers = null
    ) =>
        format switch
        {
            TableFormat.Csv => new CsvWriter(stream, columns),
            TableFormat.Xlsx => new XlsxWriter(stream, columns, numbers),
            TableFormat.JsonLines => new JsonLinesWriter(stream, columns, numbers),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
        };

    /// <summary>The formats that can be written; the others are only read.</summary>
    public static IReadOnlyList<TableFormat> Formats { get; } =
    [TableFormat.Csv, TableFormat.Xlsx, TableFormat.JsonLines];

    /// <summary>Returns the media type of a format.</summary>
    /// <param name="format">The format.</param>
    public static string MediaType(TableFormat format) =>
        format switch
        {
            TableFormat.Csv => "text/csv; charset=utf-8",
            TableFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            TableFormat.JsonLines => "application/jsonl; charset=utf-8",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
        };

    /// <summary>Returns the file name extension of a format, such as <c>.csv</c>.</summary>
    /// <param name="format">The format.</param>
    public static string Extension(TableFormat format) =>
        format switch
        {
            TableFormat.Csv => ".csv",
            TableFormat.Xlsx => ".xlsx",
            TableFormat.JsonLines => ".jsonl",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
        };
}
