using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Imports.Commands;

/// <summary>
/// Applies the rows that the preview accepted, in the background and in the sender's name. Also needs the permissions
/// for what the import does.
/// </summary>
/// <param name="ImportId">Key of the import.</param>
/// <param name="ChangesHolders">Whether the sender confirms that accounts with permissions are changed. If the import
/// has such rows and this is false, the command is refused.</param>
[Permission(Permissions.UsersImport)]
public sealed record StartImport(string ImportId, bool ChangesHolders = false) : ICommand;

internal sealed class StartImportValidator : AbstractValidator<StartImport>
{
    public StartImportValidator() => RuleFor(command => command.ImportId).MustBeId();
}

internal sealed class StartImportHandler(
    WriteContext context,
    ImportGranting granting,
    CurrentMessage current,
    UnitOfWork unitOfWork,
    ImportSignal signal,
    IImportStorage storage
) : ICommandHandler<StartImport>
{
    public async Task<CommandResult> Handle(StartImport request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(ImportErrors.NotFound);
        }

        if (run.IsDeleted || run.Status != ImportStatus.Previewed)
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

        if (!request.ChangesHolders && HolderRows(run.ImportId) is > 0 and var rows)
        {
            return CommandResult.Refused(ImportErrors.HoldersUnconfirmed(rows));
        }

        run.Start(current.Context.Actor.Id, current.Context.Reason, request.ChangesHolders);
        unitOfWork.AfterCommit(() => storage.DeleteUpload(run.ImportId));
        unitOfWork.AfterCommit(signal.Wake);
        return CommandResult.Done;
    }

    private int HolderRows(string importId)
    {
        if (storage.OpenRows(importId) is not { } staged)
        {
            return 0;
        }

        using var rows = staged;
        return rows.Count(ImportVerdict.Update, null, holdersOnly: true);
    }
}
