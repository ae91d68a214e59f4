using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Imports.Commands;

/// <summary>
/// Applies the next rows of an import that is running: accounts, events and the import's progress are stored in one
/// transaction, so each row is applied exactly once even after a crash. Sent by the runner in the name of the person
/// who started it.
/// </summary>
/// <param name="ImportId">Key of the import.</param>
/// <param name="AfterRow">The last row that is done.</param>
/// <param name="ToRow">The last row to do.</param>
[Permission(Permissions.UsersImport)]
public sealed record ApplyImportRows(string ImportId, int AfterRow, int ToRow) : ILongCommand;

internal sealed class ApplyImportRowsValidator : AbstractValidator<ApplyImportRows>
{
    public ApplyImportRowsValidator()
    {
        RuleFor(command => command.ImportId).MustBeId();
        RuleFor(command => command.ToRow)
            .Must((command, to) => to >= command.AfterRow && command.AfterRow >= 0)
            .Coded("imports.rows-invalid", "Name the rows to apply in their order.");
    }
}

/// <summary>
/// The rows of a chunk that are to be applied, each with the preview's verdict and the key for a new account, and the
/// counts of the other rows.
/// </summary>
internal sealed record ImportChunk(
    IReadOnlyList<(ImportedRow Row, ImportVerdict Promised, string UserId)> Rows,
    ImportCounts Others
);

/// <summary>Reads the rows before the write gate, so that other commands can write meanwhile.</summary>
internal sealed class ApplyImportRowsPreparation(
    WriteContext context,
    IImportStorage storage,
    ILookupNormalizer normalizer,
    IEnumerable<IHostUsers> hosts,
    ImportedHashes hashes,
    CurrentMessage current
) : IPreparation<ApplyImportRows>
{
    public async Task<Error?> PrepareAsync(ApplyImportRows command, CancellationToken cancellationToken)
    {
        if (
            await context
                .ImportRuns.AsNoTracking()
                .SingleOrDefaultAsync(run => run.ImportId == command.ImportId, cancellationToken)
            is not { } run
        )
        {
            return ImportErrors.NotFound;
        }

        if (run.Status != ImportStatus.Running || run.Chosen is not { } options)
        {
            return ImportErrors.OutOfStep;
        }

        if (!storage.HasRows(run.ImportId))
        {
            return ImportErrors.FilesGone;
        }

        using var stage = storage.OpenStage(run.ImportId);
        var (rows, others) = stage.ReadChunk(command.AfterRow, command.ToRow);
        var reader = new ImportRowReader(options, run.Titles, normalizer, context.Layout, hosts, hashes.Of(options));
        // Rows to apply were validated in the preview, so they are not validated again.
        current.Prepared(
            command,
            new ImportChunk(
                [.. rows.Select(row => (reader.Read(row.Number, row.Cells, isChecked: true), row.Verdict, row.UserId))],
                others
            )
        );
        return null;
    }
}

internal sealed class ApplyImportRowsHandler(
    WriteContext context,
    CurrentMessage current,
    ImportGranting granting,
    ImportApplying applying,
    UserEditing editing,
    Administrators administrators,
    ILookupNormalizer normalizer,
    TimeProvider time
) : ICommandHandler<ApplyImportRows>
{
    public async Task<CommandResult> Handle(ApplyImportRows request, CancellationToken cancellationToken)
    {
        var run = await context.ImportRuns.FindAsync([request.ImportId], cancellationToken);
        var (actor, may) = (current.Context.Actor.Id, current.Access.Permissions);
        if (
            run is null
            || run.Status != ImportStatus.Running
            || run.DoneRow != request.AfterRow
            || run.ActorId != actor
            || run.Chosen is not { } options
            || current.PreparedFor<ImportChunk>(request) is not { } chunk
        )
        {
            return CommandResult.Refused(run is null ? ImportErrors.NotFound : ImportErrors.OutOfStep);
        }

        var (roles, refusal) = await granting.FindRolesAsync(options, cancellationToken);
        var named = await granting.FindNamedAsync(
            chunk.Rows.SelectMany(row => row.Row.RoleNames),
            options,
            creates: true,
            cancellationToken
        );
        var facts = await ImportFacts.ReadAsync(
            context,
            [.. chunk.Rows.Select(row => row.Row)],
            options,
            actor,
            may,
            named,
            normalizer,
            cancellationToken
        );
        var changed = await ChangedSinceAsync(facts, run.SeenPosition, cancellationToken);
        var judge = new ImportJudge(
            options,
            new(actor, may, roles, refusal, time.GetUtcNow(), await administrators.ActiveAsync(cancellationToken)),
            facts
        );
        await applying.BeginAsync(cancellationToken);
        var (counts, otherwise) = (chunk.Others, new List<ImportedOtherwise>());
        foreach (var (promisedRow, promised, newId) in chunk.Rows)
        {
            var row =
                facts.Matches.TryGetValue(promisedRow.Key ?? "", out var user) && changed.Contains(user.Id)
                    ? await MergeAsync(promisedRow, user, run.SeenPosition, cancellationToken)
                    : promisedRow;
            var judged = judge.Judge(row, newId);
            if (judged.Verdict is ImportVerdict.Create or ImportVerdict.Update && judged.Verdict != promised)
            {
                judged = Judged.Refused(ImportErrors.OtherwiseMeanwhile);
            }

            judged =
                judged.ChangesHolder && !options.ChangesHolders ? Judged.Refused(ImportErrors.HolderMeanwhile) : judged;
            applying.Add(row, judged);
            counts = counts.With(judged.Verdict);
            if (judged.Verdict != promised)
            {
                var (code, reason) = ImportErrorText.Of(judged.Errors);
                otherwise.Add(new ImportedOtherwise(row.Number, judged.Verdict, code, reason));
            }
        }

        await applying.StoreAsync(options, cancellationToken);
        run.Progress(request.ToRow, counts, otherwise);
        return CommandResult.Done;
    }

    private Task<HashSet<string>> ChangedSinceAsync(
        ImportFacts facts,
        long position,
        CancellationToken cancellationToken
    )
    {
        var ids = facts.Matches.Values.Select(user => user.Id).ToArray();
        return context
            .EventLog.Where(record => EF.Parameter(ids).Contains(record.SubjectId) && record.Position > position)
            .Select(record => record.SubjectId)
            .ToHashSetAsync(cancellationToken);
    }

    /// <summary>
    /// Returns the row without the fields that it would not have changed and that somebody has changed since the
    /// preview, or a refusal if both changed the same field.
    /// </summary>
    private async Task<ImportedRow> MergeAsync(
        ImportedRow row,
        User user,
        long seenPosition,
        CancellationToken cancellationToken
    )
    {
        var (set, conflicts) = await editing.MergeAsync(user.Id, seenPosition, row.Edit, cancellationToken);
        // Somebody has enabled, restored or unlocked the account since the preview; this takes precedence over the
        // file.
        var isOpened =
            row.State is not null
            && await context.EventLog.AnyAsync(
                record =>
                    record.SubjectId == user.Id
                    && record.Position > seenPosition
                    && (
                        record.Type == nameof(UserEnabled)
                        || record.Type == nameof(UserRestored)
                        || record.Type == nameof(UserUnlocked)
                    ),
                cancellationToken
            );
        return row with
        {
            Edit = set,
            Errors =
            [
                .. conflicts.OfType<StaleEdit>().Select(ImportErrors.ChangedMeanwhile),
                .. isOpened ? [ImportErrors.OtherwiseMeanwhile] : Array.Empty<Error>(),
            ],
        };
    }
}
