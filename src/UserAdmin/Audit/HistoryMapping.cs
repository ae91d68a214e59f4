using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Audit;

/// <summary>How the history is stored.</summary>
internal sealed class HistoryMapping : IReadMapping
{
    public void Read(ModelBuilder builder)
    {
        builder.Entity<HistoryRow>(history =>
        {
            history.ToTable("History").HasKey(row => row.Position);
            history.Property(row => row.Position).ValueGeneratedNever();
            history.Property(row => row.ChangesJson);
            history.Ignore(row => row.Changes);
            history.Ignore(row => row.IsOfImport);
            history.Ignore(row => row.SubjectKind);
            history.Ignore(row => row.SubjectName);
            history.Ignore(row => row.HidesPerson);
            history.Property(row => row.Words);
            history.Property(row => row.RoleId);
            // Most events are not about a role's members.
            history.HasIndex(row => row.RoleId).HasFilter("\"RoleId\" IS NOT NULL");
            history.HasIndex(row => new { row.SubjectId, row.Position });
            // Position is the row id, which every index of SQLite ends with: each value's events are in order.
            history.HasIndex(row => row.ActorId);
            history.HasIndex(row => row.EventType);
            history.HasIndex(row => row.BatchId);
            history.HasIndex(row => row.IpAddress);
            history.HasIndex(row => row.At);
        });
        builder.Entity<ActivityTallyRow>(tally =>
            tally.ToTable("ActivityTallies").HasKey(row => new { row.Quarter, row.EventType })
        );
    }
}

/// <summary>The tables, as properties of the context.</summary>
internal static class HistorySets
{
    extension(ReadContext context)
    {
        public DbSet<HistoryRow> History => context.Set<HistoryRow>();

        public DbSet<ActivityTallyRow> ActivityTallies => context.Set<ActivityTallyRow>();
    }
}
