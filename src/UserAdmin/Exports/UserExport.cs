using UserAdmin.EventLog.Sealing;
using UserAdmin.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Exports;

/// <summary>What is exported, and in which format.</summary>
/// <param name="Format">Format of the file.</param>
/// <param name="Columns">Keys of <see cref="UserColumns"/>, in order, each once; at least one.</param>
public sealed record UserExport(TableFormat Format, IReadOnlyList<string> Columns)
{
    /// <summary>
    /// Which users are exported, as a query of the search box; empty for all users who are not deleted.
    /// </summary>
    [Personal]
    public string Search { get; init; } = "";

    /// <summary>The field that users are sorted by; null for the best match first.</summary>
    public UserSort? Sort { get; init; }

    /// <summary>IANA time zone in which times are written, each with its offset; null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The moment whose list is exported, in UTC; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether the order is descending.</summary>
    public bool Descending { get; init; }
}
