using System.Text.Json;
using UserAdmin.EventLog;

namespace UserAdmin.Views;

/// <summary>
/// The spacing of the rows of a list. The log stores the numbers, so add new members only at the end.
/// </summary>
public enum ListDensity
{
    /// <summary>More space between the rows.</summary>
    Comfortable,

    /// <summary>As many rows as fit.</summary>
    Compact,
}

/// <summary>A column in an administrator's layout of the list.</summary>
/// <param name="Key">Key of the column.</param>
/// <param name="Width">Width in pixels, 40 to 1,200; null for automatic width.</param>
public sealed record LayoutColumn(string Key, int? Width = null);

/// <summary>
/// The layout of the list of users that one administrator has chosen; one row for each administrator.
/// </summary>
internal sealed class ListLayout : IRecordsEvents
{
    public string UserId { get; set; } = "";

    /// <summary>The content of the last <see cref="ListLayoutSaved"/>, without the user, as JSON.</summary>
    public string Json { get; set; } = "";

    public List<IEvent> Events { get; } = [];

    public void Save(IReadOnlyList<LayoutColumn> columns, ListDensity density, int pageSize)
    {
        var json = JsonSerializer.Serialize(
            new
            {
                columns,
                density,
                pageSize,
            }
        );
        if (json != Json)
        {
            Json = json;
            Events.Add(new ListLayoutSaved(UserId, columns, density, pageSize));
        }
    }
}
