using System.Diagnostics;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Pipeline;

/// <summary>
/// Puts commands that wait for the write gate together into one transaction, because waiting for the disk takes most of
/// a commit's time, however much was written (decision 63). Used only by whoever holds the turn at the gate.
/// </summary>
internal sealed class SharedCommits(
    IWriteTransactions transactions,
    WriteGate gate,
    LogSignal signal,
    IAccessReader access,
    WriteInstruments instruments,
    TimeProvider time
) : IAsyncDisposable
{
    /// <summary>Commands of a transaction at most.</summary>
    internal const int MostCommands = 128;

    // The first command waits for the last one.
    internal static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(20);

    private SharedTransaction? _open;

    // The next transaction uses its prepared statements again.
    private WriteContext? _writer;

    /// <summary>Lets a command join the open transaction, or begins one.</summary>
    /// <param name="context">The command's context, which uses the transaction from now on.</param>
    /// <param name="actorId">Id of the command's actor, whose access must be known for certain.</param>
    /// <param name="cancellationToken">Cancels the wait for a writer of another process.</param>
    public async Task<SharedTransaction> JoinAsync(
        WriteContext context,
        string actorId,
        CancellationToken cancellationToken
    )
    {
        // Authorisation reads what is committed.
        if (_open is { IsLast: true } || _open?.ChangedAccess.Contains(actorId) is true)
        {
            await CommitAsync();
        }

        _open ??= await BeginAsync(cancellationToken);
        await _open.JoinAsync(context, cancellationToken);
        return _open;
    }

    /// <summary>
    /// Ends a command's turn. Commits, unless the next in line joins the transaction and commits it later.
    /// </summary>
    /// <returns>A task that completes when everything that the command has seen and done is on disk, and fails if it
    /// could not be committed.</returns>
    public async Task<Task> LeaveAsync()
    {
        if (
            _open is { Commands: > 0, IsLast: false } open
            && open.Commands < MostCommands
            && open.Age < Longest
            && gate.TryPassOn()
        )
        {
            return open.Committed;
        }

        try
        {
            return await CommitAsync();
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>Closes the connection. No command may be under way.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_writer is { } writer)
        {
            _writer = null;
            await writer.DisposeAsync();
        }
    }

    private async Task<SharedTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        _writer ??= await transactions.OpenWriterAsync(cancellationToken);
        try
        {
            var transaction = await transactions.BeginAsync(_writer, cancellationToken);
            await transactions.MarkAsync(_writer, cancellationToken);
            return new SharedTransaction(_writer, transactions, transaction, time);
        }
        catch
        {
            await CloseAsync();
            throw;
        }
    }

    /// <summary>
    /// Closes a connection whose transaction failed, so that the next one begins with another. Does not throw: what the
    /// commands are told is decided already.
    /// </summary>
    private async Task CloseAsync()
    {
        try
        {
            await DisposeAsync();
        }
#pragma warning disable CA1031 // See above.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Nothing is left to close.
        }
    }

    private async Task<Task> CommitAsync()
    {
        if (_open is not { } ended)
        {
            return Task.CompletedTask;
        }

        _open = null;
        var begun = Stopwatch.GetTimestamp();
        // Without changes there is nothing to commit.
        var fault = ended.Commands > 0 ? await ended.CommitAsync() : null;
        try
        {
            // After a fault, another connection may lead to a server that can write.
            if (!await ended.EndAsync() || fault is not null || ended.HasFaulted)
            {
                await CloseAsync();
            }

            if (ended.Commands == 0)
            {
                return Task.CompletedTask;
            }

            // Before anybody is answered: whoever hears that access was taken away can rely on it.
            if (fault is null)
            {
                instruments.Committed(begun, ended.Commands);
                Announce(ended);
            }
        }
        finally
        {
            ended.Complete(fault);
        }

        return ended.Committed;
    }

    private void Announce(SharedTransaction ended)
    {
        if (ended.ChangesAnyAccess)
        {
            access.Forget();
        }

        foreach (var userId in ended.ChangedAccess)
        {
            access.Forget(userId);
        }

        if (ended.Tail is { } tail)
        {
            signal.Appended(tail.Position);
        }

        foreach (var action in ended.AfterCommit)
        {
            action();
        }
    }
}
