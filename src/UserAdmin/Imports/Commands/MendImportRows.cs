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
/// Corrects cells of an import's rows, and starts a preview of all rows in the background: what one row has, another
/// may no longer take. It works once the preview is complete and until the import is started. The file itself stays as
/// it is, so reading it anew discards the corrections.
/// </summary>
/// <param name="ImportId">Key of the import.</param>
/// <param name="Cells">The cells, 1 to <see cref="MostCells"/>. Each is named once, and in a column that is imported
/// and does not hold password hashes or secrets; those can only be emptied.</param>
[Permission(Permissions.UsersImport)]
public sealed record MendImportRows(string ImportId, IReadOnlyList<MendedCell> Cells) : ICommand
{
    /// <summary>How many cells can be corrected at once.</summary>
    public const int MostCells = 1000;
}

internal sealed class MendImportRowsValidator : AbstractValidator<MendImportRows>
{
    public MendImportRowsValidator()
    {
        RuleFor(command => command.ImportId).MustBeId();
        RuleFor(command => command.Cells)
            .Must(cells => cells is { Count: >= 1 and <= MendImportRows.MostCells })
            .Coded("imports.mended-invalid", "Correct at least one and at most 1,000 cells at once.")
            .Must(cells => cells?.DistinctBy(cell => (cell.Row, cell.Column)).Count() == cells?.Count)
            .Coded("imports.mended-twice", "Correct each cell only once.")
            .Must(cells => cells?.All(cell => IsStorable(cell.Value)) is not false)
            .Coded(
                "imports.mended-unreadable",
                "A value can have at most 32,767 characters, and none that cannot be stored. Correct or shorten it."
            );
    }

    private static bool IsStorable(string? value) =>
        value is null || (value.Length <= TableLimits.ValueLength && UserText.IsReadable(value));
}

/// <summary>Refuses cells that the file does not have.</summary>
internal sealed class MendImportRowsPreparation(IImportStorage storage) : IPreparation<MendImportRows>
{
    public Task<Error?> PrepareAsync(MendImportRows command, CancellationToken cancellationToken)
    {
        if (storage.OpenRows(command.ImportId) is not { } staged)
        {
            return Task.FromResult<Error?>(null);
        }

        using var rows = staged;
        return Task.FromResult(
            command.Cells.Select(cell => cell.Row).Distinct().All(rows.Has) ? null : ImportErrors.NoSuchCell
        );
    }
}

internal sealed class MendImportRowsHandler(
    WriteContext context,
    CurrentMessage current,
    UnitOfWork unitOfWork,
    ImportSignal signal
) : ICommandHandler<MendImportRows>
{
    public async Task<CommandResult> Handle(MendImportRows request, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.FindAsync([request.ImportId], cancellationToken) is not { } run)
        {
            return CommandResult.Refused(ImportErrors.NotFound);
        }

        if (run.IsDeleted || run is not { Status: ImportStatus.Previewed, Chosen: { } options })
        {
            return CommandResult.Refused(
                run.IsDeleted ? ImportErrors.FilesGone
                : run.IsOver ? ImportErrors.Over
                : ImportErrors.OutOfStep
            );
        }

        if (!request.Cells.All(options.Takes))
        {
            return CommandResult.Refused(ImportErrors.NoSuchCell);
        }

        run.Mend(request.Cells, current.Context.Actor.Id);
        unitOfWork.AfterCommit(signal.Wake);
        return CommandResult.Done;
    }
}
