using System.Diagnostics;
using MediatR;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>Lets one writer of this process write at a time, in order of arrival.</summary>
/// <remarks>
/// SQLite allows only one writer. Without the gate, writers would compete by retrying while the database is busy, in no
/// particular order. Whoever holds the turn can pass it on to a command that joins its transaction, so that commands
/// that wait together share one commit (decision 63).
/// </remarks>
internal sealed class WriteGate
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private bool _isTaken;

    /// <summary>Number of writers in line.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Waits for the turn to write in a new transaction.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => EnterAsync(joins: false, cancellationToken);

    /// <summary>Waits for the turn to write in the transaction of the commands before, or in a new one.</summary>
    public Task EnterToJoinAsync(CancellationToken cancellationToken) => EnterAsync(joins: true, cancellationToken);

    /// <summary>Ends the turn. No transaction may be open.</summary>
    public void Leave()
    {
        Waiter? next;
        lock (_lock)
        {
            next = Take();
            _isTaken = next is not null;
        }

        next?.Begin();
    }

    /// <summary>
    /// Ends the turn with the transaction still open, if the next in line joins it. Returns false, and keeps the turn,
    /// if nobody waits or the next one writes alone.
    /// </summary>
    public bool TryPassOn()
    {
        Waiter next;
        lock (_lock)
        {
            if (_waiting.First is not { Value.Joins: true })
            {
                return false;
            }

            next = Take()!;
        }

        next.Begin();
        return true;
    }

    private Task EnterAsync(bool joins, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        LinkedListNode<Waiter> place;
        lock (_lock)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return Task.CompletedTask;
            }

            place = _waiting.AddLast(new Waiter(joins));
        }

        return WaitAsync(place, cancellationToken);
    }

    private async Task WaitAsync(LinkedListNode<Waiter> place, CancellationToken cancellationToken)
    {
        await using var giveUp = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                lock (_lock)
                {
                    // The turn has come already: its owner has to end it, and notices the cancellation later.
                    if (place.List is null)
                    {
                        return;
                    }

                    _waiting.Remove(place);
                }

                place.Value.Cancel(token);
            },
            null
        );
        await place.Value.Turn;
    }

    private Waiter? Take()
    {
        if (_waiting.First is not { } first)
        {
            return null;
        }

        _waiting.RemoveFirst();
        return first.Value;
    }

    private sealed class Waiter(bool joins)
    {
        private readonly TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Joins { get; } = joins;

        public Task Turn => _turn.Task;

        public void Begin() => _turn.SetResult();

        public void Cancel(CancellationToken cancellationToken) => _turn.SetCanceled(cancellationToken);
    }
}

/// <summary>
/// The fifth pipeline step for commands: waits for the write gate, and answers when what the command did is on disk.
/// </summary>
internal sealed class CommandWriteGate<TCommand>(
    WriteGate gate,
    SharedCommits commits,
    WriteInstruments instruments,
    CurrentMessage current
) : IPipelineBehavior<TCommand, CommandResult>
    where TCommand : ICommand
{
    public async Task<CommandResult> Handle(
        TCommand request,
        RequestHandlerDelegate<CommandResult> next,
        CancellationToken cancellationToken
    )
    {
        var begun = Stopwatch.GetTimestamp();
        // Nobody should wait for a long command behind, and share its fate.
        var turn =
            request is ILongCommand || current.IsRepeated
                ? gate.EnterAsync(cancellationToken)
                : gate.EnterToJoinAsync(cancellationToken);
        current.OnInLine?.Invoke();
        await turn;
        instruments.Waited(begun);
        var committed = Task.CompletedTask;
        try
        {
            CommandResult result;
            try
            {
                result = await next();
            }
            finally
            {
                committed = await commits.LeaveAsync();
            }

            await committed;
            return result;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The command may have failed because of what another one in the transaction did.
            await committed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }
}
