using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Account;

/// <summary>The mapping of password reset requests and refused attempts to their tables.</summary>
internal sealed class AccountMapping : IWriteMapping, IReadMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        builder.Entity<PasswordResetRequest>().ToTable("PasswordResetRequests").HasKey(row => row.Id);
    }

    public void Read(ModelBuilder builder)
    {
        builder.Entity<RefusedAttemptRow>(attempt =>
        {
            attempt.ToTable("RefusedAttempts").HasKey(row => row.Position);
            attempt.Property(row => row.Position).ValueGeneratedNever();
            attempt.Property(row => row.Kind).HasConversion<string>();
            attempt.HasIndex(row => row.UserId).HasFilter("\"UserId\" IS NOT NULL");
        });
    }
}

/// <summary>Properties for the tables of this folder.</summary>
internal static class AccountSets
{
    extension(WriteContext context)
    {
        public DbSet<PasswordResetRequest> PasswordResetRequests => context.Set<PasswordResetRequest>();
    }

    extension(ReadContext context)
    {
        public DbSet<RefusedAttemptRow> RefusedAttempts => context.Set<RefusedAttemptRow>();
    }
}
