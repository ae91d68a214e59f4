using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.EventLog;

/// <summary>
/// What the log says of one subject, for commands that have to know: without the events that were set aside, which may
/// be those that nobody can read.
/// </summary>
internal static class SubjectEvents
{
    private static readonly Func<WriteContext, IAsyncEnumerable<string>> _setAside = EF.CompileAsyncQuery(
        (WriteContext context) =>
            context
                .Set<EventRecord>()
                .Where(row => row.SubjectId == LogSubject.Id && row.Type == nameof(EventSetAside))
                .Select(row => row.Payload)
    );

    private static readonly Func<WriteContext, string, long, IAsyncEnumerable<EventRecord>> _since =
        EF.CompileAsyncQuery(
            (WriteContext context, string subjectId, long position) =>
                context
                    .Set<EventRecord>()
                    .AsNoTracking()
                    .Where(row => row.SubjectId == subjectId && row.Position > position)
                    .OrderBy(row => row.Position)
                    .AsQueryable()
        );

    /// <summary>Events of a subject after a position, oldest first.</summary>
    /// <param name="context">The log.</param>
    /// <param name="subjectId">Whose.</param>
    /// <param name="position">The last that is known already.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="type">The one type to read; null for all.</param>
    /// <exception cref="UnreadableEventException">An event that nobody has set aside cannot be read.</exception>
    public static async IAsyncEnumerable<(EventRecord Record, IEvent Event)> SinceAsync(
        WriteContext context,
        string subjectId,
        long position,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        string? type = null
    )
    {
        // Nearly always none, and then the compiled query does.
        var setAside = await SetAsideAsync(context, cancellationToken);
        var records =
            setAside.Length == 0
                ? _since(context, subjectId, position)
                : context
                    .EventLog.AsNoTracking()
                    .Where(row =>
                        row.SubjectId == subjectId
                        && row.Position > position
                        && !EF.Parameter(setAside).Contains(row.Position)
                    )
                    .OrderBy(row => row.Position)
                    .AsAsyncEnumerable();
        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            if (type is null || record.Type == type)
            {
                yield return (record, Decode(record));
            }
        }
    }

    private static IEvent Decode(EventRecord record)
    {
        try
        {
            return EventCodec.Decode(record);
        }
        catch (Exception fault) when (fault is NotSupportedException or JsonException)
        {
            throw new UnreadableEventException(record.Position, fault);
        }
    }

    private static async Task<long[]> SetAsideAsync(WriteContext context, CancellationToken cancellationToken)
    {
        var positions = new List<long>();
        await foreach (var payload in _setAside(context).WithCancellation(cancellationToken))
        {
            try
            {
                positions.Add(EventCodec.Decode<EventSetAside>(payload).EventPosition);
            }
            catch (JsonException)
            {
                // Somebody has changed it; LogReader does not know it either.
            }
        }

        return [.. positions];
    }
}
