using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserAdmin.Bulk.Commands;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Bulk;

/// <summary>
/// Processes the bulk actions one after the other, in batches. Each user is changed by an ordinary command of the
/// person who started the action. The command's id is derived from batch and user, so a command that was carried out
/// before a crash is not carried out again. Other commands can pass the write gate between two users.
/// </summary>
internal sealed class BulkRunner(
    IDbContextFactory<WriteContext> contexts,
    ICommandBus commands,
    BulkSender sender,
    BulkSignal signal,
    IOptions<BulkOptions> options,
    RunnerHeartbeats heartbeats,
    TimeProvider time,
    ILogger<BulkRunner> logger
) : BackgroundService
{
    // Commands that wait together share a commit (decision 63). Few enough that other people's commands hardly wait,
    // and that a cancelled action stops soon.
    private const int MostAtOnce = 32;

    // Polls, because another process (the command line) may have started an action.
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(5);

    /// <summary>The name of its heartbeats.</summary>
    internal const string Name = "bulk action";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _afterFault = TimeSpan.FromSeconds(2);

    private int _active;

    /// <summary>How many actions were not over when the runner last looked.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Works until no action has anything left to do.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        while (await StepAsync(cancellationToken))
        {
            heartbeats.Beat(Name, _patience + options.Value.PauseBetweenBatches);
            if (options.Value.PauseBetweenBatches > TimeSpan.Zero)
            {
                await Task.Delay(options.Value.PauseBetweenBatches, time, cancellationToken);
            }
        }
    }

    /// <summary>Processes the next batch of the oldest bulk action that is not over.</summary>
    /// <returns>False if there is none.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var runs = await context
            .BulkRuns.AsNoTracking()
            .Where(row => row.Status == BulkStatus.Running || row.Status == BulkStatus.Cancelling)
            .OrderBy(row => row.StartedAt)
            .ThenBy(row => row.BatchId)
            .ToListAsync(cancellationToken);
        Volatile.Write(ref _active, runs.Count);
        if (runs is not [var run, ..])
        {
            return false;
        }

        var items = await ChangeAsync(
            run,
            await NextUsersAsync(context, run, cancellationToken),
            context,
            cancellationToken
        );
        var recorded = await commands.SendAsync(
            new RecordBulkProgress(run.BatchId, run.Done, items),
            BulkSender.Context(Actor.System, run.BatchId, Guid.CreateVersion7()),
            cancellationToken
        );
        if (!recorded.IsAccepted)
        {
            // Another process is working on the same action. Each user was still changed only once.
            logger.LogWarning(
                "Progress of bulk action {BatchId} was not recorded: {Error}",
                run.BatchId,
                recorded.Errors[0].Message
            );
        }

        return true;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        heartbeats.Beat(Name, _patience);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
                heartbeats.Beat(Name, _patience);
                using var look = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(signal.WaitAsync(look.Token), Task.Delay(_look, time, look.Token));
                await look.CancelAsync();
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                heartbeats.Failed(Name, fault);
                logger.LogError(fault, "A bulk action could not continue; the program tries again.");
                await Task.Delay(_afterFault, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // The program is stopping. The progress is read from the database at the next start.
            }
        }

        // Another node may go on with it.
        Volatile.Write(ref _active, 0);
    }

    private async Task<List<BulkRunUser>> NextUsersAsync(
        WriteContext context,
        BulkRun run,
        CancellationToken cancellationToken
    )
    {
        var size = Math.Clamp(options.Value.BatchSize, 1, BulkRunUsers.Size);
        var first = run.Done / BulkRunUsers.Size * BulkRunUsers.Size;
        var part = await context
            .BulkRunUsers.AsNoTracking()
            .SingleOrDefaultAsync(row => row.BatchId == run.BatchId && row.First == first, cancellationToken);
        return part is null ? [] : [.. part.Users().Skip(run.Done - first).Take(size)];
    }

    private async Task<List<BulkItemDone>> ChangeAsync(
        BulkRun run,
        List<BulkRunUser> users,
        WriteContext context,
        CancellationToken cancellationToken
    )
    {
        var before = await DoneBeforeAsync(
            context,
            [.. users.Select(user => EventAppender.Text(BulkSender.CommandIdOf(run.BatchId, user.UserId)))],
            cancellationToken
        );
        // A crash can leave gaps among users that were changed together. They are filled even if the action has been
        // cancelled since, so that what is recorded has no gap.
        var begun = users.FindLastIndex(user => before.ContainsKey(IdOf(user.UserId)));
        var items = new List<BulkItemDone>(users.Count);
        while (items.Count < users.Count)
        {
            var goesOn = run.Status == BulkStatus.Running && !signal.IsCancelled(run.BatchId);
            var part = users.Take(goesOn ? users.Count : begun + 1).Skip(items.Count).Take(MostAtOnce).ToList();
            if (part.Count == 0)
            {
                break;
            }

            var answers = new Queue<CommandResult>(
                await sender.SendAsync(
                    run,
                    [.. part.Where(user => !before.ContainsKey(IdOf(user.UserId)))],
                    cancellationToken
                )
            );
            items.AddRange(
                part.Select(user =>
                    before.TryGetValue(IdOf(user.UserId), out var changed)
                        ? new(user.Ordinal, user.UserId, changed ? BulkOutcome.Changed : BulkOutcome.Unchanged)
                        : Item(user.Ordinal, user.UserId, answers.Dequeue())
                )
            );
        }

        return items;

        string IdOf(string userId) => EventAppender.Text(BulkSender.CommandIdOf(run.BatchId, userId));
    }

    private static BulkItemDone Item(int ordinal, string userId, CommandResult result) =>
        result.IsAccepted
            ? new(ordinal, userId, result.Changed ? BulkOutcome.Changed : BulkOutcome.Unchanged)
            : new(ordinal, userId, BulkOutcome.Refused, string.Join(" ", result.Errors.Select(error => error.Message)));

    /// <summary>
    /// Returns the commands that were carried out before a crash but not recorded, and whether each changed its user.
    /// </summary>
    private static Task<Dictionary<string, bool>> DoneBeforeAsync(
        WriteContext context,
        string[] commandIds,
        CancellationToken cancellationToken
    ) =>
        context
            .ProcessedCommands.AsNoTracking()
            .Where(row => EF.Parameter(commandIds).Contains(row.CommandId))
            .Select(row => new
            {
                row.CommandId,
                Changed = context
                    .Set<EventRecord>()
                    .Any(record => record.Position == row.Position && record.CommandId == row.CommandId),
            })
            .ToDictionaryAsync(row => row.CommandId, row => row.Changed, cancellationToken);
}
