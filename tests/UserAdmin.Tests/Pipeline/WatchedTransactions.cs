using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Pipeline;

/// <summary>The real transactions, whose commits are counted and can be delayed or made to fail.</summary>
internal sealed class WatchedTransactions : IWriteTransactions
{
    private IWriteTransactions? _real;

    /// <summary>Commits so far.</summary>
    public int Commits { get; set; }

    /// <summary>Runs before each commit, with its connection; a fault makes the commit fail.</summary>
    public Func<DbConnection, Task> BeforeCommit { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after each commit; a fault means that the answer of the database was lost.</summary>
    public Func<Task> AfterCommit { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs when a turn has begun, before its first command reads anything.</summary>
    public Action AfterBegin { get; set; } = () => { };

    /// <summary>Registers these transactions in place of the real ones.</summary>
    public void Register(IServiceCollection services) =>
        services.AddSingleton<IWriteTransactions>(provider =>
        {
            _real = TestProvider.Transactions(provider);
            return this;
        });

    public Task<WriteContext> OpenWriterAsync(CancellationToken cancellationToken) =>
        _real!.OpenWriterAsync(cancellationToken);

    public async Task<IDbContextTransaction> BeginAsync(WriteContext context, CancellationToken cancellationToken) =>
        new Watched(await _real!.BeginAsync(context, cancellationToken), this);

    public Task ReleaseAsync(DbTransaction transaction, string savepoint) =>
        _real!.ReleaseAsync(transaction, savepoint);

    public async Task MarkAsync(WriteContext context, CancellationToken cancellationToken)
    {
        await _real!.MarkAsync(context, cancellationToken);
        AfterBegin();
    }

    public DbCommand? TakeObserved(WriteContext context, IReadOnlyCollection<string> subjectIds) =>
        _real!.TakeObserved(context, subjectIds);

    public Task UnmarkAsync(WriteContext context) => _real!.UnmarkAsync(context);

    private sealed class Watched(IDbContextTransaction real, WatchedTransactions watcher)
        : IDbContextTransaction,
            IInfrastructure<DbTransaction>
    {
        public Guid TransactionId => real.TransactionId;

        public DbTransaction Instance => real.GetDbTransaction();

        public async Task CommitAsync(CancellationToken cancellationToken = default)
        {
            await watcher.BeforeCommit(Instance.Connection!);
            watcher.Commits++;
            await real.CommitAsync(cancellationToken);
            await watcher.AfterCommit();
        }

        public void Commit() => throw new NotSupportedException();

        public void Rollback() => real.Rollback();

        public Task RollbackAsync(CancellationToken cancellationToken = default) =>
            real.RollbackAsync(cancellationToken);

        public void Dispose() => real.Dispose();

        public ValueTask DisposeAsync() => real.DisposeAsync();
    }
}
