using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Users;

/// <summary>How users are stored, on both sides.</summary>
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
            profile.Property(row => row.DisplayName).HasMaxLength(200);
            profile.Property(row => row.GivenName).HasMaxLength(100);
            profile.Property(row => row.FamilyName).HasMaxLength(100);
            profile.Property(row => row.JobTitle).HasMaxLength(150);
            profile.Property(row => row.Department).HasMaxLength(100);
            profile.Property(row => row.Locale).HasMaxLength(35);
            profile.Property(row => row.TimeZone).HasMaxLength(64);
            profile.Property(row => row.ExternalId).HasMaxLength(255);
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
            // Filtered: most accounts come from nowhere else.
            profile.HasIndex(row => row.ExternalId).IsUnique().HasFilter("\"ExternalId\" IS NOT NULL");
            // The jobs that purge and expire look here every minute.
            profile.HasIndex(row => row.PurgeAt);
            profile.HasIndex(row => row.ExpiresAt);
        });
    }

    // No other index: lists are found and sorted in memory (decision 26), and each index is one more page to write with
    // every change.
    public static void Read(ModelBuilder builder) => builder.Entity<UserRow>().ToTable("Users").HasKey(row => row.Id);
}
