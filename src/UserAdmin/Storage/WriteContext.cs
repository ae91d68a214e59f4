using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.Bulk;
using UserAdmin.EventLog;
using UserAdmin.Imports;
using UserAdmin.Mail;
using UserAdmin.Policies;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Views;

namespace UserAdmin.Storage;

/// <summary>
/// The write model: the stock Identity tables, untouched, and ours beside them. One for each command, thrown away
/// afterwards.
/// </summary>
internal sealed class WriteContext(DbContextOptions<WriteContext> options)
    : IdentityDbContext<User, Role, string>(options)
{
    public DbSet<UserProfile> UserProfiles => Set<UserProfile>();

    public DbSet<UserSession> UserSessions => Set<UserSession>();

    public DbSet<EventRecord> EventLog => Set<EventRecord>();

    public DbSet<ProcessedCommand> ProcessedCommands => Set<ProcessedCommand>();

    public DbSet<AccountLink> AccountLinks => Set<AccountLink>();

    public DbSet<PasswordResetRequest> PasswordResetRequests => Set<PasswordResetRequest>();

    public DbSet<OutboxMail> OutboxMails => Set<OutboxMail>();

    public DbSet<OutboxCheckpoint> OutboxCheckpoints => Set<OutboxCheckpoint>();

    public DbSet<BulkRun> BulkRuns => Set<BulkRun>();

    public DbSet<BulkRunUsers> BulkRunUsers => Set<BulkRunUsers>();

    public DbSet<ImportRun> ImportRuns => Set<ImportRun>();

    public DbSet<PolicySettings> PolicySettings => Set<PolicySettings>();

    public DbSet<SavedView> SavedViews => Set<SavedView>();

    public DbSet<ViewPin> ViewPins => Set<ViewPin>();

    public DbSet<ListLayout> ListLayouts => Set<ListLayout>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        if (builder.Model.FindEntityType(typeof(IdentityUserPasskey<string>)) is null)
        {
            // Identity takes the version from options and falls back to 1 in silence.
            throw new InvalidOperationException("IdentityOptions.Stores.SchemaVersion has to be version 3.");
        }

        UserMapping.Write(builder);
        RoleMapping.Write(builder);
        ViewMapping.Write(builder);
        builder.Entity<UserSession>(session =>
        {
            session.ToTable("UserSessions").HasKey(row => row.Id);
            session.Ignore(row => row.Events);
            session.HasIndex(row => row.UserId);
            session.HasIndex(row => row.Ref);
            session.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
            session.Property(row => row.CreatedAt).HasConversion<UtcTicks>();
            session.Property(row => row.ExpiresAt).HasConversion<UtcTicks>();
        });
        builder.Entity<AccountLink>(link =>
        {
            link.ToTable("AccountLinks").HasKey(row => row.Id);
            link.Property(row => row.Purpose).HasConversion<string>();
            link.Property(row => row.ExpiresAt).HasConversion<UtcTicks>();
            link.HasIndex(row => new { row.UserId, row.Purpose });
            link.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<PasswordResetRequest>().ToTable("PasswordResetRequests").HasKey(row => row.Id);
        builder.Entity<OutboxMail>(mail =>
        {
            mail.ToTable("OutboxMails").HasKey(row => row.OrderedAt);
            mail.Property(row => row.OrderedAt).ValueGeneratedNever();
            mail.Ignore(row => row.Events);
            mail.Property(row => row.Kind).HasConversion<string>();
            mail.Property(row => row.Status).HasConversion<string>();
            mail.Property(row => row.LinkExpiresAt).HasConversion<UtcTicks>();
            mail.Property(row => row.NextAttemptAt).HasConversion<UtcTicks>();
            mail.HasIndex(row => new { row.Status, row.NextAttemptAt });
        });
        builder.Entity<OutboxCheckpoint>().ToTable("OutboxCheckpoint").Property(row => row.Id).ValueGeneratedNever();
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
        builder.Entity<ImportRun>(run =>
        {
            run.ToTable("ImportRuns").HasKey(row => row.ImportId);
            run.Property(row => row.Status).HasConversion<string>();
            run.Property(row => row.ReceivedAt).HasConversion<UtcTicks>();
            run.HasIndex(row => row.Status);
            run.HasIndex(row => new { row.ActorId, row.Header });
            run.Ignore(row => row.Events);
        });
        builder
            .Entity<PolicySettings>()
            .Ignore(row => row.Events)
            .ToTable("PolicySettings")
            .Property(row => row.Id)
            .ValueGeneratedNever();
        builder.Entity<EventRecord>(record =>
        {
            record.ToTable("EventLog").HasKey(row => row.Position);
            record.Property(row => row.Position).ValueGeneratedNever();
            record.Property(row => row.At).HasConversion<UtcTicks>();
            record.Ignore(row => row.IsSetAside);
            record.HasIndex(row => new { row.SubjectId, row.Position });
        });
        builder.Entity<ProcessedCommand>(command =>
        {
            command.ToTable("ProcessedCommands").HasKey(row => row.CommandId);
            command.Property(row => row.At).HasConversion<UtcTicks>();
        });
    }
}
