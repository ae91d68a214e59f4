using Microsoft.EntityFrameworkCore;

namespace UserAdmin.Storage;

/// <summary>
/// The read model: rows shaped for the screen and built only from the event log. Queries never track or write entities.
/// </summary>
internal sealed class ReadContext(DbContextOptions<ReadContext> options) : DbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var mapping in Mappings.Read)
        {
            mapping.Read(modelBuilder);
        }
    }
}
