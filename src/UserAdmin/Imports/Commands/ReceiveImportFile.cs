using FluentValidation;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;

namespace UserAdmin.Imports.Commands;

/// <summary>
/// Begins an import with a file that was received. Sent by <see cref="IImportFiles"/> once the file is on disk; it is
/// then read in the background.
/// </summary>
/// <param name="ImportId">Key of the new import, made by the sender: a UUID v7 as lower-case text.</param>
/// <param name="FileName">The file's original name, 1 to 255 characters; it is shown, and never used as a path.</param>
/// <param name="Bytes">Size of the file in bytes.</param>
[Permission(Permissions.UsersImport)]
public sealed record ReceiveImportFile(string ImportId, string FileName, long Bytes) : ICommand;

internal sealed class ReceiveImportFileValidator : AbstractValidator<ReceiveImportFile>
{
    public ReceiveImportFileValidator()
    {
        RuleFor(command => command.ImportId).MustBeNewId();
        RuleFor(command => command.FileName)
            .Must(name => !string.IsNullOrWhiteSpace(name) && name.Length <= 255 && UserText.IsSafe(name))
            .Coded(
                "imports.file-name-invalid",
                "Give the file a name of at most 255 characters without control characters."
            );
    }
}

internal sealed class ReceiveImportFileHandler(
    WriteContext context,
    CurrentMessage current,
    UnitOfWork unitOfWork,
    ImportSignal signal,
    TimeProvider time
) : ICommandHandler<ReceiveImportFile>
{
    public async Task<CommandResult> Handle(ReceiveImportFile request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not null)
        {
            return CommandResult.Refused(ImportErrors.IdTaken);
        }

        var run = new ImportRun
        {
            ImportId = request.ImportId,
            ActorId = current.Context.Actor.Id,
            FileName = request.FileName.Trim(),
            ReceivedAt = time.GetUtcNow(),
        };
        context.Add(ImportRun.Receive(run, request.Bytes));
        unitOfWork.AfterCommit(signal.Wake);
        return CommandResult.Done;
    }
}
