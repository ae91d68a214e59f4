using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.EventLog;

/// <summary>Queries on the log that nearly every command runs, compiled once.</summary>
internal static class LogQueries
{
    public static readonly Func<WriteContext, string, CancellationToken, Task<ProcessedCommand?>> ProcessedCommand =
        PerModel.Of(() =>
            EF.CompileAsyncQuery(
                (WriteContext context, string commandId, CancellationToken _) =>
                    context.Set<ProcessedCommand>().AsNoTracking().SingleOrDefault(row => row.CommandId == commandId)
            )
        );

    /// <summary>
    /// Returns whether the event at a position was written by the command. The position of a command that changed
    /// nothing is the end of the log at that time.
    /// </summary>
    public static readonly Func<WriteContext, long, string, CancellationToken, Task<bool>> HasEvent = PerModel.Of(() =>
        EF.CompileAsyncQuery(
            (WriteContext context, long position, string commandId, CancellationToken _) =>
                context.Set<EventRecord>().Any(row => row.Position == position && row.CommandId == commandId)
        )
    );

    private static readonly Func<WriteContext, string, CancellationToken, Task<bool>> _subjectKnown = PerModel.Of(() =>
        EF.CompileAsyncQuery(
            (WriteContext context, string subjectId, CancellationToken _) =>
                context.Set<EventRecord>().Any(row => row.SubjectId == subjectId)
        )
    );

    /// <summary>Returns whether the log contains any event of any of the subjects.</summary>
    public static Task<bool> AnySubjectKnown(
        WriteContext context,
        IReadOnlyList<string> subjectIds,
        CancellationToken cancellationToken
    ) =>
        subjectIds switch
        {
            [] => Task.FromResult(false),
            [var subjectId] => _subjectKnown(context, subjectId, cancellationToken),
            // A compiled query cannot take a list as one parameter.
            _ => context.EventLog.AnyAsync(row => EF.Parameter(subjectIds).Contains(row.SubjectId), cancellationToken),
        };
}
