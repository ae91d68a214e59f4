using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Imports;

/// <summary>
/// Keeps the folders of imports consistent with the imports: repairs what a crash left behind and deletes what is no
/// longer needed. Used by one thread at a time.
/// </summary>
internal sealed class ImportTidying(
    IDbContextFactory<WriteContext> contexts,
    IImportStorage storage,
    TimeProvider time,
    ILogger<ImportTidying> logger
)
{
    private static readonly TimeSpan _longestUpload = TimeSpan.FromDays(1);

    private readonly Dictionary<string, long> _noted = [];
    private readonly HashSet<string> _forgotten = [];

    /// <summary>
    /// Repairs the folders after a crash: deletes those that no import needs, and adds results that were recorded in
    /// the log but not in the folder.
    /// </summary>
    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var importId in storage.All())
        {
            var run = await context
                .ImportRuns.AsNoTracking()
                .SingleOrDefaultAsync(run => run.ImportId == importId, cancellationToken);
            if (run is null && storage.ChangedAt(importId) > time.GetUtcNow() - _longestUpload)
            {
                // Its file may still be uploading.
                continue;
            }

            if (run is null or { IsDeleted: true } or { Status: ImportStatus.Failed, CanResume: false })
            {
                storage.Delete(importId);
            }
            else if (run.Status != ImportStatus.Reading)
            {
                if (run.IsPastReading)
                {
                    storage.DeleteUpload(importId);
                }

                if (storage.HasRows(importId))
                {
                    using var stage = storage.OpenStage(importId);
                    stage.Upgrade();
                }

                await NoteAsync(context, importId, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Deletes the password hashes of imports that are over, because nobody needs them. The other cells are still
    /// shown.
    /// </summary>
    public async Task ForgetHashesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var over = await context
            .ImportRuns.AsNoTracking()
            .Where(run =>
                !run.IsDeleted && (run.Status == ImportStatus.Finished || run.Status == ImportStatus.Cancelled)
            )
            .ToListAsync(cancellationToken);
        foreach (var run in over.Where(run => !_forgotten.Contains(run.ImportId)))
        {
            try
            {
                Forget(run);
                _forgotten.Add(run.ImportId);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LogError(
                    fault,
                    "The password hashes of import {ImportId} are still stored; the program tries again.",
                    run.ImportId
                );
            }
        }
    }

    private void Forget(ImportRun run)
    {
        // The columns that the person chose, and those whose titles say that they hold hashes or what belongs to them.
        var columns = ImportHashColumns.Secret(run.Titles, run.Chosen).ToList();
        if (columns.Count > 0 && storage.HasRows(run.ImportId))
        {
            using var stage = storage.OpenStage(run.ImportId);
            foreach (var column in columns)
            {
                stage.Blank(column);
            }
        }
    }

    /// <summary>Copies the results that differ from the preview from the log to the folder.</summary>
    public async Task NoteAsync(WriteContext context, string importId, CancellationToken cancellationToken)
    {
        var after = _noted.GetValueOrDefault(importId);
        var otherwise = new List<ImportedOtherwise>();
        await foreach (
            var (record, @event) in SubjectEvents.SinceAsync(
                context,
                importId,
                after,
                cancellationToken,
                nameof(ImportProgressed)
            )
        )
        {
            after = record.Position;
            otherwise.AddRange(((ImportProgressed)@event).Otherwise);
        }

        if (otherwise.Count > 0 && storage.HasRows(importId))
        {
            using var stage = storage.OpenStage(importId);
            stage.Note(otherwise);
        }

        _noted[importId] = after;
    }
}
