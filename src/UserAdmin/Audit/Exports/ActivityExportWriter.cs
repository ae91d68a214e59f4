using System.Globalization;
using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Audit.Exports;

/// <summary>
/// Writes events as a table, newest first, page by page through the query bus: what the person may not see of others is
/// not in the file either. Events that are recorded meanwhile are not in it.
/// </summary>
public sealed class ActivityExportWriter(IQueryBus queries)
{
    /// <summary>Titles of the columns of a CSV file, and their names in JSON Lines.</summary>
    private static readonly (string Title, string Name)[] _columns =
    [
        ("Event", "position"),
        ("Time", "at"),
        ("By", "actor"),
        ("By, id", "actorId"),
        ("On", "subject"),
        ("On, id", "subjectId"),
        ("What", "what"),
        ("Type", "type"),
        ("Changes", "changes"),
        ("Reason", "reason"),
        ("Batch", "batch"),
        ("Address", "address"),
        ("Refused", "refused"),
    ];

    /// <summary>Writes the whole file.</summary>
    /// <param name="what">What is exported.</param>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="context">The person who exports.</param>
    /// <param name="onProgress">Called with the number of events written so far, after each page.</param>
    /// <param name="cancellationToken">Cancels the export; the file is then incomplete.</param>
    /// <exception cref="UnauthorizedAccessException">The person lost the permission during the export.</exception>
    public async Task WriteAsync(
        ActivityExport what,
        Stream stream,
        QueryContext context,
        Action<int> onProgress,
        CancellationToken cancellationToken
    )
    {
        var zone =
            what.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var known)
                ? known
                : TimeZoneInfo.Utc;
        await using var writer = TableWriters.Create(
            what.Format,
            stream,
            [.. _columns.Select(column => what.Format == TableFormat.JsonLines ? column.Name : column.Title)],
            [.. _columns.Select(column => column.Name == "position")]
        );
        var written = 0;
        for (long? before = null; ; )
        {
            var page = await queries.AskAsync(
                new GetActivity(what.Search, before, Take: GetActivity.Most),
                context,
                cancellationToken
            );
            var events = page.Value ?? throw new UnauthorizedAccessException(page.Refusal?.Message);
            foreach (var row in events.Items)
            {
                await writer.WriteAsync(Values(row, zone), cancellationToken);
            }

            onProgress(written += events.Items.Count);
            if (!events.HasMore && events.SearchedTo is null)
            {
                break;
            }

            before = events.SearchedTo ?? events.Items[^1].Position;
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private static string?[] Values(HistoryRow row, TimeZoneInfo zone) =>
        [
            row.Position.ToString(CultureInfo.InvariantCulture),
            TimeZoneInfo.ConvertTime(row.At, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            row.ActorName,
            row.ActorId,
            row.SubjectName,
            row.SubjectId,
            row.What,
            row.EventType,
            row.Changes.Count == 0 ? null : string.Join("; ", row.Changes.Select(Change)),
            row.Reason,
            row.BatchId,
            row.IpAddress,
            row.IsRefused ? "yes" : "no",
        ];

    private static string Change(FieldChange change) =>
        (change.From, change.To) switch
        {
            (null, null) => change.Field,
            (null, var to) => $"{change.Field}: {to}",
            (var from, null) => $"{change.Field}: no longer {from}",
            var (from, to) => $"{change.Field}: {from} → {to}",
        };
}
