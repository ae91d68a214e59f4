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
    DatabaseWaits waits,
    TimeProvider time
) : ICommandBus
{
    private static readonly TimeSpan _betweenTries = TimeSpan.FromMilliseconds(500);

    // With another program. Each try looks at the rows anew, and so answers as if the command had come a moment later.
    private const int MostConflicts = 12;

    // However long they take: on a busy machine, a turn alone can take a second.
    private const int FewestConflicts = 6;
    private static readonly TimeSpan _afterAConflict = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _longestConflict = TimeSpan.FromSeconds(6);

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
    // which carries it out once in either case. One that did not reach the server can be sent again as well.
    private async Task<CommandResult> SendUntilAnsweredAsync(
        ICommand command,
        CommandContext context,
        Action? onInLine,
        CancellationToken cancellationToken
    )
    {
        var begun = time.GetTimestamp();
        Error? interrupted = null;
        var conflicts = 0;
        IReadOnlyCollection<string> changedMeanwhile = [];
        IDisposable? wait = null;
        try
        {
            while (true)
            {
                try
                {
                    return await SendInScopeAsync(
                        command,
                        context,
                        onInLine,
                        isRepeated: interrupted is not null || conflicts > 0,
                        changedMeanwhile,
                        cancellationToken
                    );
                }
                catch (Exception fault) when (faults.IsConflict(fault))
                {
                    var isLate = time.GetElapsedTime(begun) >= _longestConflict;
                    if (++conflicts >= (isLate ? FewestConflicts : MostConflicts))
                    {
                        throw new DatabaseUnavailableException(
                            faults.Unavailable(fault) ?? MessagingErrors.Conflict,
                            fault
                        );
                    }

                    changedMeanwhile = (fault as ObservedMeanwhileException)?.SubjectIds ?? changedMeanwhile;
                    if (changedMeanwhile.Count == 0)
                    {
                        changedMeanwhile = [.. NamedSubjects.Of(command)];
                    }

                    await Task.Delay(_afterAConflict * conflicts, time, cancellationToken);
                    continue;
                }
                catch (Exception fault)
                    when (faults.MayPass(fault) || (interrupted is not null && faults.Unavailable(fault) is not null))
                {
                    interrupted ??= faults.Interrupted(fault);
                    if (time.GetElapsedTime(begun) >= DatabaseWaits.Patience)
                    {
                        if (interrupted is null)
                        {
                            throw;
                        }

                        throw new DatabaseUnavailableException(interrupted, fault);
                    }
                }

                wait ??= waits.Begin();
                await Task.Delay(_betweenTries, time, cancellationToken);
            }
        }
        finally
        {
            wait?.Dispose();
        }
    }

    private async Task<CommandResult> SendInScopeAsync(
        ICommand command,
        CommandContext context,
        Action? onInLine,
        bool isRepeated,
        IReadOnlyCollection<string> changedMeanwhile,
        CancellationToken cancellationToken
    )
    {
        // Each message gets its own scope: in Blazor Server the caller's scope lives as long as the circuit, and a
        // DbContext must not.
        await using var scope = scopes.CreateAsyncScope();
        var message = scope.ServiceProvider.GetRequiredService<CurrentMessage>();
        (message.Context, message.OnInLine) = (context, onInLine);
        (message.IsRepeated, message.ChangedMeanwhile) = (isRepeated, changedMeanwhile);
        try
        {
            return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, cancellationToken);
        }
        catch (UnreadableEventException unreadable)
        {
            return CommandResult.Refused(unreadable.Error);
        }
        catch (Exception fault) when (!faults.IsConflict(fault) && faults.Unavailable(fault) is { } error)
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
    IDatabaseFaults faults,
    DatabaseWaits waits
) : IQueryBus
{
    public Task<Answer<TView>> AskAsync<TView>(
        IQuery<TView> query,
        QueryContext context,
        CancellationToken cancellationToken = default
    ) =>
        OffTheDispatcher.RunAsync(() =>
            waits.ReadAsync(() => AskAgainAfterASwitchAsync(query, context, cancellationToken), cancellationToken)
        );

    // Two rebuilds in quick succession delete the file that a slow query still reads. The query changes nothing, so it
    // can be repeated.
    private async Task<Answer<TView>> AskAgainAfterASwitchAsync<TView>(
        IQuery<TView> query,
        QueryContext context,
        CancellationToken cancellationToken
    )
    {
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
        try
        {
            message.AtLeast = Math.Max(context.AtLeast, await positions.LastOfAsync(context.Actor, cancellationToken));
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
