using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Roles;

/// <summary>Maps roles to tables, on the write side and the read side.</summary>
internal sealed class RoleMapping : IWriteMapping, IReadMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        builder.Entity<Role>().Ignore(role => role.Events);
        builder
            .Entity<Role>()
            .HasOne(role => role.Profile)
            .WithOne()
            .HasForeignKey<RoleProfile>(profile => profile.RoleId);
        builder.Entity<RoleProfile>().ToTable("RoleProfiles").HasKey(row => row.RoleId);
        builder.Entity<RoleProfile>().Property(row => row.Description).HasMaxLength(500);
    }

    public void Read(ModelBuilder builder)
    {
        builder.Entity<RoleRow>().Property(row => row.ClientIds);
        builder.Entity<RoleRow>().Ignore(row => row.OtherClaimList).ToTable("Roles").HasKey(row => row.Id);
        builder.Entity<UserRoleRow>(member =>
        {
            member.ToTable("UserRoles").HasKey(row => new { row.UserId, row.RoleId });
            member.Property(row => row.GrantedById);
            member.HasIndex(row => row.RoleId);
        });
    }
}

/// <summary>The tables, as properties of the contexts.</summary>
internal static class RoleSets
{
    extension(WriteContext context)
    {
        public DbSet<Role> Roles => context.Set<Role>();

        public DbSet<RoleProfile> RoleProfiles => context.Set<RoleProfile>();

        public DbSet<IdentityUserRole<string>> UserRoles => context.Set<IdentityUserRole<string>>();

        public DbSet<IdentityRoleClaim<string>> RoleClaims => context.Set<IdentityRoleClaim<string>>();
    }

    extension(ReadContext context)
    {
        public DbSet<RoleRow> Roles => context.Set<RoleRow>();

        public DbSet<UserRoleRow> UserRoles => context.Set<UserRoleRow>();
    }
}
