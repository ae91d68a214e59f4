using Microsoft.EntityFrameworkCore;

namespace UserAdmin.Storage;

/// <summary>
/// The write model: the stock Identity tables, untouched, and ours beside them. One for each command, thrown away
/// afterwards.
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
