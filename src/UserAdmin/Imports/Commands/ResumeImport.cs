using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Imports.Commands;

/// <summary>
/// Resumes an import that was paused or has failed, at the row where it stopped. From then on it runs in the sender's
/// name. Also needs the permissions for what the import does.
/// </summary>
/// <param name="ImportId">Key of the import.</param>
[Permission(Permissions.UsersImport)]
public sealed record ResumeImport(string ImportId) : ICommand;

internal sealed class ResumeImportValidator : AbstractValidator<ResumeImport>
{
    public ResumeImportValidator() => RuleFor(command => command.ImportId).MustBeId();
}

internal sealed class ResumeImportHandler(
    WriteContext context,
    ImportGranting granting,
    CurrentMessage current,
    UnitOfWork unitOfWork,
    ImportSignal signal
) : ICommandHandler<ResumeImport>
{
    public async Task<CommandResult> Handle(ResumeImport request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(ImportErrors.NotFound);
        }

        if (
            run.IsDeleted
            || !(
                run.Status is ImportStatus.Running or ImportStatus.Paused
                || (run.Status == ImportStatus.Failed && run.CanResume)
            )
        )
        {
            return CommandResult.Refused(
                run.IsDeleted ? ImportErrors.FilesGone
                : run.IsOver ? ImportErrors.Over
                : ImportErrors.OutOfStep
            );
        }

        if (run.Chosen is { } options && (await granting.FindAsync(options, cancellationToken)).Refusal is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }

        run.Resume(current.Context.Actor.Id);
        unitOfWork.AfterCommit(signal.Wake);
        return CommandResult.Done;
    }
}
