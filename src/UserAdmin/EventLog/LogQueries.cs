using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.EventLog;

/// <summary>Queries on the log that nearly every command asks, compiled once.</summary>
internal static class LogQueries
{
    public static readonly Func<WriteContext, string, CancellationToken, Task<ProcessedCommand?>> ProcessedCommand =
        EF.CompileAsyncQuery(
            (WriteContext context, string commandId, CancellationToken _) =>
                context.Set<ProcessedCommand>().AsNoTracking().SingleOrDefault(row => row.CommandId == commandId)
        );

    /// <summary>
    /// Whether the event at a position is a command's own: one that changed nothing stands at what was the log's end.
    /// </summary>
    public static readonly Func<WriteContext, long, string, CancellationToken, Task<bool>> HasEvent =
        EF.CompileAsyncQuery(
            (WriteContext context, long position, string commandId, CancellationToken _) =>
                context.Set<EventRecord>().Any(row => row.Position == position && row.CommandId == commandId)
        );

    /// <summary>Whether the log has ever spoken of a subject.</summary>
    public static readonly Func<WriteContext, string, CancellationToken, Task<bool>> SubjectKnown =
        EF.CompileAsyncQuery(
            (WriteContext context, string subjectId, CancellationToken _) =>
                context.Set<EventRecord>().Any(row => row.SubjectId == subjectId)
        );
}
