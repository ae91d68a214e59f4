using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Imports.Commands;

/// <summary>Pauses an import between two chunks of rows. Changes that were already applied stay.</summary>
/// <param name="ImportId">Key of the import.</param>
[Permission(Permissions.UsersImport)]
public sealed record PauseImport(string ImportId) : ICommand;

internal sealed class PauseImportValidator : AbstractValidator<PauseImport>
{
    public PauseImportValidator() => RuleFor(command => command.ImportId).MustBeId();
}

internal sealed class PauseImportHandler(WriteContext context) : ICommandHandler<PauseImport>
{
    public async Task<CommandResult> Handle(PauseImport request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(ImportErrors.NotFound);
        }

        if (run.Status is not (ImportStatus.Running or ImportStatus.Paused))
        {
            return CommandResult.Refused(run.IsOver ? ImportErrors.Over : ImportErrors.OutOfStep);
        }

        run.Pause();
        return CommandResult.Done;
    }
}
