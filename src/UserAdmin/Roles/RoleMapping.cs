using Microsoft.EntityFrameworkCore;

namespace UserAdmin.Roles;

/// <summary>How roles are stored, on both sides.</summary>
internal static class RoleMapping
{
    public static void Write(ModelBuilder builder)
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

    public static void Read(ModelBuilder builder)
    {
        builder.Entity<RoleRow>().ToTable("Roles").HasKey(row => row.Id);
        builder.Entity<UserRoleRow>(member =>
        {
            member.ToTable("UserRoles").HasKey(row => new { row.UserId, row.RoleId });
            member.HasIndex(row => row.RoleId);
        });
    }
}
