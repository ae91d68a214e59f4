using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Mail;

/// <summary>The mapping of mails to their tables.</summary>
internal sealed class MailMapping : IWriteMapping, IReadMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
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
    }

    public void Read(ModelBuilder builder)
    {
        builder.Entity<MailRow>(mail =>
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
    }
}

/// <summary>Properties for the tables of mails.</summary>
internal static class MailSets
{
    extension(WriteContext context)
    {
        public DbSet<OutboxMail> OutboxMails => context.Set<OutboxMail>();

        public DbSet<OutboxCheckpoint> OutboxCheckpoints => context.Set<OutboxCheckpoint>();
    }

    extension(ReadContext context)
    {
        public DbSet<MailRow> Mails => context.Set<MailRow>();
    }
}
