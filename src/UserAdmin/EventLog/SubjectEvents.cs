using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Storage;

namespace UserAdmin.EventLog;

/// <summary>
/// Reads the events of one subject, for commands that need them. It skips set-aside events, because they may be
/// unreadable.
/// </summary>
internal static class SubjectEvents
{
    private static readonly Func<WriteContext, IAsyncEnumerable<string>> _setAside = PerModel.Of(() =>
        EF.CompileAsyncQuery(
            (WriteContext context) =>
                context
                    .Set<EventRecord>()
                    .Where(row => row.SubjectId == LogSubject.Id && row.Type == nameof(EventSetAside))
                    .Select(row => row.Payload)
        )
    );

    private static readonly Func<WriteContext, string, long, CancellationToken, Task<bool>> _any = PerModel.Of(() =>
        EF.CompileAsyncQuery(
            (WriteContext context, string subjectId, long position, CancellationToken _) =>
                context.Set<EventRecord>().Any(row => row.SubjectId == subjectId && row.Position > position)
        )
    );

    private static readonly Func<WriteContext, string, long, IAsyncEnumerable<EventRecord>> _since = PerModel.Of(() =>
        EF.CompileAsyncQuery(
            (WriteContext context, string subjectId, long position) =>
                context
                    .Set<EventRecord>()
                    .AsNoTracking()
                    .Where(row => row.SubjectId == subjectId && row.Position > position)
                    .OrderBy(row => row.Position)
                    .AsQueryable()
        )
    );

    /// <summary>Reads the events of a subject after a position, oldest first.</summary>
    /// <param name="context">The log.</param>
    /// <param name="subjectId">Id of the subject.</param>
    /// <param name="position">Position of the last event that is already known.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="type">The one type to read; null for all.</param>
    /// <exception cref="UnreadableEventException">An event that was not set aside cannot be read.</exception>
    public static async IAsyncEnumerable<(EventRecord Record, IEvent Event)> SinceAsync(
        WriteContext context,
        string subjectId,
        long position,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        string? type = null
    )
    {
        // Nearly always none; then nothing can be set aside either.
        if (!await _any(context, subjectId, position, cancellationToken))
        {
            yield break;
        }

        // Nearly always empty; the compiled query is then sufficient.
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
        await foreach (
            var opened in OpenedAsync(
                context,
                type is null ? records : records.Where(record => record.Type == type),
                cancellationToken
            )
        )
        {
            yield return opened;
        }
    }

    /// <summary>
    /// Returns the position of the last event of any of the subjects that happened at a moment or before, or 0. Events
    /// of one moment are all included.
    /// </summary>
    /// <param name="context">The log.</param>
    /// <param name="subjectIds">The subjects, some thousands at most.</param>
    /// <param name="at">The moment.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<long> LastAtAsync(
        WriteContext context,
        IReadOnlyList<string> subjectIds,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        await context
            .EventLog.Where(row => EF.Parameter(subjectIds).Contains(row.SubjectId) && row.At <= at)
            .MaxAsync(row => (long?)row.Position, cancellationToken)
        ?? 0;

    /// <summary>Reads all events of several subjects up to a position; those of each subject oldest first.</summary>
    /// <param name="context">The log.</param>
    /// <param name="subjectIds">The subjects, some thousands at most.</param>
    /// <param name="until">Position of the last event to read.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="UnreadableEventException">An event that was not set aside cannot be read.</exception>
    public static async IAsyncEnumerable<(EventRecord Record, IEvent Event)> OfAsync(
        WriteContext context,
        IReadOnlyList<string> subjectIds,
        long until,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var setAside = await SetAsideAsync(context, cancellationToken);
        var records = context
            .EventLog.AsNoTracking()
            .Where(row => EF.Parameter(subjectIds).Contains(row.SubjectId) && row.Position <= until)
            .OrderBy(row => row.Position)
            .AsAsyncEnumerable();
        await foreach (
            var opened in OpenedAsync(
                context,
                records.Where(record => Array.IndexOf(setAside, record.Position) < 0),
                cancellationToken
            )
        )
        {
            yield return opened;
        }
    }

    private static async IAsyncEnumerable<(EventRecord Record, IEvent Event)> OpenedAsync(
        WriteContext context,
        IAsyncEnumerable<EventRecord> records,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // Read to the end first: a connection answers one query at a time, and the keys are another.
        foreach (
            var opened in await EventKeys.OpenAsync(
                context,
                await records.ToListAsync(cancellationToken),
                cancellationToken
            )
        )
        {
            yield return opened;
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
                // The event was tampered with; LogReader ignores it too.
            }
        }

        return [.. positions];
    }
}
