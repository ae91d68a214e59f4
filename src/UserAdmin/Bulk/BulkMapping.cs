using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Bulk;

/// <summary>How bulk actions are stored.</summary>
internal sealed class BulkMapping : IWriteMapping, IReadMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        builder.Entity<BulkRun>(run =>
        {
            run.ToTable("BulkRuns").HasKey(row => row.BatchId);
            run.Property(row => row.Action).HasConversion<string>();
            run.Property(row => row.Status).HasConversion<string>();
            run.Property(row => row.LockUntil).HasConversion<UtcTicks>();
            run.Property(row => row.StartedAt).HasConversion<UtcTicks>();
            run.HasIndex(row => row.Status);
            run.Ignore(row => row.Events);
        });
        builder.Entity<BulkRunUsers>().ToTable("BulkRunUsers").HasKey(row => new { row.BatchId, row.First });
    }

    public void Read(ModelBuilder builder)
    {
        builder.Entity<BulkRow>(bulk =>
        {
            bulk.ToTable("Bulks").HasKey(row => row.BatchId);
            bulk.Property(row => row.Action).HasConversion<string>();
            bulk.Property(row => row.Status).HasConversion<string>();
            bulk.Property(row => row.CancelledById);
            bulk.HasIndex(row => row.StartedAt);
            bulk.HasIndex(row => row.ActorId);
            bulk.HasIndex(row => row.CancelledById).HasFilter("\"CancelledById\" IS NOT NULL");
        });
        builder.Entity<BulkItemRow>(item =>
        {
            item.ToTable("BulkItems").HasKey(row => new { row.BatchId, row.Ordinal });
            item.Property(row => row.Outcome).HasConversion<string>();
            item.HasIndex(row => new
            {
                row.BatchId,
                row.Outcome,
                row.Ordinal,
            });
        });
    }
}

/// <summary>The tables, as properties of the contexts.</summary>
internal static class BulkSets
{
    extension(WriteContext context)
    {
        public DbSet<BulkRun> BulkRuns => context.Set<BulkRun>();

        public DbSet<BulkRunUsers> BulkRunUsers => context.Set<BulkRunUsers>();
    }

    extension(ReadContext context)
    {
        public DbSet<BulkRow> Bulks => context.Set<BulkRow>();

        public DbSet<BulkItemRow> BulkItems => context.Set<BulkItemRow>();
    }
}
