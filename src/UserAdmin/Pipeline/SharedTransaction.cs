using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Pipeline;

/// <summary>
/// A transaction of one or several commands, one after the other. Each command can be undone without the others.
/// </summary>
internal sealed class SharedTransaction(
    WriteContext owner,
    IWriteTransactions transactions,
    IDbContextTransaction transaction,
    TimeProvider time
)
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

    /// <summary>
    /// Whether no command may join any more, because the next one relies on this one being committed.
    /// </summary>
    public bool IsLast => AfterCommit.Count > 0 || ChangesAnyAccess || _isAboutTheLog || _fault is not null;

    /// <summary>Whether the database has reported a fault to one of the commands.</summary>
    public bool HasFaulted { get; private set; }

    /// <summary>
    /// Whether other programs have changed the stock tables, and that is not recorded yet. Commands record it first.
    /// </summary>
    public bool HasObserved { get; set; } = owner.HasObserved;

    /// <summary>Begins a command: its context uses this transaction.</summary>
    public async Task JoinAsync(WriteContext context, CancellationToken cancellationToken)
    {
        (_isKept, _cause) = (false, null);
        _connectionString = context.Database.GetConnectionString();
        try
        {
            context.Database.SetDbConnection(owner.Database.GetDbConnection());
            await context.Database.UseTransactionAsync(_transaction, CancellationToken.None);
            context.Unsent = new StatementBatch(context);
            // The first command can be undone by undoing everything.
            if (Commands > 0)
            {
                await SaveAsync(cancellationToken);
            }
        }
        catch
        {
            await GiveBackAsync(context);
            throw;
        }
    }

    /// <summary>
    /// Adds the statement that fails the command if another program has changed one of its subjects since the
    /// transaction began. It sees everything that the command can have replaced, because it is the last one.
    /// </summary>
    /// <param name="context">The command's context.</param>
    /// <param name="subjectIds">What the command's events are about.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task GuardAsync(
        WriteContext context,
        IReadOnlyCollection<string> subjectIds,
        CancellationToken cancellationToken
    )
    {
        if (subjectIds.Count > 0 && transactions.TakeObserved(context, subjectIds) is { } taken)
        {
            // The rows are in the queue again when the command has been undone.
            await context.Unsent!.AddAsync(
                taken,
                rows =>
                {
                    if (rows > 0)
                    {
                        throw new ObservedMeanwhileException(subjectIds);
                    }
                },
                cancellationToken
            );
        }
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

    /// <summary>
    /// Commits even if no command has changed anything, because one of them relies on what an earlier one had done.
    /// </summary>
    public void Confirm()
    {
        _isKept = true;
        Commands++;
    }

    /// <summary>Notes why the command failed, in case the database has undone the other commands with it.</summary>
    public void Failed(Exception cause)
    {
        (_isKept, _cause) = (false, cause);
        HasFaulted |= cause is DbException or { InnerException: DbException };
    }

    /// <summary>
    /// Ends a command: undoes what it did unless it was kept, and gives its context back a connection of its own.
    /// </summary>
    public async Task LeaveAsync(WriteContext context)
    {
        try
        {
            if (_isKept && Commands > 1)
            {
                await transactions.ReleaseAsync(_transaction, Savepoint);
            }
            else if (!_isKept && Commands > 0)
            {
                await _transaction.RollbackAsync(Savepoint);
                await transactions.ReleaseAsync(_transaction, Savepoint);
            }
        }
#pragma warning disable CA1031 // Every command of the transaction gets the fault.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            // Some faults, such as a full disk, undo the whole transaction.
            _fault = _cause is DbException or { InnerException: DbException } ? _cause : fault;
        }
        finally
        {
            await GiveBackAsync(context);
        }
    }

    /// <summary>Commits. Returns the fault if that failed, and null if everything is on disk.</summary>
    public async Task<Exception?> CommitAsync()
    {
        if (_fault is not null)
        {
            return _fault;
        }

        try
        {
            await transactions.UnmarkAsync(owner);
            // Not cancelled by anybody: a commit that has begun is finished.
            await transaction.CommitAsync(CancellationToken.None);
            return null;
        }
#pragma warning disable CA1031 // Every command of the transaction gets the fault.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return fault;
        }
    }

    /// <summary>Lets the commands that wait for the commit know how it ended.</summary>
    /// <param name="fault">Why it failed; null if everything is on disk.</param>
    public void Complete(Exception? fault)
    {
        if (fault is null)
        {
            _committed.SetResult();
            return;
        }

        _committed.SetException(fault);
        // Observed here too, because perhaps none of the commands waits any more.
        _ = _committed.Task.Exception;
    }

    /// <summary>
    /// Ends the transaction, without its changes unless they were committed. Returns whether its connection can be used
    /// for another one; does not throw.
    /// </summary>
    public async Task<bool> EndAsync()
    {
        try
        {
            // After a commit that failed, the database has often ended the transaction itself, and refuses to do it
            // again.
            await transaction.DisposeAsync();
            return true;
        }
#pragma warning disable CA1031 // What the commands are told is decided already.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _transaction.SaveAsync(Savepoint, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _fault = fault;
            throw;
        }
    }

    // Contexts are pooled, and the pool does not take a borrowed connection away from them.
    private async Task GiveBackAsync(WriteContext context)
    {
        context.ChangeTracker.Clear();
        context.Unsent = null;
        if (context.Database.CurrentTransaction is not null)
        {
            await context.Database.UseTransactionAsync(null);
        }

        if (context.Database.GetDbConnection() == owner.Database.GetDbConnection())
        {
            context.Database.SetDbConnection(null, contextOwnsConnection: true);
            context.Database.SetConnectionString(_connectionString);
        }
    }
}
