using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;

namespace UserAdmin.EventLog;

/// <summary>
/// The hash that an event had before the log was sealed (decision 94). Heads that were signed until then are compared
/// with it.
/// </summary>
internal sealed class FormerHash
{
    /// <summary>Position of the event.</summary>
    public long Position { get; set; }

    /// <summary>The hash, 32 bytes.</summary>
    public byte[] Hash { get; set; } = [];
}

/// <summary>
/// The sealed form of an event that is still plain in the log, while the log is being sealed; none remains.
/// </summary>
internal sealed class SealedEvent
{
    /// <summary>
    /// Position of the event; 0 for the row that says that the log was sealed, and plain bytes are still in free pages
    /// of the database.
    /// </summary>
    public long Position { get; set; }

    /// <summary>Hash of the plain event, so that this cannot take the place of another one.</summary>
    public byte[] Hash { get; set; } = [];

    public int Version { get; set; }

    public string Payload { get; set; } = "";

    public string ActorName { get; set; } = "";

    public string? Reason { get; set; }

    public string? IpAddress { get; set; }
}

/// <summary>The mapping of what sealing the log needs and leaves.</summary>
internal sealed class FormerLogMapping : IWriteMapping
{
    public void Write(ModelBuilder builder, WriteContext context)
    {
        builder.Entity<FormerHash>(former =>
        {
            former.ToTable("FormerHashes").HasKey(row => row.Position);
            former.Property(row => row.Position).ValueGeneratedNever();
        });
        builder.Entity<SealedEvent>(row =>
        {
            row.ToTable("SealedEvents").HasKey(of => of.Position);
            row.Property(of => of.Position).ValueGeneratedNever();
        });
    }
}
