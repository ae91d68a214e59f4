using System.Diagnostics;
using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Following;

/// <summary>
/// Reads the accounts and roles that an application had before the program came, in chunks, while both go on (decision
/// 83). Whoever has a row of ours has been read, so it continues wherever it was interrupted.
/// </summary>
internal sealed class AccountAdoption(
    UnknownAccounts unknown,
    ICommandBus commands,
    DatabaseLayout layout,
    TimeProvider time,
    ILogger<AccountAdoption> logger
)
{
    /// <summary>The accounts of one transaction, for whose end the application waits with a change.</summary>
    internal const int AtOnce = 2000;

    private const int AtOnceOneByOne = 300;
    private const int MostKeys = 50_000;

    /// <summary>Reads everything that is unknown.</summary>
    /// <param name="tell">Gets the progress, from time to time; not called if there is nothing to read.</param>
    /// <param name="cancellationToken">Stops between two chunks.</param>
    /// <returns>How many accounts were unknown.</returns>
    public async Task<long> RunAsync(Action<Adoption> tell, CancellationToken cancellationToken)
    {
        if (layout.Shape is null)
        {
            return 0;
        }

        foreach (var some in (await unknown.RolesAsync(cancellationToken)).Chunk(AtOnceOneByOne))
        {
            await SendAsync(new RecordObservedChanges([], some), cancellationToken);
        }

        var (all, left) = await unknown.CountAsync(cancellationToken);
        if (left == 0)
        {
            return 0;
        }

        logger.LogInformation("{Left} of {All} accounts of the application are read.", left, all);
        var begun = time.GetTimestamp();
        await ReadAsync(all, left, tell, cancellationToken);
        await RestAsync(cancellationToken);
        logger.LogInformation(
            "The accounts of the application were read in {Seconds:F1} s.",
            time.GetElapsedTime(begun).TotalSeconds
        );
        return left;
    }

    private async Task ReadAsync(long all, long left, Action<Adoption> tell, CancellationToken cancellationToken)
    {
        var done = all - left;
        tell(new(done, all));
        string? after = null;
        while (await unknown.NextAsync(after, MostKeys, cancellationToken) is { Count: > 0 } keys)
        {
            foreach (var some in keys.Chunk(AtOnce))
            {
                var turn = Stopwatch.GetTimestamp();
                await AdoptAsync(some, cancellationToken);
                done += some.Length;
                tell(new(Math.Min(done, all), all));
                // A program that waits for its turn at an SQLite file is in no queue: it tries now and then.
                await Task.Delay(Stopwatch.GetElapsedTime(turn) / 8, time, cancellationToken);
            }

            logger.LogInformation("{Done} of {All} accounts were read.", done, all);
            after = keys[^1];
        }
    }

    private async Task AdoptAsync(string[] ids, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(new AdoptAccounts(ids), cancellationToken);
        }
        catch (UnrecordableEventException)
        {
            // One of them cannot be recorded. That names it and stops no other.
            await OneByOneAsync(ids, cancellationToken);
        }
    }

    /// <summary>Records accounts that the log knows and that have no row of ours, because they had come back.</summary>
    private async Task RestAsync(CancellationToken cancellationToken)
    {
        string? after = null;
        while (await unknown.NextAsync(after, MostKeys, cancellationToken) is { Count: > 0 } keys)
        {
            await OneByOneAsync(keys, cancellationToken);
            after = keys[^1];
        }

        if (await unknown.CountAsync(cancellationToken) is { Unknown: > 0 and var left })
        {
            logger.LogWarning("{Count} accounts of the application could not be read.", left);
        }
    }

    private async Task OneByOneAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        foreach (var some in ids.Chunk(AtOnceOneByOne))
        {
            await SendAsync(new RecordObservedChanges(some, []), cancellationToken);
        }
    }

    private async Task SendAsync(ICommand command, CancellationToken cancellationToken)
    {
        var result = await commands.SendAsync(
            command,
            new CommandContext(Actor.System, Guid.CreateVersion7(time.GetUtcNow())),
            cancellationToken
        );
        if (!result.IsAccepted)
        {
            throw new InvalidOperationException(result.Errors[0].Message);
        }
    }
}
