using System.Text.Json;

namespace UserAdmin.Views;

/// <summary>How one administrator wants the list of users.</summary>
public sealed class ListLayoutRow
{
    /// <summary>Whose it is.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>The columns to show, in order.</summary>
    public IReadOnlyList<LayoutColumn> Columns => JsonSerializer.Deserialize<LayoutColumn[]>(ColumnsJson) ?? [];

    /// <summary>How far apart the rows stand.</summary>
    public ListDensity Density { get; internal set; }

    /// <summary>Rows on a page, 10 to 200.</summary>
    public int PageSize { get; internal set; }

    /// <summary>The columns as stored.</summary>
    internal string ColumnsJson { get; set; } = "[]";
}
