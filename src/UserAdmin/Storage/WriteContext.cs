using Microsoft.EntityFrameworkCore;

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

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var mapping in Mappings.Write)
        {
            mapping.Write(modelBuilder, this);
        }
    }
}
