using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account.Commands;

/// <summary>Records when sessions were last used, and deletes expired ones.</summary>
/// <param name="Sessions">At most 1,000 sessions.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record RecordSessionsSeen(IReadOnlyList<SeenSession> Sessions) : ICommand
{
    /// <summary>The maximum number of sessions in one command, so that the event stays readable.</summary>
    internal const int MostSessions = 1000;
}

internal sealed class RecordSessionsSeenValidator : AbstractValidator<RecordSessionsSeen>
{
    public RecordSessionsSeenValidator() =>
        RuleFor(command => command.Sessions)
            .Must(sessions => sessions is { Count: <= RecordSessionsSeen.MostSessions })
            .Coded("sessions.too-many", "Name at most 1,000 sessions.");
}

internal sealed class RecordSessionsSeenHandler(WriteContext context, TimeProvider time)
    : ICommandHandler<RecordSessionsSeen>
{
    public async Task<CommandResult> Handle(RecordSessionsSeen request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await context.UserSessions.Where(session => session.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        await context.AccountLinks.Where(link => link.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        var refs = request.Sessions.Select(seen => seen.SessionRef).ToList();
        var sessions = await context
            .UserSessions.Where(session => refs.Contains(session.Ref))
            .ToListAsync(cancellationToken);
        var still = sessions.Select(session => session.Ref).ToHashSet();
        var seen = request
            .Sessions.Where(session => still.Contains(session.SessionRef))
            .Select(session => new SessionSeen(session.SessionRef, session.UserId, session.At))
            .ToList();
        if (seen.Count > 0)
        {
            // One event for all sessions; it does not matter which of them records it.
            sessions[0].Events.Add(new SessionsSeen(seen));
        }

        return CommandResult.Done;
    }
}
