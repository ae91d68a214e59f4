using Microsoft.EntityFrameworkCore;
using UserAdmin.Audit;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Users;

namespace UserAdmin.Storage;

/// <summary>The read model: rows shaped for the screen, built only from the event log. Queries never track and never write.</summary>
internal sealed class ReadContext(DbContextOptions<ReadContext> options) : DbContext(options)
{
    public DbSet<UserRow> Users => Set<UserRow>();

    public DbSet<RoleRow> Roles => Set<RoleRow>();

    public DbSet<UserRoleRow> UserRoles => Set<UserRoleRow>();

    public DbSet<HistoryRow> History => Set<HistoryRow>();

    public DbSet<Checkpoint> Checkpoints => Set<Checkpoint>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        UserMapping.Read(modelBuilder);
        RoleMapping.Read(modelBuilder);
        modelBuilder.Entity<HistoryRow>(history =>
        {
            history.ToTable("History").HasKey(row => row.Position);
            history.Property(row => row.Position).ValueGeneratedNever();
            history.Property(row => row.ChangesJson);
            history.Ignore(row => row.Changes);
            history.HasIndex(row => new { row.SubjectId, row.Position });
        });
        modelBuilder.Entity<Checkpoint>(checkpoint =>
        {
            checkpoint.ToTable("Checkpoint").HasKey(row => row.Id);
            checkpoint.Property(row => row.Id).ValueGeneratedNever();
        });
    }
}
