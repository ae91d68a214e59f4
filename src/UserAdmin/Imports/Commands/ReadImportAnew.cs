using FluentValidation;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Tables;
using UserAdmin.Text;

namespace UserAdmin.Imports.Commands;

/// <summary>
/// Reads the file of an import once more, in another encoding, from another sheet, or with other rows. The mapping
/// and the preview are discarded. It works only until the import is started, and not if the file held passwords,
/// because such a file is not kept.
/// </summary>
/// <param name="ImportId">Key of the import.</param>
/// <param name="Choice">How to read it.</param>
[Permission(Permissions.UsersImport)]
public sealed record ReadImportAnew(string ImportId, TableChoice Choice) : ICommand;

internal sealed class ReadImportAnewValidator : AbstractValidator<ReadImportAnew>
{
    public ReadImportAnewValidator()
    {
        RuleFor(command => command.ImportId).MustBeId();
        RuleFor(command => command.Choice)
            .NotNull()
            .Coded("imports.choice-missing", "Say how the file is to be read.")
            .Must(choice => choice?.Encoding is null || TableEncodings.Find(choice.Encoding) is not null)
            .Coded("imports.encoding-unknown", "Choose one of the encodings in the list.")
            .Must(choice => choice?.TitleRow is null or (>= 0 and <= 1000))
            .Coded(
                "imports.title-row-invalid",
                "The row with the titles must be one of the first 1,000, or 0 if there is none."
            )
            .Must(choice => choice?.Sheet is null or { Length: <= 255 })
            .Coded("imports.sheet-unknown", "Choose one of the sheets of the file.");
    }
}

/// <summary>
/// Tries to read the file before anything is discarded, so that a sheet without rows leaves the import as it is.
/// </summary>
internal sealed class ReadImportAnewPreparation(WriteContext context, IImportStorage storage)
    : IPreparation<ReadImportAnew>
{
    public async Task<Error?> PrepareAsync(ReadImportAnew command, CancellationToken cancellationToken)
    {
        if (!await context.ImportRuns.AnyAsync(run => run.ImportId == command.ImportId, cancellationToken))
        {
            return ImportErrors.NotFound;
        }

        if (!storage.HasUpload(command.ImportId))
        {
            return ImportErrors.FileGone;
        }

        try
        {
            using var reader = TableFiles.Open(
                storage.OpenUpload(command.ImportId),
                command.Choice,
                ImportGuess.IsTitle
            );
            return reader.Read() ? null
                : reader.Description.HiddenRows is > 0 and var hidden ? TableErrors.AllHidden(hidden)
                : ImportErrors.NoRowsThere;
        }
        catch (UnreadableTableException unreadable)
        {
            return unreadable.Error;
        }
    }
}

internal sealed class ReadImportAnewHandler(
    WriteContext context,
    CurrentMessage current,
    UnitOfWork unitOfWork,
    ImportSignal signal
) : ICommandHandler<ReadImportAnew>
{
    public async Task<CommandResult> Handle(ReadImportAnew request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(ImportErrors.NotFound);
        }

        if (run.IsDeleted || run.Status is not (ImportStatus.Ready or ImportStatus.Previewed))
        {
            return CommandResult.Refused(
                run.IsDeleted ? ImportErrors.FilesGone
                : run.IsOver ? ImportErrors.Over
                : ImportErrors.OutOfStep
            );
        }

        run.ReadAnew(request.Choice, current.Context.Actor.Id);
        unitOfWork.AfterCommit(signal.Wake);
        return CommandResult.Done;
    }
}
