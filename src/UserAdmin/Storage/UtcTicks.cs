using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace UserAdmin.Storage;

/// <summary>
/// Stores a point in time as UTC ticks, because SQLite can neither compare nor sort <see cref="DateTimeOffset"/>
/// (decision 12).
/// </summary>
internal sealed class UtcTicks()
    : ValueConverter<DateTimeOffset, long>(
        moment => moment.UtcTicks,
        ticks => new DateTimeOffset(ticks, TimeSpan.Zero)
    );
