using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Users;

namespace UserAdmin.Storage;

/// <summary>Queries that nearly every command asks, compiled once.</summary>
internal static class CompiledQueries
{
    public static readonly Func<WriteContext, string, CancellationToken, Task<ProcessedCommand?>> ProcessedCommand =
        EF.CompileAsyncQuery(
            (WriteContext context, string commandId, CancellationToken _) =>
                context.ProcessedCommands.AsNoTracking().SingleOrDefault(row => row.CommandId == commandId)
        );

    /// <summary>
    /// Whether the event at a position is a command's own: one that changed nothing stands at what was the log's end.
    /// </summary>
    public static readonly Func<WriteContext, long, string, CancellationToken, Task<bool>> HasEvent =
        EF.CompileAsyncQuery(
            (WriteContext context, long position, string commandId, CancellationToken _) =>
                context.EventLog.Any(row => row.Position == position && row.CommandId == commandId)
        );

    /// <summary>A user with its profile, tracked.</summary>
    public static readonly Func<WriteContext, string, CancellationToken, Task<User?>> User = EF.CompileAsyncQuery(
        (WriteContext context, string userId, CancellationToken _) =>
            context.Users.Include(user => user.Profile).SingleOrDefault(user => user.Id == userId)
    );

    /// <summary>Whether another user has the email.</summary>
    public static readonly Func<WriteContext, string, string, CancellationToken, Task<bool>> EmailTaken =
        EF.CompileAsyncQuery(
            (WriteContext context, string normalizedEmail, string exceptUserId, CancellationToken _) =>
                context.Users.Any(user => user.NormalizedEmail == normalizedEmail && user.Id != exceptUserId)
        );

    /// <summary>Whether another user has the user name.</summary>
    public static readonly Func<WriteContext, string, string, CancellationToken, Task<bool>> UserNameTaken =
        EF.CompileAsyncQuery(
            (WriteContext context, string normalizedUserName, string exceptUserId, CancellationToken _) =>
                context.Users.Any(user => user.NormalizedUserName == normalizedUserName && user.Id != exceptUserId)
        );

    /// <summary>Whether the log has ever spoken of a subject.</summary>
    public static readonly Func<WriteContext, string, CancellationToken, Task<bool>> SubjectKnown =
        EF.CompileAsyncQuery(
            (WriteContext context, string subjectId, CancellationToken _) =>
                context.EventLog.Any(row => row.SubjectId == subjectId)
        );
}
