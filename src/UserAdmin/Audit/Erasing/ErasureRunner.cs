using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserAdmin.Projections;
using UserAdmin.Settings;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Audit.Erasing;

/// <summary>
/// Removes what purges leave in the files of this process (decision 93). How far it has come is kept in a file of the
/// data directory, so a purge just before a crash is not forgotten.
/// </summary>
internal sealed class ErasureRunner(
    IReadStore reads,
    IEnumerable<IPurgeTraces> traces,
    ErasureSignal signal,
    IOptions<UserAdminOptions> options,
    TimeProvider time,
    ILogger<ErasureRunner> logger
) : BackgroundService
{
    private const int MostAtOnce = 1000;

    private static readonly TimeSpan _again = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan _afterFault = TimeSpan.FromSeconds(30);

    /// <summary>The file with the position of the last purge that was followed.</summary>
    public string Path { get; } =
        System.IO.Path.Combine(System.IO.Path.GetFullPath(options.Value.DataDirectory), "erased.position");

    /// <summary>Follows the purges that the read model has applied since the last time.</summary>
    /// <returns>False if something of them is left, because it is in use.</returns>
    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var handled = Handled();
            await using var context = reads.CreateContext();
            if (await context.Checkpoints.AnyAsync(checkpoint => checkpoint.Position < handled, cancellationToken))
            {
                // The log is an older one, which was restored from a backup.
                handled = 0;
            }

            var purged = await context
                .History.Where(row => row.EventType == nameof(UserPurged) && row.Position > handled)
                .OrderBy(row => row.Position)
                .Take(MostAtOnce)
                .Select(row => new { row.SubjectId, row.Position })
                .ToListAsync(cancellationToken);
            if (purged.Count == 0)
            {
                return true;
            }

            string[] userIds = [.. purged.Select(row => row.SubjectId).Distinct()];
            var isDone = true;
            foreach (var trace in traces)
            {
                isDone &= await trace.RemoveAsync(userIds, cancellationToken);
            }

            if (!isDone)
            {
                return false;
            }

            Write(purged[^1].Position);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                if (await TryAsync(stoppingToken) is { } pause)
                {
                    await Task.Delay(pause, time, stoppingToken);
                }
                else
                {
                    await signal.WaitAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The rest is done after the next start.
        }
    }

    private async Task<TimeSpan?> TryAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await RunOnceAsync(stoppingToken) ? null : _again;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            logger.LogError(fault, "Something of a removed account may be left in a file; the program tries again.");
            return _afterFault;
        }
    }

    private long Handled()
    {
        try
        {
            return long.TryParse(File.ReadAllText(Path), CultureInfo.InvariantCulture, out var position) ? position : 0;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private void Write(long position)
    {
        var building = Path + ".new";
        PrivateFiles.Create(building);
        File.WriteAllText(building, position.ToString(CultureInfo.InvariantCulture));
        File.Move(building, Path, overwrite: true);
    }
}
