using System.Text.Json;
using UserAdmin.EventLog;

namespace UserAdmin.Views;

/// <summary>How far apart the rows of a list stand. The log holds the numbers: add at the end only.</summary>
public enum ListDensity
{
    /// <summary>Room to read.</summary>
    Comfortable,

    /// <summary>As many rows as fit.</summary>
    Compact,
}

/// <summary>A column of the list, where an administrator put it.</summary>
/// <param name="Key">Key of the column.</param>
/// <param name="Width">Width in pixels, 40 to 1,200; null for as wide as it needs.</param>
public sealed record LayoutColumn(string Key, int? Width = null);

/// <summary>How one administrator wants the list of users: one row each.</summary>
internal sealed class ListLayout : IRecordsEvents
{
    public string UserId { get; set; } = "";

    /// <summary>The <see cref="ListLayoutSaved"/> that says it, without the user.</summary>
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
