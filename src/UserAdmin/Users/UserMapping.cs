using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users;

/// <summary>Maps users to the tables of the write model and the read model.</summary>
internal static class UserMapping
{
    public static void Write(ModelBuilder builder)
    {
        builder.Entity<User>().Ignore(user => user.Events);
        builder
            .Entity<User>()
            .HasOne(user => user.Profile)
            .WithOne()
            .HasForeignKey<UserProfile>(profile => profile.UserId);
        builder.Entity<UserProfile>(profile =>
        {
            profile.ToTable("UserProfiles").HasKey(row => row.UserId);
            foreach (var field in UserFields.OfProfile)
            {
                profile.Property(field.Name).HasMaxLength(field.Editing!.Rule!.MaxLength);
                if (field.Editing.IsUnique)
                {
                    // The index is filtered because most accounts have no value.
                    profile.HasIndex(field.Name).IsUnique().HasFilter($"\"{field.Name}\" IS NOT NULL");
                }
            }

            profile.Property(row => row.PasswordMark).HasMaxLength(UserProfile.MarkLength);
            profile.Property(row => row.AuthenticatorMark).HasMaxLength(UserProfile.MarkLength);
            profile.Property(row => row.RecoveryCodesMark).HasMaxLength(UserProfile.MarkLength);
            profile.Property(row => row.CreatedAt).HasConversion<UtcTicks>();
            profile.Property(row => row.DisabledAt).HasConversion<UtcTicks>();
            profile.Property(row => row.InvitedAt).HasConversion<UtcTicks>();
            profile.Property(row => row.DeletedAt).HasConversion<UtcTicks>();
            profile.Property(row => row.PurgeAt).HasConversion<UtcTicks>();
            profile.Property(row => row.ExpiresAt).HasConversion<UtcTicks>();
            profile.Property(row => row.LockedUntil).HasConversion<UtcTicks>();
            profile.Property(row => row.TemporaryPasswordExpiresAt).HasConversion<UtcTicks>();
            // LifecycleRunner looks for due accounts by these columns every 10 seconds.
            profile.HasIndex(row => row.PurgeAt);
            profile.HasIndex(row => row.ExpiresAt);
        });
    }

    // There is no other index: lists are searched and sorted in memory (decision 26), and each index is one more page
    // to write with every change.
    public static void Read(ModelBuilder builder)
    {
        builder.Entity<UserRow>().ToTable("Users").HasKey(row => row.Id);
        builder.Entity<UserRow>().Property(row => row.ClientIds);
    }
}
