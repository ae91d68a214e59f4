using UserAdmin.Messaging;
using UserAdmin.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Exports;

/// <summary>
/// Writes users as a table, a page after the other through the query bus: as the person who exports, whose rights are
/// looked at with each page, and with never more than a page of rows in memory. Who is written, and in which order, is
/// settled at the beginning: a user who changes meanwhile is neither written twice nor left out, but written as it is
/// when its page comes, even if the search would no longer find it. One who is gone for good by then is left out, and
/// one who is created meanwhile is not in the file.
/// </summary>
public sealed class ExportWriter(IQueryBus queries, TimeProvider time)
{
    /// <summary>Determines which users are exported, and so how many there are.</summary>
    /// <param name="what">What is exported.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Their keys; refused with what the query refuses, or
    /// <see cref="ExportErrors.TooManyForSheet"/>.</returns>
    public async Task<Answer<UserKeys>> BeginAsync(
        UserExport what,
        QueryContext context,
        CancellationToken cancellationToken
    )
    {
        var answer = await queries.AskAsync(
            new TakeUserKeys(what.Search, what.Sort, what.Descending),
            context,
            cancellationToken
        );
        return what.Format == TableFormat.Xlsx && answer.Value?.Count >= TableLimits.SheetRows
            ? new Answer<UserKeys> { Refusal = ExportErrors.TooManyForSheet, Position = answer.Position }
            : answer;
    }

    /// <summary>Writes the whole file.</summary>
    /// <param name="what">What is exported.</param>
    /// <param name="keys">Who is written, in order: what <see cref="BeginAsync"/> gave.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="context">Who asks.</param>
    /// <param name="onProgress">Called with the number of users written so far, after each page.</param>
    /// <param name="cancellationToken">Breaks it off; the file is then not whole.</param>
    /// <exception cref="UnauthorizedAccessException">The person lost the permission meanwhile.</exception>
    public async Task WriteAsync(
        UserExport what,
        UserKeys keys,
        Stream stream,
        QueryContext context,
        Action<int> onProgress,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var zone =
            what.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var known)
                ? known
                : TimeZoneInfo.Utc;
        var columns = what
            .Columns.Select(key =>
                UserColumns.Find(key) ?? throw new ArgumentException($"There is no column “{key}”.", nameof(what))
            )
            .ToArray();
        var values = new string?[columns.Length];
        var written = 0;
        // Programs read JSON, so its names are the keys, which stay when a title is put in better words.
        await using var writer = TableWriters.Create(
            what.Format,
            stream,
            [.. columns.Select(column => what.Format == TableFormat.JsonLines ? column.Key : column.Title)]
        );
        for (var offset = 0; offset < keys.Count; offset += ListUsers.MostRows)
        {
            var page = await queries.AskAsync(
                new ListUsersByKey(keys.Part(offset, ListUsers.MostRows)),
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
