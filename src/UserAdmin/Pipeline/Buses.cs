using System.Data.Common;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Pipeline;

/// <inheritdoc/>
internal sealed class CommandBus(
    IServiceScopeFactory scopes,
    AcceptedPositions positions,
    IDatabaseFaults faults,
    TimeProvider time
) : ICommandBus
{
    // A database server that is restarted, or replaced by its standby, is back within seconds.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(500);

    public Task<CommandResult> SendAsync(
        ICommand command,
        CommandContext context,
        CancellationToken cancellationToken = default
    ) => SendAsync(command, context, onInLine: null, cancellationToken);

    public async Task<IReadOnlyList<Task<CommandResult>>> SendAllAsync(
        IReadOnlyList<(ICommand Command, CommandContext Context)> commands,
        CancellationToken cancellationToken = default
    )
    {
        var results = new List<Task<CommandResult>>(commands.Count);
        foreach (var (command, context) in commands)
        {
            var isInLine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var result = Task.Run(
                () => SendAsync(command, context, () => isInLine.TrySetResult(), cancellationToken),
                CancellationToken.None
            );
            results.Add(result);
            // It may also be refused before it gets there.
            await Task.WhenAny(isInLine.Task, result);
        }

        return results;
    }

    private async Task<CommandResult> SendAsync(
        ICommand command,
        CommandContext context,
        Action? onInLine,
        CancellationToken cancellationToken
    )
    {
        if (ContextRules.Refusal(context) is { } refusal)
        {
            return CommandResult.Refused(refusal);
        }

        var result = await OffTheDispatcher.RunAsync(() =>
            SendUntilAnsweredAsync(command, ContextRules.Complete(context), onInLine, cancellationToken)
        );
        if (result.IsAccepted)
        {
            positions.Accepted(context.Actor, result.Position);
        }

        return result;
    }

    // Whether a command was carried out whose connection was lost, nobody can tell: it is sent again with the same id,
    // which carries it out once in either case.
    private async Task<CommandResult> SendUntilAnsweredAsync(
        ICommand command,
        CommandContext context,
        Action? onInLine,
        CancellationToken cancellationToken
    )
    {
        var begun = time.GetTimestamp();
        Error? interrupted = null;
        while (true)
        {
            try
            {
                return await SendInScopeAsync(
                    command,
                    context,
                    onInLine,
                    isRepeated: interrupted is not null,
                    cancellationToken
                );
            }
            catch (Exception fault)
                when ((faults.Interrupted(fault) ?? (faults.Unavailable(fault) is null ? null : interrupted))
                        is { } error
                )
            {
                interrupted = error;
                if (time.GetElapsedTime(begun) >= _patience)
                {
                    throw new DatabaseUnavailableException(error, fault);
                }

                await Task.Delay(_betweenTries, time, cancellationToken);
            }
        }
    }

    private async Task<CommandResult> SendInScopeAsync(
        ICommand command,
        CommandContext context,
        Action? onInLine,
        bool isRepeated,
        CancellationToken cancellationToken
    )
    {
        // Each message gets its own scope: in Blazor Server the caller's scope lives as long as the circuit, and a
        // DbContext must not.
        await using var scope = scopes.CreateAsyncScope();
        var message = scope.ServiceProvider.GetRequiredService<CurrentMessage>();
        (message.Context, message.OnInLine, message.IsRepeated) = (context, onInLine, isRepeated);
        try
        {
            return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, cancellationToken);
        }
        catch (UnreadableEventException unreadable)
        {
            return CommandResult.Refused(unreadable.Error);
        }
        catch (Exception fault) when (faults.Unavailable(fault) is { } error)
        {
            throw new DatabaseUnavailableException(error, fault);
        }
    }
}

/// <inheritdoc/>
internal sealed class QueryBus(
    IServiceScopeFactory scopes,
    AcceptedPositions positions,
    IReadStore store,
    IDatabaseFaults faults
) : IQueryBus
{
    public Task<Answer<TView>> AskAsync<TView>(
        IQuery<TView> query,
        QueryContext context,
        CancellationToken cancellationToken = default
    ) => OffTheDispatcher.RunAsync(() => AskAgainAfterASwitchAsync(query, context, cancellationToken));

    // Two rebuilds in quick succession delete the file that a slow query still reads. The query changes nothing, so it
    // can be repeated.
    private async Task<Answer<TView>> AskAgainAfterASwitchAsync<TView>(
        IQuery<TView> query,
        QueryContext context,
        CancellationToken cancellationToken
    )
    {
        var isAgain = false;
        while (true)
        {
            var before = store.Switches;
            try
            {
                return await AskInScopeAsync(query, context, cancellationToken);
            }
            catch (Exception fault)
                when (fault is DbException or DatabaseUnavailableException && store.Switches != before)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (Exception fault) when (!isAgain && faults.Interrupted(fault) is not null)
            {
                // The server has ended the connections of the pool, for example because it was restarted.
                isAgain = true;
            }
        }
    }

    private async Task<Answer<TView>> AskInScopeAsync<TView>(
        IQuery<TView> query,
        QueryContext context,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var message = scope.ServiceProvider.GetRequiredService<CurrentMessage>();
        message.Context = new CommandContext(context.Actor, Guid.Empty);
        message.AtLeast = Math.Max(context.AtLeast, positions.LastOf(context.Actor));
        try
        {
            return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(query, cancellationToken);
        }
        catch (Exception fault) when ((faults.Unavailable(fault) ?? faults.Interrupted(fault)) is { } error)
        {
            throw new DatabaseUnavailableException(error, fault);
        }
    }
}

/// <summary>
/// Runs the pipeline outside a circuit's dispatcher. A command holds the gate that all writers wait for, so it must not
/// wait until a page has been rendered.
/// </summary>
internal static class OffTheDispatcher
{
    public static Task<T> RunAsync<T>(Func<Task<T>> work) =>
        SynchronizationContext.Current is null ? work() : Task.Run(work);
}
