using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Views;

namespace UserAdmin.Web.Users.List;

/// <summary>A column of the list with its width.</summary>
/// <param name="Column">The column.</param>
/// <param name="Width">The width in pixels; null for an equal share of the available width.</param>
public sealed record ShownColumn(UserColumn Column, int? Width = null);

/// <summary>The layout of the list: the person's own layout, with the columns of the address if it names any.</summary>
/// <param name="Columns">The columns, in order; at least one.</param>
/// <param name="Density">The density of the rows.</param>
/// <param name="PageSize">The number of rows on a page.</param>
public sealed record UsersLayout(IReadOnlyList<ShownColumn> Columns, ListDensity Density, int PageSize)
{
    /// <summary>Narrowest column, in pixels.</summary>
    public const int Narrowest = 40;

    /// <summary>Widest column, in pixels.</summary>
    public const int Widest = 1200;

    /// <summary>The page sizes that people can choose.</summary>
    public static IReadOnlyList<int> PageSizes { get; } = [25, 50, 100, 200];

    /// <summary>The default layout.</summary>
    public static UsersLayout Default { get; } =
        new(
            [.. UserColumns.Default.Select(column => new ShownColumn(column))],
            ListDensity.Comfortable,
            UsersAddress.DefaultPageSize
        );

    /// <summary>Whether it shows the default columns, some of which narrow windows may leave out.</summary>
    public bool HasDefaultColumns =>
        Columns.Select(shown => shown.Column).SequenceEqual(UserColumns.Default)
        && Columns.All(shown => shown.Width is null);

    /// <summary>Returns a saved layout, without columns that no longer exist.</summary>
    /// <param name="saved">The saved layout, or null.</param>
    /// <param name="fields">The fields of the users.</param>
    public static UsersLayout Of(ListLayoutRow? saved, UserFieldSet fields)
    {
        var columns = saved
            ?.Columns.Select(column => (Column: fields.FindColumn(column.Key), column.Width))
            .Where(column => column.Column is not null)
            .Select(column => new ShownColumn(column.Column!, column.Width))
            .ToList();
        return columns is { Count: > 0 } ? new(columns, saved!.Density, saved.PageSize) : Default;
    }

    /// <summary>Returns the layout with other columns; columns that stay keep their widths.</summary>
    /// <param name="keys">Keys of the columns, joined with commas; null for no change.</param>
    /// <param name="fields">The fields of the users.</param>
    public UsersLayout With(string? keys, UserFieldSet fields)
    {
        var columns = keys
            ?.Split(',')
            .Select(fields.FindColumn)
            .OfType<UserColumn>()
            .Distinct()
            .Select(column => Find(column.Key) ?? new(column))
            .ToList();
        return columns is { Count: > 0 } ? this with { Columns = columns } : this;
    }

    /// <summary>Returns a shown column, or null.</summary>
    /// <param name="key">Its key.</param>
    public ShownColumn? Find(string key) => Columns.FirstOrDefault(shown => shown.Column.Key == key);

    /// <summary>
    /// Returns the layout with a column added at the end or removed; the last column cannot be removed.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="isShown">Whether to show it.</param>
    public UsersLayout Showing(UserColumn column, bool isShown)
    {
        var others = Columns.Where(shown => shown.Column != column).ToList();
        return isShown ? this with { Columns = [.. others, Find(column.Key) ?? new(column)] }
            : others.Count > 0 ? this with { Columns = others }
            : this;
    }

    /// <summary>Returns the layout with a column moved.</summary>
    /// <param name="key">Key of the column.</param>
    /// <param name="place">The new place, from 0; values out of range mean the first or the last place.</param>
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

    /// <summary>Returns the layout with another width for a column.</summary>
    /// <param name="key">Key of the column.</param>
    /// <param name="width">The width in pixels; null for an equal share of the available width.</param>
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

    /// <summary>The keys of the columns, joined with commas, for an address.</summary>
    public string Keys => string.Join(',', Columns.Select(shown => shown.Column.Key));
}
