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
            history.HasIndex(row => new { row.SubjectId, row.Position });
        });
    }
}

/// <summary>The tables, as properties of the context.</summary>
internal static class HistorySets
{
    extension(ReadContext context)
    {
        public DbSet<HistoryRow> History => context.Set<HistoryRow>();
    }
}
