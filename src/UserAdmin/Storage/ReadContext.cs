using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.Audit;
using UserAdmin.Bulk;
using UserAdmin.Imports;
using UserAdmin.Mail;
using UserAdmin.Policies;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Views;

namespace UserAdmin.Storage;

/// <summary>
/// The read model: rows shaped for the screen, built only from the event log. Queries never track and never write.
/// </summary>
internal sealed class ReadContext(DbContextOptions<ReadContext> options) : DbContext(options)
{
    public DbSet<UserRow> Users => Set<UserRow>();

    public DbSet<RoleRow> Roles => Set<RoleRow>();

    public DbSet<UserRoleRow> UserRoles => Set<UserRoleRow>();

    public DbSet<HistoryRow> History => Set<HistoryRow>();

    public DbSet<RefusedAttemptRow> RefusedAttempts => Set<RefusedAttemptRow>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<PasskeyRow> Passkeys => Set<PasskeyRow>();

    public DbSet<ExternalLoginRow> ExternalLogins => Set<ExternalLoginRow>();

    public DbSet<UserClaimRow> UserClaims => Set<UserClaimRow>();

    public DbSet<MailRow> Mails => Set<MailRow>();

    public DbSet<BulkRow> Bulks => Set<BulkRow>();

    public DbSet<BulkItemRow> BulkItems => Set<BulkItemRow>();

    public DbSet<ImportRow> Imports => Set<ImportRow>();

    public DbSet<PolicyRow> Policies => Set<PolicyRow>();

    public DbSet<ViewRow> Views => Set<ViewRow>();

    public DbSet<ViewPinRow> ViewPins => Set<ViewPinRow>();

    public DbSet<ListLayoutRow> ListLayouts => Set<ListLayoutRow>();

    public DbSet<Checkpoint> Checkpoints => Set<Checkpoint>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        UserMapping.Read(modelBuilder);
        RoleMapping.Read(modelBuilder);
        ViewMapping.Read(modelBuilder);
        modelBuilder.Entity<HistoryRow>(history =>
        {
            history.ToTable("History").HasKey(row => row.Position);
            history.Property(row => row.Position).ValueGeneratedNever();
            history.Property(row => row.ChangesJson);
            history.Ignore(row => row.Changes);
            history.Ignore(row => row.IsOfImport);
            history.HasIndex(row => new { row.SubjectId, row.Position });
            history.HasIndex(row => new { row.BatchId, row.Position }).HasFilter("\"BatchId\" IS NOT NULL");
        });
        modelBuilder.Entity<RefusedAttemptRow>(attempt =>
        {
            attempt.ToTable("RefusedAttempts").HasKey(row => row.Position);
            attempt.Property(row => row.Position).ValueGeneratedNever();
            attempt.Property(row => row.Kind).HasConversion<string>();
        });
        modelBuilder.Entity<SessionRow>(session =>
        {
            session.ToTable("Sessions").HasKey(row => row.SessionRef);
            session.HasIndex(row => row.UserId);
        });
        modelBuilder.Entity<PasskeyRow>().ToTable("Passkeys").HasKey(row => new { row.UserId, row.PasskeyId });
        modelBuilder
            .Entity<ExternalLoginRow>()
            .ToTable("ExternalLogins")
            .HasKey(row => new
            {
                row.UserId,
                row.Provider,
                row.ProviderKey,
            });
        modelBuilder
            .Entity<UserClaimRow>()
            .ToTable("UserClaims")
            .HasKey(row => new
            {
                row.UserId,
                row.ClaimType,
                row.Value,
            });
        modelBuilder.Entity<MailRow>(mail =>
        {
            mail.ToTable("Mails").HasKey(row => row.OrderedAt);
            mail.Property(row => row.OrderedAt).ValueGeneratedNever();
            mail.Property(row => row.Kind).HasConversion<string>();
            mail.Property(row => row.Status).HasConversion<string>();
            mail.Property(row => row.LinkTakenBy);
            mail.HasIndex(row => row.LinkId).HasFilter("\"LinkId\" IS NOT NULL");
            mail.HasIndex(row => row.UserId);
            mail.HasIndex(row => new { row.Status, row.OrderedAt });
        });
        modelBuilder.Entity<BulkRow>(bulk =>
        {
            bulk.ToTable("Bulks").HasKey(row => row.BatchId);
            bulk.Property(row => row.Action).HasConversion<string>();
            bulk.Property(row => row.Status).HasConversion<string>();
            bulk.HasIndex(row => row.StartedAt);
        });
        modelBuilder.Entity<BulkItemRow>(item =>
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
        modelBuilder.Entity<ImportRow>(import =>
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
            import.Ignore(row => row.Table);
            import.Ignore(row => row.Options);
            import.Ignore(row => row.Promised);
            import.Ignore(row => row.Done);
            import.HasIndex(row => row.ReceivedAt);
        });
        modelBuilder.Entity<PolicyRow>(policy =>
        {
            policy.ToTable("Policies").HasKey(row => row.Id);
            policy.Property(row => row.Json);
            policy.Ignore(row => row.Policy);
        });
        modelBuilder.Entity<Checkpoint>(checkpoint =>
        {
            checkpoint.ToTable("Checkpoint").HasKey(row => row.Id);
            checkpoint.Property(row => row.Id).ValueGeneratedNever();
        });
    }
}
