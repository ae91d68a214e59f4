using UserAdmin.Messaging;
using UserAdmin.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Exports;

/// <summary>
/// Writes users as a table, page by page through the query bus. Each page is asked for in the name of the person who
/// exports, so their permissions are checked again, and only one page of rows is in memory. The users and their order
/// are fixed at the beginning. A user who changes during the export is written exactly once, in the state at the time
/// of their page, even if the search would no longer find them. A user who was purged by then is left out, and a user
/// who is created during the export is not in the file.
/// </summary>
public sealed class ExportWriter(IQueryBus queries, UserFieldSet fields, TimeProvider time)
{
    /// <summary>Determines which users are exported, and so how many.</summary>
    /// <param name="what">What is exported.</param>
    /// <param name="context">The person who exports.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The users' keys; refused if the query is refused, or with
    /// <see cref="ExportErrors.TooManyForSheet"/>.</returns>
    public async Task<Answer<UserKeys>> BeginAsync(
        UserExport what,
        QueryContext context,
        CancellationToken cancellationToken
    )
    {
        var answer = await queries.AskAsync(
            new TakeUserKeys(what.Search, what.Sort, what.Descending) { At = what.At },
            context,
            cancellationToken
        );
        return what.Format == TableFormat.Xlsx && answer.Value?.Count >= TableLimits.SheetRows
            ? new Answer<UserKeys> { Refusal = ExportErrors.TooManyForSheet, Position = answer.Position }
            : answer;
    }

    /// <summary>Writes the whole file.</summary>
    /// <param name="what">What is exported.</param>
    /// <param name="keys">The users to write, in order, as returned by <see cref="BeginAsync"/>.</param>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="context">The person who exports.</param>
    /// <param name="onProgress">Called with the number of users written so far, after each page.</param>
    /// <param name="cancellationToken">Cancels the export; the file is then incomplete.</param>
    /// <exception cref="UnauthorizedAccessException">The person lost the permission during the export.</exception>
    public async Task WriteAsync(
        UserExport what,
        UserKeys keys,
        Stream stream,
        QueryContext context,
        Action<int> onProgress,
        CancellationToken cancellationToken
    )
    {
        // States are judged at the moment of the list.
        var now = what.At ?? time.GetUtcNow();
        var zone =
            what.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var known)
                ? known
                : TimeZoneInfo.Utc;
        var columns = what
            .Columns.Select(key =>
                fields.FindColumn(key) ?? throw new ArgumentException($"There is no column “{key}”.", nameof(what))
            )
            .ToArray();
        var values = new string?[columns.Length];
        var written = 0;
        // JSON is read by programs, so its names are the columns' keys, which do not change when a title is reworded.
        await using var writer = TableWriters.Create(
            what.Format,
            stream,
            [.. columns.Select(column => what.Format == TableFormat.JsonLines ? column.Key : column.Title)],
            [.. columns.Select(column => column.Field.IsNumber)]
        );
        for (var offset = 0; offset < keys.Count; offset += ListUsers.MostRows)
        {
            var page = await queries.AskAsync(
                new ListUsersByKey(keys.Part(offset, ListUsers.MostRows)) { At = what.At },
                context,
                cancellationToken
            );
            foreach (var row in page.Value ?? throw new UnauthorizedAccessException(page.Refusal?.Message))
            {
                for (var place = 0; place < columns.Length; place++)
                {
                    values[place] = columns[place].Text(row, now, zone);
                }

                await writer.WriteAsync(values, cancellationToken);
            }

            onProgress(written += page.Value.Count);
        }

        await writer.CompleteAsync(cancellationToken);
    }
}
