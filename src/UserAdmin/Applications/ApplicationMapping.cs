using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Applications;

/// <summary>Maps applications and their keys to tables, on the write side and the read side.</summary>
internal sealed class ApplicationMapping : IWriteMapping, IReadMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        builder.Entity<Application>(application =>
        {
            application.ToTable("Applications").HasKey(row => row.Id);
            application.Ignore(row => row.Events).Ignore(row => row.PermissionNames).Ignore(row => row.Content);
            application.Property(row => row.ExpiresAt).HasConversion<UtcTicks>();
            application.Property(row => row.DisabledAt).HasConversion<UtcTicks>();
            application.HasIndex(row => row.NormalizedName).IsUnique();
            application.HasIndex(row => row.OwnerId);
            application
                .HasMany(row => row.Keys)
                .WithOne()
                .HasForeignKey(key => key.ApplicationId)
                .OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<ApplicationKey>(key =>
        {
            key.ToTable("ApplicationKeys").HasKey(row => row.KeyId);
            key.Property(row => row.CreatedAt).HasConversion<UtcTicks>();
            key.Property(row => row.ExpiresAt).HasConversion<UtcTicks>();
            key.Property(row => row.RevokedAt).HasConversion<UtcTicks>();
            key.Property(row => row.LastUsedAt).HasConversion<UtcTicks>();
        });
    }

    public void Read(ModelBuilder builder)
    {
        builder.Entity<ApplicationRow>(application =>
        {
            application.ToTable("Applications").HasKey(row => row.Id);
            application.Property(row => row.Addresses);
            application
                .Ignore(row => row.PermissionNames)
                .Ignore(row => row.AllowedAddresses)
                .Ignore(row => row.OwnerName)
                .Ignore(row => row.State)
                .Ignore(row => row.LiveKeys)
                .Ignore(row => row.LastUsedAt)
                .Ignore(row => row.Keys);
        });
        builder.Entity<ApplicationKeyRow>(key =>
        {
            key.ToTable("ApplicationKeys").HasKey(row => row.KeyId);
            key.Property(row => row.CreatedById);
            key.Ignore(row => row.CreatedBy).Ignore(row => row.IsLive).Ignore(row => row.LastUsedAt);
            key.HasIndex(row => row.ApplicationId);
        });
    }
}

/// <summary>The tables, as properties of the contexts.</summary>
internal static class ApplicationSets
{
    extension(WriteContext context)
    {
        public DbSet<Application> Applications => context.Set<Application>();

        public DbSet<ApplicationKey> ApplicationKeys => context.Set<ApplicationKey>();
    }

    extension(ReadContext context)
    {
        public DbSet<ApplicationRow> Applications => context.Set<ApplicationRow>();

        public DbSet<ApplicationKeyRow> ApplicationKeys => context.Set<ApplicationKeyRow>();
    }
}
