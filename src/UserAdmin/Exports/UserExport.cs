using UserAdmin.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Exports;

/// <summary>What is exported, and as what.</summary>
/// <param name="Format">Format of the file.</param>
/// <param name="Columns">Keys of <see cref="UserColumns"/>, in order, each once; at least one.</param>
public sealed record UserExport(TableFormat Format, IReadOnlyList<string> Columns)
{
    /// <summary>Which users, in the language of the search box; empty for all who are not deleted.</summary>
    public string Search { get; init; } = "";

    /// <summary>What they are sorted by; null for the best match first.</summary>
    public UserSort? Sort { get; init; }

    /// <summary>IANA time zone that moments are written in, each with its offset; UTC when null.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether the order is descending.</summary>
    public bool Descending { get; init; }
}
