using UserAdmin.Attaching;
using UserAdmin.Storage;

namespace UserAdmin.Web.FirstRun;

/// <summary>Looks at one database at a time, for a limited time.</summary>
internal sealed class AttachmentLook(ILogger logger)
{
    // The command line has no limit.
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _afterwards = TimeSpan.FromSeconds(5);

    private int _isLooking;

    /// <summary>Looks at a database and changes nothing.</summary>
    /// <returns>What was found, or why nothing was, in sentences.</returns>
    public async Task<(LookedAt? Found, string? Refusal)> RunAsync(
        string connection,
        ExaminationOptions choices,
        CancellationToken cancellationToken
    )
    {
        if (Interlocked.Exchange(ref _isLooking, 1) == 1)
        {
            return (null, T("A database is being looked at already. Wait until that has ended."));
        }

        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_longest);
        var work = Task.Run(() => UserAdminAttach.Examine(connection, choices, limit.Token), CancellationToken.None);
        // A server that does not answer can hold the work up for longer than anybody waits for it.
        _ = work.ContinueWith(
            _ =>
            {
                limit.Dispose();
                Volatile.Write(ref _isLooking, 0);
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );
        try
        {
            var found = await work.WaitAsync(_longest + _afterwards, cancellationToken);
            return (new(Guid.NewGuid(), connection, found), null);
        }
        catch (StartupException refusal)
        {
            return (null, refusal.Message);
        }
        catch (Exception fault) when (fault is OperationCanceledException or TimeoutException)
        {
            return (
                null,
                T(
                    $"It took longer than {_longest.TotalMinutes} minutes. Use the command attach, which has no limit. "
                        + $"Nothing was changed."
                )
            );
        }
#pragma warning disable CA1031 // Whatever the provider throws, a person is told.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            // Not its message: a provider could quote the connection string.
            logger.LogWarning("A database could not be looked at: {Fault}", fault.GetType().Name);
            return (null, T("The database cannot be read. Check the connection string. Nothing was changed."));
        }
    }
}
