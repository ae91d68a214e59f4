using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Imports;

/// <summary>How imports are stored.</summary>
internal sealed class ImportMapping : IWriteMapping, IReadMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        builder.Entity<ImportRun>(run =>
        {
            run.ToTable("ImportRuns").HasKey(row => row.ImportId);
            run.Property(row => row.Status).HasConversion<string>();
            run.Property(row => row.ReceivedAt).HasConversion<UtcTicks>();
            run.HasIndex(row => row.Status);
            run.HasIndex(row => new { row.ActorId, row.Header });
            run.Ignore(row => row.Events);
        });
    }

    public void Read(ModelBuilder builder)
    {
        builder.Entity<ImportRow>(import =>
        {
            import.ToTable("Imports").HasKey(row => row.ImportId);
            import.Property(row => row.Status).HasConversion<string>();
            import.Property(row => row.TableJson);
            import.Property(row => row.OptionsJson);
            import.Property(row => row.ToCreate);
            import.Property(row => row.ToUpdate);
            import.Property(row => row.ToLeave);
            import.Property(row => row.ToRefuse);
            import.Property(row => row.Created);
            import.Property(row => row.Updated);
            import.Property(row => row.Unchanged);
            import.Property(row => row.Refused);
            import.Property(row => row.RunningSince);
            import.Property(row => row.DoneBefore);
            import.Property(row => row.StartedById);
            import.Property(row => row.ReasonById);
            import.Ignore(row => row.Table);
            import.Ignore(row => row.Options);
            import.Ignore(row => row.IsList);
            import.Ignore(row => row.Promised);
            import.Ignore(row => row.Done);
            import.HasIndex(row => row.ReceivedAt);
            import.HasIndex(row => row.ActorId);
            import.HasIndex(row => row.StartedById).HasFilter("\"StartedById\" IS NOT NULL");
            import.HasIndex(row => row.ReasonById).HasFilter("\"ReasonById\" IS NOT NULL");
        });
    }
}

/// <summary>The tables, as properties of the contexts.</summary>
internal static class ImportSets
{
    extension(WriteContext context)
    {
        public DbSet<ImportRun> ImportRuns => context.Set<ImportRun>();
    }

    extension(ReadContext context)
    {
        public DbSet<ImportRow> Imports => context.Set<ImportRow>();
    }
}
