using UserAdmin.Storage;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Users;

/// <summary>A column of the list, of exports and of saved views.</summary>
/// <param name="Key">The name in URLs, saved views and JSON Lines.</param>
/// <param name="Field">The field that the column shows.</param>
public sealed record UserColumn(string Key, UserField Field)
{
    /// <summary>The heading.</summary>
    public string Title => Field.Title;

    /// <summary>The sort by this column.</summary>
    public UserSort Sort => Field.Sort;

    /// <summary>Whether the column shows points in time.</summary>
    public bool HoldsMoments => Field is MomentField;

    /// <summary>Whether the column shows how often the person signed in on each of the last days.</summary>
    public bool HoldsSignIns => Field is SignInsField;

    /// <summary>Whether an application added it to its table of users.</summary>
    public bool IsAttribute => Field.Name.StartsWith(AccountAttribute.Prefix, StringComparison.Ordinal);

    /// <summary>Whether the words of a search are looked for in this column.</summary>
    public bool IsFoundByWords => Field.IsFoundByWords;

    /// <summary>Returns the text for a row, as defined by <see cref="UserField.Text"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="now">The current time.</param>
    /// <param name="zone">The time zone.</param>
    public string? Text(UserRow row, DateTimeOffset now, TimeZoneInfo zone) => Field.Text(row, now, zone);

    /// <summary>The text for a row without a point in time.</summary>
    public string Never => Field.Filter?.Never ?? "Never";

    /// <summary>
    /// Returns the point in time for a row; null for never, and for columns that do not show points in time.
    /// </summary>
    /// <param name="row">The row.</param>
    public DateTimeOffset? Moment(UserRow row) => (Field as MomentField)?.Moment(row);
}

/// <summary>
/// The columns of the declared fields, in the order in which they are offered. <see cref="UserFieldSet.Columns"/> has
/// those of a database.
/// </summary>
public static class UserColumns
{
    /// <summary>All columns.</summary>
    public static IReadOnlyList<UserColumn> All { get; } =
    [
        .. UserFields
            .All.Where(field => field.ColumnKey is not null)
            .Select(field => new UserColumn(field.ColumnKey!, field)),
    ];

    /// <summary>The columns that the list shows by default.</summary>
    public static IReadOnlyList<UserColumn> Default { get; } = [.. All.Where(column => column.Field.IsDefaultColumn)];
}
