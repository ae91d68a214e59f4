using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Imports.Commands;

/// <summary>Ends an import in any state. Changes that were already applied stay.</summary>
/// <param name="ImportId">Key of the import.</param>
[Permission(Permissions.UsersImport)]
public sealed record CancelImport(string ImportId) : ICommand;

internal sealed class CancelImportValidator : AbstractValidator<CancelImport>
{
    public CancelImportValidator() => RuleFor(command => command.ImportId).MustBeId();
}

internal sealed class CancelImportHandler(WriteContext context, UnitOfWork unitOfWork, IImportStorage storage)
    : ICommandHandler<CancelImport>
{
    public async Task<CommandResult> Handle(CancelImport request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(ImportErrors.NotFound);
        }

        if (run.IsOver)
        {
            return CommandResult.Refused(ImportErrors.Over);
        }

        run.Cancel();
        unitOfWork.AfterCommit(() => storage.DeleteUpload(run.ImportId));
        return CommandResult.Done;
    }
}
