using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Imports.Commands;

/// <summary>
/// Deletes the rows of an import, and so the personal data in them, from disk. The changes that the import made, and
/// their events in the log, stay.
/// </summary>
/// <param name="ImportId">Key of the import.</param>
[Permission(Permissions.UsersImport)]
public sealed record DeleteImportRows(string ImportId) : ICommand;

internal sealed class DeleteImportRowsValidator : AbstractValidator<DeleteImportRows>
{
    public DeleteImportRowsValidator() => RuleFor(command => command.ImportId).MustBeId();
}

internal sealed class DeleteImportRowsHandler(WriteContext context, UnitOfWork unitOfWork, IImportStorage storage)
    : ICommandHandler<DeleteImportRows>
{
    public async Task<CommandResult> Handle(DeleteImportRows request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(ImportErrors.NotFound);
        }

        if (run.IsAtWork)
        {
            return CommandResult.Refused(ImportErrors.Busy);
        }

        if (!run.IsOver)
        {
            // Without its rows the import cannot continue.
            run.Cancel();
        }

        run.DeleteRows();
        unitOfWork.AfterCommit(() => storage.Delete(run.ImportId));
        return CommandResult.Done;
    }
}
