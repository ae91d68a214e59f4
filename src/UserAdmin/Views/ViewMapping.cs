using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Views;

/// <summary>Maps views and layouts to tables, on the write side and the read side.</summary>
internal sealed class ViewMapping : IWriteMapping, IReadMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        builder.Entity<SavedView>(view =>
        {
            view.ToTable("SavedViews").HasKey(row => row.Id);
            view.Ignore(row => row.Events);
            view.Property(row => row.List).HasConversion<string>();
            view.HasIndex(row => new
                {
                    row.OwnerId,
                    row.List,
                    row.NormalizedName,
                })
                .IsUnique()
                .HasFilter("NOT \"IsDeleted\"");
            // If a stock application deletes the owner, the views stay without an owner.
            view.HasOne<User>().WithMany().HasForeignKey(row => row.OwnerId).OnDelete(DeleteBehavior.SetNull);
        });
        builder.Entity<ViewPin>(pin =>
        {
            pin.ToTable("ViewPins").HasKey(row => new { row.UserId, row.ViewId });
            pin.Ignore(row => row.Events);
            pin.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
            pin.HasOne<SavedView>().WithMany().HasForeignKey(row => row.ViewId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<ListLayout>(layout =>
        {
            layout.ToTable("ListLayouts").HasKey(row => row.UserId);
            layout.Ignore(row => row.Events);
            layout.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    public void Read(ModelBuilder builder)
    {
        builder.Entity<ViewRow>(view =>
        {
            view.ToTable("Views").HasKey(row => row.Id);
            view.Property(row => row.List).HasConversion<string>();
            view.Property(row => row.SortField).HasColumnName(nameof(ViewRow.Sort));
            view.Property(row => row.Columns);
            view.Ignore(row => row.Sort)
                .Ignore(row => row.ColumnKeys)
                .Ignore(row => row.OwnerName)
                .Ignore(row => row.IsOwn)
                .Ignore(row => row.IsPinned)
                .Ignore(row => row.MayChange);
            view.HasIndex(row => row.OwnerId);
        });
        builder.Entity<ViewPinRow>().ToTable("ViewPins").HasKey(row => new { row.UserId, row.ViewId });
        builder.Entity<ListLayoutRow>(layout =>
        {
            layout.ToTable("ListLayouts").HasKey(row => row.UserId);
            layout.Property(row => row.Density).HasConversion<string>();
            layout.Property(row => row.ColumnsJson);
            layout.Ignore(row => row.Columns);
        });
    }
}

/// <summary>The tables, as properties of the contexts.</summary>
internal static class ViewSets
{
    extension(WriteContext context)
    {
        public DbSet<SavedView> SavedViews => context.Set<SavedView>();

        public DbSet<ViewPin> ViewPins => context.Set<ViewPin>();

        public DbSet<ListLayout> ListLayouts => context.Set<ListLayout>();
    }

    extension(ReadContext context)
    {
        public DbSet<ViewRow> Views => context.Set<ViewRow>();

        public DbSet<ViewPinRow> ViewPins => context.Set<ViewPinRow>();

        public DbSet<ListLayoutRow> ListLayouts => context.Set<ListLayoutRow>();
    }
}
