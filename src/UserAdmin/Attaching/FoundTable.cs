using UserAdmin.Storage;

namespace UserAdmin.Attaching;

/// <summary>A table of a database, whoever made it.</summary>
/// <param name="Schema">The schema; null on SQLite.</param>
/// <param name="Name">The name.</param>
/// <param name="PathRank">The place of the schema on the search path, from 1; null if it is not on it.</param>
/// <param name="Columns">The columns, in order.</param>
/// <param name="PrimaryKey">The names of the columns of the primary key.</param>
/// <param name="References">The tables that foreign keys refer to.</param>
internal sealed record FoundTable(
    string? Schema,
    string Name,
    int? PathRank,
    IReadOnlyList<FoundColumn> Columns,
    IReadOnlyList<string> PrimaryKey,
    IReadOnlyList<(string? Schema, string Name)> References
)
{
    /// <summary>The name with its schema, for a person.</summary>
    public string Label => Schema is null ? Name : $"{Schema}.{Name}";

    public bool RefersTo(FoundTable other) => References.Contains((other.Schema, other.Name));
}

/// <summary>A column.</summary>
/// <param name="Name">The name.</param>
/// <param name="StoreType">The declared type.</param>
/// <param name="Type">What values the declaration allows.</param>
/// <param name="Key">The type of keys that are declared so, or null if there are none.</param>
/// <param name="MaxLength">The declared length of a text, or null.</param>
/// <param name="IsNullable">Whether it may be empty.</param>
/// <param name="HasDefault">Whether the database has a value for it.</param>
/// <param name="IsGenerated">Whether the database computes it.</param>
/// <param name="DefaultSql">The expression of its default; null if there is none, or none that can be read.</param>
internal sealed record FoundColumn(
    string Name,
    string StoreType,
    ExtraColumnType Type,
    IdentityKey? Key,
    int? MaxLength,
    bool IsNullable,
    bool HasDefault,
    bool IsGenerated,
    string? DefaultSql = null
);
