using System.Data.Common;
using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Pipeline;

/// <summary>
/// A transaction of one or several commands, one after the other. Each command can be undone without the others.
/// </summary>
internal sealed class SharedTransaction(WriteContext owner, IDbContextTransaction transaction, TimeProvider time)
    : IAsyncDisposable
{
    private const string Savepoint = "command";

    private readonly DbTransaction _transaction = transaction.GetDbTransaction();
    private readonly TaskCompletionSource _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _begun = time.GetTimestamp();
    private readonly List<string> _changedAccess = [];
    private string? _connectionString;
    private bool _isKept;
    private bool _isAboutTheLog;
    private Exception? _cause;
    private Exception? _fault;

    /// <summary>Completes when the transaction is on disk; fails if it could not be committed.</summary>
    public Task Committed => _committed.Task;

    /// <summary>Number of commands whose changes are in it.</summary>
    public int Commands { get; private set; }

    /// <summary>Time since it was begun.</summary>
    public TimeSpan Age => time.GetElapsedTime(_begun);

    /// <summary>End of the log in this transaction; null if nothing has looked yet.</summary>
    public LogTail? Tail { get; private set; }

    /// <summary>Runs after the commit, for the last command.</summary>
    public IReadOnlyList<Action> AfterCommit { get; private set; } = [];

    /// <summary>The users whose access may have changed.</summary>
    public IReadOnlyList<string> ChangedAccess => _changedAccess;

    /// <summary>Whether anybody's access may have changed.</summary>
    public bool ChangesAnyAccess { get; private set; }

    /// <summary>Whether no command may join any more, because the next one relies on this one being committed.</summary>
    public bool IsLast => AfterCommit.Count > 0 || ChangesAnyAccess || _isAboutTheLog || _fault is not null;

    /// <summary>Begins a command: its context uses this transaction.</summary>
    public async Task JoinAsync(WriteContext context, CancellationToken cancellationToken)
    {
        (_isKept, _cause) = (false, null);
        // The first command can be undone by undoing everything.
        if (Commands > 0)
        {
            await _transaction.SaveAsync(Savepoint, cancellationToken);
        }

        _connectionString = context.Database.GetConnectionString();
        context.Database.SetDbConnection(owner.Database.GetDbConnection());
        await context.Database.UseTransactionAsync(_transaction, CancellationToken.None);
    }

    /// <summary>Keeps what the command has done.</summary>
    /// <param name="tail">End of the log after its events.</param>
    /// <param name="events">Its events.</param>
    /// <param name="afterCommit">What it does after the commit.</param>
    public void Keep(LogTail tail, IEnumerable<IEvent> events, IReadOnlyList<Action> afterCommit)
    {
        (_isKept, Tail, AfterCommit) = (true, tail, afterCommit);
        Commands++;
        foreach (var @event in events)
        {
            // Handlers look these up on a connection of their own.
            _isAboutTheLog |= @event.SubjectId == LogSubject.Id;
            ChangesAnyAccess |= @event is IChangesAnyAccess;
            if (@event is IChangesAccess)
            {
                _changedAccess.Add(@event.SubjectId);
            }
        }
    }

    /// <summary>Notes why the command failed, in case the database has undone the other commands with it.</summary>
    public void Failed(Exception cause) => (_isKept, _cause) = (false, cause);

    /// <summary>
    /// Ends a command: undoes what it did unless it was kept, and gives its context back a connection of its own.
    /// </summary>
    public async Task LeaveAsync(WriteContext context)
    {
        context.ChangeTracker.Clear();
        await context.Database.UseTransactionAsync(null);
        context.Database.SetDbConnection(null, contextOwnsConnection: true);
        context.Database.SetConnectionString(_connectionString);
        if (_isKept && Commands == 1)
        {
            return;
        }

        try
        {
            if (_isKept)
            {
                await _transaction.ReleaseAsync(Savepoint);
            }
            else if (Commands > 0)
            {
                await _transaction.RollbackAsync(Savepoint);
                await _transaction.ReleaseAsync(Savepoint);
            }
        }
#pragma warning disable CA1031 // Every command of the transaction gets the fault.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            // Some faults, such as a full disk, undo the whole transaction.
            _fault = _cause ?? fault;
        }
    }

    /// <summary>Commits, and lets the commands that wait know. Does not throw: <see cref="Committed"/> does.</summary>
    public async Task CommitAsync()
    {
        try
        {
            if (_fault is not null)
            {
                ExceptionDispatchInfo.Throw(_fault);
            }

            // Not cancelled by anybody: a commit that has begun is finished.
            await transaction.CommitAsync(CancellationToken.None);
            _committed.SetResult();
        }
#pragma warning disable CA1031 // Every command of the transaction gets the fault.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _committed.SetException(fault);
            // Observed here too, because perhaps none of the commands waits any more.
            _ = _committed.Task.Exception;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await owner.DisposeAsync();
    }
}
