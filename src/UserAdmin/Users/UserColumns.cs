using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Users;

/// <summary>A column of the list, of exports and of saved views.</summary>
/// <param name="Key">Its name in addresses, saved views and JSON Lines.</param>
/// <param name="Field">The field that it shows.</param>
public sealed record UserColumn(string Key, UserField Field)
{
    /// <summary>Its heading.</summary>
    public string Title => Field.Title;

    /// <summary>What sorts by it.</summary>
    public UserSort Sort => Field.Sort;

    /// <summary>Whether it holds moments.</summary>
    public bool HoldsMoments => Field is MomentField;

    /// <summary>Whether the words of a search are looked for in it.</summary>
    public bool IsFoundByWords => Field.IsFoundByWords;

    /// <summary>What it holds for a row, as of <see cref="UserField.Text"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="now">The moment.</param>
    /// <param name="zone">The time zone.</param>
    public string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) => Field.Text(row, now, zone);

    /// <summary>The moment that it holds for a row; null for never, and where it holds no moments.</summary>
    /// <param name="row">The row.</param>
    public DateTimeOffset? Moment(UserRow row) => (Field as MomentField)?.Moment(row);
}

/// <summary>The columns there are: the fields that have one, in the order in which they are offered.</summary>
public static class UserColumns
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<UserColumn> All { get; } =
    [
        .. UserFields
            .All.Where(field => field.ColumnKey is not null)
            .Select(field => new UserColumn(field.ColumnKey!, field)),
    ];

    /// <summary>Those that the list shows until somebody chooses otherwise.</summary>
    public static IReadOnlyList<UserColumn> Default { get; } = [.. All.Where(column => column.Field.IsDefaultColumn)];

    /// <summary>A column by its key, whatever its case, or null.</summary>
    /// <param name="key">The key.</param>
    public static UserColumn? Find(string key) =>
        All.FirstOrDefault(column => string.Equals(column.Key, key, StringComparison.OrdinalIgnoreCase));
}
