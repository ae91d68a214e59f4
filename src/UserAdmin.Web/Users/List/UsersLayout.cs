using UserAdmin.Users;
using UserAdmin.Views;

namespace UserAdmin.Web.Users.List;

/// <summary>A column as it stands in the list.</summary>
/// <param name="Column">The column.</param>
/// <param name="Width">Its width in pixels; null for its share of the room.</param>
public sealed record ShownColumn(UserColumn Column, int? Width = null);

/// <summary>
/// How the list is laid out: as its reader wants it, and where the address names columns, with those.
/// </summary>
/// <param name="Columns">The columns, in order; never none.</param>
/// <param name="Density">How far apart the rows stand.</param>
/// <param name="PageSize">Rows on a page.</param>
public sealed record UsersLayout(IReadOnlyList<ShownColumn> Columns, ListDensity Density, int PageSize)
{
    /// <summary>Narrowest column, in pixels.</summary>
    public const int Narrowest = 40;

    /// <summary>Widest column, in pixels.</summary>
    public const int Widest = 1200;

    /// <summary>What people can choose to have on a page.</summary>
    public static IReadOnlyList<int> PageSizes { get; } = [25, 50, 100, 200];

    /// <summary>Until somebody chooses otherwise.</summary>
    public static UsersLayout Default { get; } =
        new(
            [.. UserColumns.Default.Select(column => new ShownColumn(column))],
            ListDensity.Comfortable,
            UsersAddress.DefaultPageSize
        );

    /// <summary>
    /// Whether it shows the columns that everybody begins with, so that narrow windows may leave some out.
    /// </summary>
    public bool HasDefaultColumns =>
        Columns.Select(shown => shown.Column).SequenceEqual(UserColumns.Default)
        && Columns.All(shown => shown.Width is null);

    /// <summary>The layout that somebody saved. Columns that there are no longer are left out.</summary>
    /// <param name="saved">What was saved, or null for nothing.</param>
    public static UsersLayout Of(ListLayoutRow? saved)
    {
        var columns = saved
            ?.Columns.Select(column => (Column: UserColumns.Find(column.Key), column.Width))
            .Where(column => column.Column is not null)
            .Select(column => new ShownColumn(column.Column!, column.Width))
            .ToList();
        return columns is { Count: > 0 } ? new(columns, saved!.Density, saved.PageSize) : Default;
    }

    /// <summary>The same with other columns; those that stay keep their widths.</summary>
    /// <param name="keys">Keys of the columns, joined with commas; null for no change.</param>
    public UsersLayout With(string? keys)
    {
        var columns = keys
            ?.Split(',')
            .Select(UserColumns.Find)
            .OfType<UserColumn>()
            .Distinct()
            .Select(column => Find(column.Key) ?? new(column))
            .ToList();
        return columns is { Count: > 0 } ? this with { Columns = columns } : this;
    }

    /// <summary>A column that is shown, or null.</summary>
    /// <param name="key">Its key.</param>
    public ShownColumn? Find(string key) => Columns.FirstOrDefault(shown => shown.Column.Key == key);

    /// <summary>With a column shown at the end, or no longer shown; the last one stays.</summary>
    /// <param name="column">The column.</param>
    /// <param name="isShown">Whether to show it.</param>
    public UsersLayout Showing(UserColumn column, bool isShown)
    {
        var others = Columns.Where(shown => shown.Column != column).ToList();
        return isShown ? this with { Columns = [.. others, Find(column.Key) ?? new(column)] }
            : others.Count > 0 ? this with { Columns = others }
            : this;
    }

    /// <summary>With a column at another place.</summary>
    /// <param name="key">Key of the column.</param>
    /// <param name="place">The place, from 0; what lies outside is the first or the last.</param>
    public UsersLayout Moved(string key, int place)
    {
        if (Find(key) is not { } moved)
        {
            return this;
        }

        var columns = Columns.Where(shown => shown != moved).ToList();
        columns.Insert(Math.Clamp(place, 0, columns.Count), moved);
        return this with { Columns = columns };
    }

    /// <summary>With a column of another width.</summary>
    /// <param name="key">Key of the column.</param>
    /// <param name="width">Width in pixels; null for its share of the room.</param>
    public UsersLayout Resized(string key, int? width) =>
        this with
        {
            Columns =
            [
                .. Columns.Select(shown =>
                    shown.Column.Key == key
                        ? shown with
                        {
                            Width = width is { } pixels ? Math.Clamp(pixels, Narrowest, Widest) : null,
                        }
                        : shown
                ),
            ],
        };

    /// <summary>Keys of the columns, joined with commas, as an address names them.</summary>
    public string Keys => string.Join(',', Columns.Select(shown => shown.Column.Key));
}
