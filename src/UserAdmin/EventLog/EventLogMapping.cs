using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Storage;

namespace UserAdmin.EventLog;

/// <summary>The mapping of the log to its tables.</summary>
internal sealed class EventLogMapping : IWriteMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        builder.Entity<EventRecord>(record =>
        {
            record.ToTable("EventLog").HasKey(row => row.Position);
            record.Property(row => row.Position).ValueGeneratedNever();
            record.Property(row => row.At).HasConversion<UtcTicks>();
            record.Ignore(row => row.IsSetAside);
            record.Ignore(row => row.IsErased);
            record.Ignore(row => row.Keys);
            record.HasIndex(row => new { row.SubjectId, row.Position });
        });
        builder.Entity<EventKey>(key =>
        {
            key.ToTable("EventKeys").HasKey(row => row.Id);
            key.Property(row => row.At).HasConversion<UtcTicks>();
        });
        builder.Entity<ProcessedCommand>(command =>
        {
            command.ToTable("ProcessedCommands").HasKey(row => row.CommandId);
            command.Property(row => row.At).HasConversion<UtcTicks>();
        });
    }
}

/// <summary>Properties for the tables of the log.</summary>
internal static class EventLogSets
{
    extension(WriteContext context)
    {
        public DbSet<EventRecord> EventLog => context.Set<EventRecord>();

        public DbSet<EventKey> EventKeys => context.Set<EventKey>();

        public DbSet<ProcessedCommand> ProcessedCommands => context.Set<ProcessedCommand>();
    }
}
