using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Storage;

/// <summary>
/// The write model: the unmodified stock Identity tables and our own tables beside them. Each command uses a new
/// context, which is disposed afterwards.
/// </summary>
internal class WriteContext : DbContext
{
    public WriteContext(DbContextOptions<WriteContext> options)
        : base(options) { }

    /// <summary>For a provider that maps some things differently, and has migrations of its own.</summary>
    protected WriteContext(DbContextOptions options)
        : base(options) { }

    /// <summary>Where the tables are.</summary>
    public DatabaseLayout Layout => field ??= LayoutExtension.Of(this.GetService<IDbContextOptions>());

    /// <summary>The statements of a command that are sent together at its end; null outside a command.</summary>
    public StatementBatch? Unsent { get; set; }

    /// <summary>
    /// Whether other programs had changed the stock tables when the transaction began, and that was not recorded yet.
    /// </summary>
    public bool HasObserved { get; set; }

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        await (Unsent?.SendAsync(cancellationToken) ?? Task.CompletedTask);
        return saved;
    }

    /// <summary>
    /// Saves the changes of a command later, with its other <see cref="Unsent"/> statements. Until then nothing may be
    /// read that they change.
    /// </summary>
    public Task SaveChangesAtEndAsync(CancellationToken cancellationToken) =>
        base.SaveChangesAsync(acceptAllChangesOnSuccess: true, cancellationToken);

    /// <summary>Creates the statement that inserts many rows at once, which is fast only on a server.</summary>
    /// <param name="transaction">The open transaction.</param>
    /// <param name="rows">The rows.</param>
    public virtual DbCommand InsertMany(DbTransaction transaction, InsertedRows rows) =>
        throw new NotSupportedException("Rows are inserted one after the other in a database of this process.");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var mapping in Mappings.Write)
        {
            mapping.Write(modelBuilder, this);
        }
    }
}
