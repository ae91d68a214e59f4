using UserAdmin.Bulk.Commands;
using UserAdmin.Bulk.Queries;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Startup.Demo;

/// <summary>Runs a bulk action of the demo to its end, so that its events have its time.</summary>
internal static class DemoBulk
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(
        StartBulkAction action,
        CommandContext context,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        await services.GetRequiredService<ICommandBus>().SendAsync(action, context, cancellationToken);
        await UntilAsync(
            async () =>
                (
                    await services
                        .GetRequiredService<IQueryBus>()
                        .AskAsync(new GetBulkAction(action.BatchId), new QueryContext(Actor.System), cancellationToken)
                ).Value
                    is { IsOver: true },
            cancellationToken
        );
    }

    /// <summary>Waits until something in the background is done; gives up after a while, because the demo is only
    /// poorer without it.</summary>
    /// <param name="isDone">Whether it is done.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task UntilAsync(Func<Task<bool>> isDone, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isDone() && TimeProvider.System.GetElapsedTime(started) < _patience)
        {
            await Task.Delay(20, cancellationToken);
        }
    }
}
