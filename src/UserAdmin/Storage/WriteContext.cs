using Microsoft.EntityFrameworkCore;

namespace UserAdmin.Storage;

/// <summary>
/// The write model: the unmodified stock Identity tables and our own tables beside them. Each command uses a new
/// context, which is disposed afterwards.
/// </summary>
internal sealed class WriteContext(DbContextOptions<WriteContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var mapping in Mappings.Write)
        {
            mapping.Write(modelBuilder, this);
        }
    }
}
