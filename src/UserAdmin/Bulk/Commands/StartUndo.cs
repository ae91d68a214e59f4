using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Commands;

namespace UserAdmin.Bulk.Commands;

/// <summary>
/// Starts to undo changes of many accounts, in the background and in the sender's name, as a bulk action with progress
/// and report. Each account is changed by <see cref="UndoUserChanges"/>, with the permissions that the sender has at
/// that time. Refused without a reason.
/// </summary>
/// <param name="BatchId">Key of the new batch, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="Accounts">1 to 10,000 accounts, each once, with the events that the preview showed.</param>
[Permission(Permissions.UsersRead)]
public sealed record StartUndo(string BatchId, IReadOnlyList<UndoEvents> Accounts) : ICommand
{
    /// <summary>Key of the batch that is undone; null if the events were chosen in another way.</summary>
    public string? Undoes { get; init; }

    /// <summary>Leaves out the accounts, because nobody reads a list of up to 10,000.</summary>
    public override string ToString() =>
        $"{nameof(StartUndo)} {{ BatchId = {BatchId}, Accounts = {Accounts.Count}, Undoes = {Undoes} }}";
}

internal sealed class StartUndoValidator : AbstractValidator<StartUndo>
{
    public StartUndoValidator()
    {
        RuleFor(command => command.BatchId).MustBeNewId();
        RuleFor(command => command.Accounts)
            .Must(accounts => accounts is { Count: >= 1 and <= UndoSelection.MostAccounts })
            .Coded("undo.accounts-invalid", "Choose changes of 1 to 10,000 accounts.")
            .Must(accounts =>
                accounts is null
                || accounts.All(account =>
                    account is { UserId: { Length: > 0 and <= 450 } id, Positions.Count: > 0 }
                    && !string.IsNullOrWhiteSpace(id)
                    && !id.Contains('\n')
                )
            )
            .Coded("id.missing", "Say which accounts and which events: an id or its events are missing.")
            .Must(accounts =>
                accounts is null || accounts.Sum(account => account?.Positions?.Count ?? 0) <= UndoSelection.MostEvents
            )
            .Coded(UndoErrors.TooMany.Code, UndoErrors.TooMany.Message)
            .Must(accounts =>
                accounts is null || accounts.DistinctBy(account => account?.UserId).Count() == accounts.Count
            )
            .Coded("bulk.users-repeated", "Name each user once.");
        RuleFor(command => command.Undoes)
            .Must(id => id is null or { Length: > 0 and <= 450 })
            .Coded("id.missing", "Say which batch: its id is missing.");
    }
}

internal sealed class StartUndoHandler(
    WriteContext context,
    CurrentMessage current,
    UnitOfWork unitOfWork,
    BulkSignal signal,
    TimeProvider time
) : ICommandHandler<StartUndo>
{
    public async Task<CommandResult> Handle(StartUndo request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(current.Context.Reason))
        {
            return CommandResult.Refused(UndoErrors.ReasonMissing);
        }

        if (await context.BulkRuns.FindAsync([request.BatchId], cancellationToken) is not null)
        {
            return CommandResult.Refused(BulkErrors.IdTaken);
        }

        var actor = current.Context.Actor;
        var run = new BulkRun
        {
            BatchId = request.BatchId,
            ActorId = actor.Id,
            Action = BulkAction.Undo,
            Reason = current.Context.Reason,
            Total = request.Accounts.Count,
            StartedAt = time.GetUtcNow(),
        };
        context.Add(BulkRun.Start(run, roleName: null, request.Undoes));
        // The actor last, because the undo may take away a permission that it needs.
        context.AddRange(
            BulkRunUsers.Of(request.BatchId, request.Accounts.OrderBy(account => account.UserId == actor.Id))
        );
        unitOfWork.AfterCommit(signal.Wake);
        return CommandResult.Done;
    }
}
