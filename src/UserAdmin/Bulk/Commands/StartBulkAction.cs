using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Bulk.Commands;

/// <summary>
/// Starts an action on many users, in the background and in the sender's name. Each user is changed by the command for
/// one user, with the permissions that the sender has at that time. Also needs the permission of that command.
/// </summary>
/// <param name="BatchId">Key of the new bulk action, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="Action">What to do.</param>
/// <param name="UserIds">Keys of 1 to 100,000 users, each once; the same users that the preview showed.</param>
[Permission(Permissions.UsersRead)]
public sealed record StartBulkAction(string BatchId, BulkAction Action, IReadOnlyList<string> UserIds) : ICommand
{
    /// <summary>The largest number of users of one bulk action.</summary>
    public const int MostUsers = 100_000;

    /// <summary>The role to assign or remove; null for other actions.</summary>
    public string? RoleId { get; init; }

    /// <summary>Until when to lock; null for other actions.</summary>
    public DateTimeOffset? LockUntil { get; init; }

    /// <summary>Leaves out the ids, because nobody reads a list of up to 100,000.</summary>
    public override string ToString() =>
        $"{nameof(StartBulkAction)} {{ BatchId = {BatchId}, Action = {Action}, Users = {UserIds.Count} }}";
}

internal sealed class StartBulkActionValidator : AbstractValidator<StartBulkAction>
{
    public StartBulkActionValidator()
    {
        RuleFor(command => command.BatchId).MustBeNewId();
        RuleFor(command => command.Action)
            .Must(BulkActions.All.Contains)
            .Coded(BulkErrors.ActionUnknown.Code, BulkErrors.ActionUnknown.Message);
        RuleFor(command => command.UserIds)
            .Must(ids => ids is { Count: >= 1 and <= StartBulkAction.MostUsers })
            .Coded("bulk.users-invalid", "Choose 1 to 100,000 users.")
            .Must(ids =>
                ids is null || ids.All(id => !string.IsNullOrWhiteSpace(id) && id.Length <= 450 && !id.Contains('\n'))
            )
            .Coded("id.missing", "Say which users: an id is missing or invalid.")
            .Must(ids => ids is null || new HashSet<string>(ids).Count == ids.Count)
            .Coded("bulk.users-repeated", "Name each user once.");
        RuleFor(command => command.RoleId)
            .Must((command, roleId) => BulkActions.NeedsRole(command.Action) == !string.IsNullOrWhiteSpace(roleId))
            .Coded("bulk.role-missing", "Say which role to give or take, and name no role for other actions.");
        RuleFor(command => command.LockUntil)
            .Must((command, until) => (command.Action == BulkAction.Lock) == until is not null)
            .Coded("bulk.lock-until-missing", "Say until when to lock, and give no time for other actions.");
    }
}

internal sealed class StartBulkActionHandler(
    WriteContext context,
    RoleGranting granting,
    CurrentMessage current,
    UnitOfWork unitOfWork,
    BulkSignal signal,
    TimeProvider time
) : ICommandHandler<StartBulkAction>
{
    public async Task<CommandResult> Handle(StartBulkAction request, CancellationToken cancellationToken)
    {
        var permission = BulkActions.PermissionOf(request.Action);
        if (!current.Access.Permissions.Contains(permission))
        {
            return CommandResult.Refused(MessagingErrors.NotPermitted(permission));
        }

        if (await context.BulkRuns.FindAsync([request.BatchId], cancellationToken) is not null)
        {
            return CommandResult.Refused(BulkErrors.IdTaken);
        }

        Role? role = null;
        if (request.RoleId is not null)
        {
            (role, var refusal) = await granting.FindAsync(request.RoleId, cancellationToken);
            if (role is null)
            {
                return CommandResult.Refused(refusal!);
            }
        }

        var now = time.GetUtcNow();
        if (request.LockUntil is { } until && !UserMoments.IsAhead(until, time))
        {
            return CommandResult.Refused(UserErrors.NotInTheFuture with { Field = nameof(request.LockUntil) });
        }

        var run = new BulkRun
        {
            BatchId = request.BatchId,
            ActorId = current.Context.Actor.Id,
            Action = request.Action,
            RoleId = request.RoleId,
            LockUntil = request.LockUntil,
            Reason = current.Context.Reason,
            Total = request.UserIds.Count,
            StartedAt = now,
        };
        context.Add(BulkRun.Start(run, role?.Name));
        context.AddRange(BulkRunUsers.Of(request.BatchId, BulkActions.InOrder(request.UserIds, current.Context.Actor)));
        unitOfWork.AfterCommit(signal.Wake);
        return CommandResult.Done;
    }
}
