using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Bulk.Commands;

/// <summary>
/// Records the results for the next users of a bulk action, and ends it after the last user or when it is being
/// cancelled. Sent by the runner.
/// </summary>
/// <param name="BatchId">Key of the bulk action.</param>
/// <param name="From">How many users were recorded before.</param>
/// <param name="Items">The results for the next users, in order; empty if the action only ends.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record RecordBulkProgress(string BatchId, int From, IReadOnlyList<BulkItemDone> Items) : ICommand;

internal sealed class RecordBulkProgressValidator : AbstractValidator<RecordBulkProgress>
{
    public RecordBulkProgressValidator()
    {
        RuleFor(command => command.BatchId).MustBeId();
        RuleFor(command => command.Items)
            .Must(items => items is { Count: <= BulkRunUsers.Size })
            .Coded("bulk.items-invalid", "Record at most 1,000 users at once.");
    }
}

internal sealed class RecordBulkProgressHandler(WriteContext context) : ICommandHandler<RecordBulkProgress>
{
    public async Task<CommandResult> Handle(RecordBulkProgress request, CancellationToken cancellationToken)
    {
        if (await context.BulkRuns.FindAsync([request.BatchId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(BulkErrors.NotFound);
        }

        if (run.IsOver || run.Done != request.From)
        {
            return CommandResult.Refused(BulkErrors.OutOfStep);
        }

        run.Record(request.Items);
        return CommandResult.Done;
    }
}
