using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>
/// Stores a point in time in UTC, because Npgsql refuses one in another zone. The zone does not matter to anybody who
/// reads it.
/// </summary>
internal sealed class UtcMoments()
    : ValueConverter<DateTimeOffset, DateTimeOffset>(moment => moment.ToUniversalTime(), moment => moment);
