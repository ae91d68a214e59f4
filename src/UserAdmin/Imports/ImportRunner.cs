using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using UserAdmin.Imports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>
/// Processes the imports: reads files, previews rows and applies them in chunks. Imports take turns, and other commands
/// can pass the write gate between two chunks. Progress is stored in the database, so after a restart an import
/// continues with the next row.
/// </summary>
internal sealed class ImportRunner(
    IDbContextFactory<WriteContext> contexts,
    ICommandBus commands,
    ImportPreviewer previewer,
    ImportReading reading,
    IImportStorage storage,
    ImportTidying tidying,
    ImportSignal signal,
    IDatabaseFaults faults,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<ImportRunner> logger
) : BackgroundService
{
    /// <summary>
    /// How many rows are applied in one transaction. More would hardly be faster, and other commands wait until it
    /// ends.
    /// </summary>
    internal const int ChunkSize = 500;

    /// <summary>The same for a list of people to invite, whose progress somebody watches.</summary>
    internal const int ListChunkSize = 20;

    /// <summary>How often one step is tried when the program itself fails.</summary>
    internal const int MostTries = 3;

    // Polls, because another process (the command line) may have started an import.
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(5);

    /// <summary>The name of its heartbeats.</summary>
    internal const string Name = "import";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _afterFault = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, int> _faults = [];

    // Imports whose files were deleted to free disk space, before their failure could be recorded.
    private readonly HashSet<string> _full = [];
    private string _last = "";
    private int _active;

    /// <summary>How many imports had something to do when the runner last looked.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Works until no import has anything left to do.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        do
        {
            await tidying.ForgetHashesAsync(cancellationToken);
        } while (await StepAsync(cancellationToken));
    }

    /// <summary>Runs the next step of the import whose turn it is.</summary>
    /// <returns>False if no import has anything to do.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var runs = await context
            .ImportRuns.AsNoTracking()
            .Where(run =>
                run.Status == ImportStatus.Reading
                || run.Status == ImportStatus.Previewing
                || run.Status == ImportStatus.Running
                || (
                    run.Header == ImportRun.ListHeader
                    && (run.Status == ImportStatus.Ready || run.Status == ImportStatus.Previewed)
                )
            )
            .OrderBy(run => run.ImportId)
            .ToListAsync(cancellationToken);
        Volatile.Write(ref _active, runs.Count);
        if ((runs.Find(run => string.CompareOrdinal(run.ImportId, _last) > 0) ?? runs.FirstOrDefault()) is not { } run)
        {
            return false;
        }

        _last = run.ImportId;
        try
        {
            await StepAsync(run, cancellationToken);
            heartbeats.Beat(Name, _patience);
            _faults.Remove(run.ImportId);
        }
        catch (UnreadableTableException unreadable)
        {
            await FailAsync(run, unreadable.Error, cancellationToken);
            storage.Delete(run.ImportId);
        }
        catch (Exception fault) when (faults.IsDiskFull(fault) && !cancellationToken.IsCancellationRequested)
        {
            logger.LogError(fault, "Import {ImportId} could not continue: the disk is full.", run.ImportId);
            if (run.Status == ImportStatus.Reading)
            {
                // The rows read so far are useless. Deleting them frees the space to record why the import stopped.
                _full.Add(run.ImportId);
                storage.Delete(run.ImportId);
            }

            await FailAsync(run, ImportErrors.DiskFull, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(fault, "Import {ImportId} could not continue.", run.ImportId);
            if ((_faults[run.ImportId] = _faults.GetValueOrDefault(run.ImportId) + 1) == MostTries)
            {
                _faults.Remove(run.ImportId);
                await FailAsync(run, ImportErrors.Fault, cancellationToken);
            }
            else
            {
                await Task.Delay(_afterFault * _faults[run.ImportId], time, cancellationToken);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isTidy = false;
        heartbeats.Beat(Name, _patience);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!isTidy)
                {
                    await tidying.TidyAsync(stoppingToken);
                    isTidy = true;
                }

                await RunOnceAsync(stoppingToken);
                heartbeats.Beat(Name, _patience);
                using var look = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(signal.WaitAsync(look.Token), Task.Delay(_look, time, look.Token));
                await look.CancelAsync();
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                heartbeats.Failed(Name, fault);
                logger.LogError(fault, "The imports could not continue; the program tries again.");
                await Task.Delay(_afterFault, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The program is stopping. The progress of each import is read from the database at the next start.
            }
        }

        // Another node may go on with it.
        Volatile.Write(ref _active, 0);
    }

    private async Task StepAsync(ImportRun run, CancellationToken cancellationToken)
    {
        switch (run.Status)
        {
            case ImportStatus.Reading when run.IsList:
                await StageAsync(run, cancellationToken);
                break;
            // A list goes through the same steps as a file, each in the name of the person who invites.
            case ImportStatus.Ready:
                await GoOnAsync(run, new ConfigureImport(run.ImportId, run.Chosen!), cancellationToken);
                break;
            case ImportStatus.Previewed:
                await GoOnAsync(run, new StartImport(run.ImportId), cancellationToken);
                break;
            case ImportStatus.Reading:
                if (!storage.HasUpload(run.ImportId))
                {
                    await FailAsync(
                        run,
                        _full.Contains(run.ImportId) ? ImportErrors.DiskFull : ImportErrors.FilesGone,
                        cancellationToken
                    );
                    break;
                }

                await reading.RunAsync(
                    run,
                    (rows, table, values, gaps) =>
                        RecordAsync(
                            run,
                            new RecordImportRows(run.ImportId, rows, table, values) { Gaps = gaps },
                            cancellationToken
                        ),
                    cancellationToken
                );
                break;
            case ImportStatus.Previewing:
                var refusal = !storage.HasRows(run.ImportId)
                    ? ImportErrors.FilesGone
                    : await previewer.RunAsync(
                        run,
                        run.Chosen!,
                        (counts, seen, isComplete) =>
                            RecordAsync(
                                run,
                                new RecordImportPreview(run.ImportId, run.Attempt, counts, seen, isComplete),
                                cancellationToken
                            ),
                        cancellationToken
                    );
                if (refusal is not null)
                {
                    await FailAsync(run, refusal, cancellationToken);
                }

                ImportPreviewer.GiveBack(run);
                break;
            default:
                await ApplyAsync(run, cancellationToken);
                break;
        }
    }

    private async Task StageAsync(ImportRun run, CancellationToken cancellationToken)
    {
        var rows = run.List.Rows();
        using (var stage = storage.OpenStage(run.ImportId))
        {
            stage.BeginRows();
            foreach (var row in rows)
            {
                stage.Add(row);
            }

            stage.EndRows();
        }

        await RecordAsync(
            run,
            new RecordImportRows(run.ImportId, rows.Count, InvitedList.Table, []),
            cancellationToken
        );
    }

    private async Task GoOnAsync(ImportRun run, ICommand command, CancellationToken cancellationToken)
    {
        heartbeats.Beat(Name, _patience);
        var result = await commands.SendAsync(
            command,
            Context(Actor.Of(run.ActorId), run.ImportId, DerivedCommandId.Of(run.ImportId, command.GetType().Name)) with
            {
                Reason = run.Reason,
            },
            cancellationToken
        );
        if (!result.IsAccepted && result.Errors[0].Code != ImportErrors.OutOfStep.Code)
        {
            await FailAsync(run, RefusedStarter(result.Errors[0]), cancellationToken);
            storage.Delete(run.ImportId);
        }
    }

    private static Error RefusedStarter(Error error) =>
        error.Code == MessagingErrors.NotSignedIn.Code || error.Code == MessagingErrors.NotPermitted("").Code
            ? ImportErrors.StarterGone
            : error;

    private async Task ApplyAsync(ImportRun run, CancellationToken cancellationToken)
    {
        if (!storage.HasRows(run.ImportId))
        {
            await FailAsync(run, ImportErrors.FilesGone, cancellationToken);
            return;
        }

        int toRow;
        using (var stage = storage.OpenStage(run.ImportId))
        {
            toRow = stage.ChunkEnd(run.DoneRow, run.IsList ? ListChunkSize : ChunkSize);
        }

        var part = FormattableString.Invariant($"rows {run.DoneRow}-{toRow}");
        var context = Context(Actor.Of(run.ActorId), run.ImportId, DerivedCommandId.Of(run.ImportId, part)) with
        {
            Reason = run.Reason,
        };
        var result = await commands.SendAsync(
            new ApplyImportRows(run.ImportId, run.DoneRow, toRow),
            context,
            cancellationToken
        );
        if (result.IsAccepted)
        {
            await using var reading = await contexts.CreateDbContextAsync(cancellationToken);
            await tidying.NoteAsync(reading, run.ImportId, cancellationToken);
        }
        else if (result.Errors[0].Code != ImportErrors.OutOfStep.Code)
        {
            await FailAsync(run, RefusedStarter(result.Errors[0]), cancellationToken);
        }
    }

    private async Task<bool> RecordAsync(ImportRun run, ICommand command, CancellationToken cancellationToken)
    {
        heartbeats.Beat(Name, _patience);
        return (
            await commands.SendAsync(
                command,
                Context(Actor.System, run.ImportId, Guid.CreateVersion7()),
                cancellationToken
            )
        ).IsAccepted;
    }

    private Task<bool> FailAsync(ImportRun run, Error error, CancellationToken cancellationToken) =>
        RecordAsync(run, new FailImport(run.ImportId, error), cancellationToken);

    private static CommandContext Context(Actor actor, string importId, Guid commandId) =>
        new(actor, commandId) { CorrelationId = CommandContext.BatchPrefix + importId };
}
