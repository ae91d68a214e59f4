using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>The mapping of the checkpoint to its table.</summary>
internal sealed class CheckpointMapping : IReadMapping
{
    public void Read(ModelBuilder builder)
    {
        builder.Entity<Checkpoint>(checkpoint =>
        {
            checkpoint.ToTable("Checkpoint").HasKey(row => row.Id);
            checkpoint.Property(row => row.Id).ValueGeneratedNever();
        });
    }
}

/// <summary>Properties for the checkpoint's tables.</summary>
internal static class CheckpointSets
{
    extension(ReadContext context)
    {
        public DbSet<Checkpoint> Checkpoints => context.Set<Checkpoint>();
    }
}
