using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Imports.Commands;

/// <summary>Records the progress of an import's preview. Sent by the runner.</summary>
/// <param name="ImportId">Key of the import.</param>
/// <param name="Attempt">The number of the configuration that is previewed.</param>
/// <param name="Counts">The verdicts on the rows so far.</param>
/// <param name="SeenPosition">Log position at which the preview began.</param>
/// <param name="IsComplete">Whether all rows were judged.</param>
[Permission(PermissionAttribute.SystemOnly)]
public sealed record RecordImportPreview(
    string ImportId,
    int Attempt,
    ImportCounts Counts,
    long SeenPosition,
    bool IsComplete
) : ICommand;

internal sealed class RecordImportPreviewValidator : AbstractValidator<RecordImportPreview>
{
    public RecordImportPreviewValidator() => RuleFor(command => command.ImportId).MustBeId();
}

internal sealed class RecordImportPreviewHandler(WriteContext context) : ICommandHandler<RecordImportPreview>
{
    public async Task<CommandResult> Handle(RecordImportPreview request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(ImportErrors.NotFound);
        }

        if (run.Status != ImportStatus.Previewing || run.Attempt != request.Attempt)
        {
            return CommandResult.Refused(ImportErrors.OutOfStep);
        }

        if (request.IsComplete)
        {
            run.Preview(request.Counts, request.SeenPosition);
        }
        else
        {
            run.PreviewProgressed(request.Counts);
        }

        return CommandResult.Done;
    }
}
