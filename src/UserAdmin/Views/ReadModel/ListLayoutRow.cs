using System.Text.Json;

namespace UserAdmin.Views;

/// <summary>The layout of the list of users that one administrator has chosen.</summary>
public sealed class ListLayoutRow
{
    /// <summary>The administrator's key.</summary>
    public string UserId { get; internal set; } = "";

    /// <summary>The columns to show, in order.</summary>
    public IReadOnlyList<LayoutColumn> Columns => JsonSerializer.Deserialize<LayoutColumn[]>(ColumnsJson) ?? [];

    /// <summary>The spacing of the rows.</summary>
    public ListDensity Density { get; internal set; }

    /// <summary>Rows per page, 10 to 200.</summary>
    public int PageSize { get; internal set; }

    /// <summary>The columns as stored.</summary>
    internal string ColumnsJson { get; set; } = "[]";
}
