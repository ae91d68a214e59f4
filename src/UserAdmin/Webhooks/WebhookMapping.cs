using Microsoft.EntityFrameworkCore;
using UserAdmin.Applications;
using UserAdmin.Storage;
using UserAdmin.Webhooks.SecurityEvents;

namespace UserAdmin.Webhooks;

/// <summary>Maps webhooks and their deliveries to tables, on the write side and the read side.</summary>
internal sealed class WebhookMapping : IWriteMapping, IReadMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        builder.Entity<Webhook>(webhook =>
        {
            webhook.ToTable("Webhooks").HasKey(row => row.Id);
            webhook.Ignore(row => row.Events).Ignore(row => row.Content);
            webhook.Property(row => row.Format).HasConversion<string>();
            webhook.Property(row => row.FormerSecretUntil).HasConversion<UtcTicks>();
            webhook.Property(row => row.PausedAt).HasConversion<UtcTicks>();
            webhook.Property(row => row.FailingSince).HasConversion<UtcTicks>();
            webhook.Property(row => row.NextAttemptAt).HasConversion<UtcTicks>();
            webhook.Property(row => row.LastDeliveredAt).HasConversion<UtcTicks>();
            webhook
                .HasOne<Application>()
                .WithMany()
                .HasForeignKey(row => row.ApplicationId)
                .OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<SecurityEventKey>(key =>
        {
            key.ToTable("SecurityEventKeys").HasKey(row => row.Id);
            key.Property(row => row.CreatedAt).HasConversion<UtcTicks>();
        });
        builder.Entity<WebhookDelivery>(delivery =>
        {
            delivery.ToTable("WebhookDeliveries").HasKey(row => row.Id);
            delivery.Property(row => row.Status).HasConversion<string>();
            delivery.Property(row => row.Problem).HasConversion<string>();
            delivery.Property(row => row.HappenedAt).HasConversion<UtcTicks>();
            delivery.Property(row => row.NextAttemptAt).HasConversion<UtcTicks>();
            delivery.Property(row => row.FirstAttemptAt).HasConversion<UtcTicks>();
            delivery.Property(row => row.LastAttemptAt).HasConversion<UtcTicks>();
            delivery.HasIndex(row => new
            {
                row.WebhookId,
                row.Status,
                row.Position,
            });
            delivery.HasOne<Webhook>().WithMany().HasForeignKey(row => row.WebhookId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    public void Read(ModelBuilder builder) =>
        builder.Entity<WebhookRow>(webhook =>
        {
            webhook.ToTable("Webhooks").HasKey(row => row.Id);
            webhook.Property(row => row.Format).HasConversion<string>();
            webhook.Property(row => row.PausedBecause).HasConversion<string>();
            webhook.Property(row => row.Types);
            webhook.Ignore(row => row.EventTypes).Ignore(row => row.Progress).Ignore(row => row.ApplicationName);
            webhook.Ignore(row => row.NeedsAttention);
            webhook.HasIndex(row => row.ApplicationId);
        });
}

/// <summary>The tables, as properties of the contexts.</summary>
internal static class WebhookSets
{
    extension(WriteContext context)
    {
        public DbSet<Webhook> Webhooks => context.Set<Webhook>();

        public DbSet<WebhookDelivery> WebhookDeliveries => context.Set<WebhookDelivery>();
    }

    extension(ReadContext context)
    {
        public DbSet<WebhookRow> Webhooks => context.Set<WebhookRow>();
    }
}
