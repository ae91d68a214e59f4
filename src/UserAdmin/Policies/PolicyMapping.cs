using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.Policies;

/// <summary>How the policy is stored.</summary>
internal sealed class PolicyMapping : IWriteMapping, IReadMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        builder
            .Entity<PolicySettings>()
            .Ignore(row => row.Events)
            .ToTable("PolicySettings")
            .Property(row => row.Id)
            .ValueGeneratedNever();
    }

    public void Read(ModelBuilder builder)
    {
        builder.Entity<PolicyRow>(policy =>
        {
            policy.ToTable("Policies").HasKey(row => row.Id);
            policy.Property(row => row.ChangedById);
            policy.Property(row => row.Json);
            policy.Ignore(row => row.Policy);
        });
    }
}

/// <summary>The tables, as properties of the contexts.</summary>
internal static class PolicySets
{
    extension(WriteContext context)
    {
        public DbSet<PolicySettings> PolicySettings => context.Set<PolicySettings>();
    }

    extension(ReadContext context)
    {
        public DbSet<PolicyRow> Policies => context.Set<PolicyRow>();
    }
}
