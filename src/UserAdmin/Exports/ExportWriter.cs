using UserAdmin.Messaging;
using UserAdmin.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Exports;

/// <summary>
/// Writes users as a table, a page after the other through the query bus: as the person who exports, whose rights are looked at
/// with each page, and with never more than a page in memory. A user who changes meanwhile is neither written twice nor left out.
/// </summary>
public sealed class ExportWriter(IQueryBus queries, TimeProvider time)
{
    /// <summary>Asks for the first page, and with it how many there are.</summary>
    /// <param name="what">What is exported.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The page; refused with what the query refuses, or <see cref="ExportErrors.TooManyForSheet"/>.</returns>
    public async Task<Answer<UserListing>> BeginAsync(UserExport what, QueryContext context, CancellationToken cancellationToken)
    {
        var answer = await queries.AskAsync(Query(what, cursor: null), context, cancellationToken);
        return what.Format == TableFormat.Xlsx && answer.Value?.Total >= TableLimits.SheetRows
            ? new Answer<UserListing> { Refusal = ExportErrors.TooManyForSheet, Position = answer.Position }
            : answer;
    }

    /// <summary>Writes the whole file.</summary>
    /// <param name="what">What is exported.</param>
    /// <param name="first">The first page.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="onProgress">Called with the number of users written so far, after each page.</param>
    /// <param name="cancellationToken">Breaks it off; the file is then not whole.</param>
    /// <exception cref="UnauthorizedAccessException">The person lost the permission meanwhile.</exception>
    public async Task WriteAsync(
        UserExport what, UserListing first, Stream stream, QueryContext context, Action<int> onProgress, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var columns = what.Columns.Select(key => UserColumns.Find(key) ?? throw new ArgumentException($"There is no column “{key}”.", nameof(what))).ToArray();
        var values = new string?[columns.Length];
        var written = 0;
        // Programs read JSON, so its names are the keys, which stay when a title is put in better words.
        await using var writer = TableWriters.Create(
            what.Format, stream, [.. columns.Select(column => what.Format == TableFormat.JsonLines ? column.Key : column.Title)]);
        for (var page = first; ;)
        {
            foreach (var row in page.Items)
            {
                for (var place = 0; place < columns.Length; place++)
                {
                    values[place] = columns[place].Text(row, now);
                }

                await writer.WriteAsync(values, cancellationToken);
            }

            onProgress(written += page.Items.Count);
            if (page.Next is null)
            {
                await writer.CompleteAsync(cancellationToken);
                return;
            }

            var next = await queries.AskAsync(Query(what, page.Next), context, cancellationToken);
            page = next.Value ?? throw new UnauthorizedAccessException(next.Refusal?.Message);
        }
    }

    private static ListUsers Query(UserExport what, string? cursor) =>
        new(what.Search, what.Sort, what.Descending, PageSize: ListUsers.MostRows, Cursor: cursor);
}
