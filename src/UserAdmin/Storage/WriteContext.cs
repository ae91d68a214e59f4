using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;

namespace UserAdmin.Storage;

/// <summary>The write model: the stock Identity tables, untouched, and ours beside them. One for each command, thrown away afterwards.</summary>
internal sealed class WriteContext(DbContextOptions<WriteContext> options) : IdentityDbContext<User, Role, string>(options)
{
    public DbSet<UserProfile> UserProfiles => Set<UserProfile>();

    public DbSet<UserSession> UserSessions => Set<UserSession>();

    public DbSet<EventRecord> EventLog => Set<EventRecord>();

    public DbSet<ProcessedCommand> ProcessedCommands => Set<ProcessedCommand>();

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
        builder.Entity<UserSession>(session =>
        {
            session.ToTable("UserSessions").HasKey(row => row.Id);
            session.HasIndex(row => row.UserId);
            session.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
            session.Property(row => row.CreatedAt).HasConversion<UtcTicks>();
            session.Property(row => row.ExpiresAt).HasConversion<UtcTicks>();
        });
        builder.Entity<EventRecord>(record =>
        {
            record.ToTable("EventLog").HasKey(row => row.Position);
            record.Property(row => row.Position).ValueGeneratedNever();
            record.Property(row => row.At).HasConversion<UtcTicks>();
            record.HasIndex(row => new { row.SubjectId, row.Position });
        });
        builder.Entity<ProcessedCommand>(command =>
        {
            command.ToTable("ProcessedCommands").HasKey(row => row.CommandId);
            command.Property(row => row.At).HasConversion<UtcTicks>();
        });
    }
}
