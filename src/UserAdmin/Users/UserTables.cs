using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>Maps users, sessions, links and ways to sign in to tables.</summary>
internal sealed class UserTablesMapping : IWriteMapping, IReadMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        UserMapping.Write(builder);
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
    }

    public void Read(ModelBuilder builder)
    {
        UserMapping.Read(builder);
        builder.Entity<SessionRow>().ToTable("Sessions").HasKey(row => new { row.UserId, row.SessionRef });
        builder.Entity<PasskeyRow>().ToTable("Passkeys").HasKey(row => new { row.UserId, row.PasskeyId });
        builder
            .Entity<ExternalLoginRow>()
            .ToTable("ExternalLogins")
            .HasKey(row => new
            {
                row.UserId,
                row.Provider,
                row.ProviderKey,
            });
        builder.Entity<UserExternalIdRow>(id =>
        {
            id.ToTable("UserExternalIds").HasKey(row => new { row.UserId, row.ApplicationId });
            id.HasIndex(row => new { row.ApplicationId, row.ExternalId });
        });
        builder.Entity<UserClaimRow>(claim =>
        {
            claim
                .ToTable("UserClaims")
                .HasKey(row => new
                {
                    row.UserId,
                    row.ClaimType,
                    row.Value,
                });
            claim.Property(row => row.AddedById);
        });
    }
}

/// <summary>Gives access to the tables by name.</summary>
internal static class UserSets
{
    extension(WriteContext context)
    {
        public DbSet<User> Users => context.Set<User>();

        public DbSet<IdentityUserClaim<string>> UserClaims => context.Set<IdentityUserClaim<string>>();

        public DbSet<IdentityUserLogin<string>> UserLogins => context.Set<IdentityUserLogin<string>>();

        public DbSet<IdentityUserPasskey<string>> UserPasskeys => context.Set<IdentityUserPasskey<string>>();

        public DbSet<IdentityUserToken<string>> UserTokens => context.Set<IdentityUserToken<string>>();

        public DbSet<UserProfile> UserProfiles => context.Set<UserProfile>();

        public DbSet<UserSession> UserSessions => context.Set<UserSession>();

        public DbSet<AccountLink> AccountLinks => context.Set<AccountLink>();
    }

    extension(ReadContext context)
    {
        public DbSet<UserRow> Users => context.Set<UserRow>();

        public DbSet<SessionRow> Sessions => context.Set<SessionRow>();

        public DbSet<PasskeyRow> Passkeys => context.Set<PasskeyRow>();

        public DbSet<ExternalLoginRow> ExternalLogins => context.Set<ExternalLoginRow>();

        public DbSet<UserClaimRow> UserClaims => context.Set<UserClaimRow>();
    }
}
