using System.Globalization;
using UserAdmin.Users.Queries;

namespace UserAdmin.Users;

/// <summary>A column of the list, of exports and of saved views.</summary>
/// <param name="Key">Its name in addresses, saved views and JSON Lines.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Sort">What sorts by it.</param>
/// <param name="Text">What it holds for a row, at a moment, as a program reads it back: moments as ISO 8601 in a time
/// zone, with its offset, <c>yes</c> or <c>no</c>, null for nothing.</param>
public sealed record UserColumn(
    string Key,
    string Title,
    UserSort Sort,
    Func<UserRow, DateTimeOffset, TimeZoneInfo, string?> Text
)
{
    /// <summary>Whether the list shows it until somebody chooses otherwise.</summary>
    public bool IsDefault { get; init; }
}

/// <summary>The columns there are. Their order here is the one in which they are offered.</summary>
public static class UserColumns
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<UserColumn> All { get; } =
    [
        new("name", "Name", UserSort.DisplayName, (row, _, _) => row.DisplayName) { IsDefault = true },
        new("user-name", "User name", UserSort.UserName, (row, _, _) => row.UserName) { IsDefault = true },
        new("email", "Email", UserSort.Email, (row, _, _) => row.Email) { IsDefault = true },
        new("state", "State", UserSort.State, (row, now, _) => row.StateAt(now).ToString().ToLowerInvariant())
        {
            IsDefault = true,
        },
        new("roles", "Roles", UserSort.Roles, (row, _, _) => Filled(row.Roles)) { IsDefault = true },
        new("signed-in", "Last sign-in", UserSort.LastSignInAt, (row, _, zone) => Moment(row.LastSignInAt, zone))
        {
            IsDefault = true,
        },
        new("changed", "Changed", UserSort.ChangedAt, (row, _, zone) => Moment(row.ChangedAt, zone))
        {
            IsDefault = true,
        },
        new("created", "Created", UserSort.CreatedAt, (row, _, zone) => Moment(row.CreatedAt, zone)),
        new("expires", "Expires", UserSort.ExpiresAt, (row, _, zone) => Moment(row.ExpiresAt, zone)),
        new("given-name", "Given name", UserSort.GivenName, (row, _, _) => row.GivenName),
        new("family-name", "Family name", UserSort.FamilyName, (row, _, _) => row.FamilyName),
        new("title", "Job title", UserSort.JobTitle, (row, _, _) => row.JobTitle),
        new("department", "Department", UserSort.Department, (row, _, _) => row.Department),
        new("phone", "Phone", UserSort.PhoneNumber, (row, _, _) => row.PhoneNumber),
        new("locale", "Language", UserSort.Locale, (row, _, _) => row.Locale),
        new("time-zone", "Time zone", UserSort.TimeZone, (row, _, _) => row.TimeZone),
        new("confirmed", "Email confirmed", UserSort.EmailConfirmed, (row, _, _) => YesNo(row.EmailConfirmed)),
        new("password", "Has a password", UserSort.HasPassword, (row, _, _) => YesNo(row.HasPassword)),
        new("two-factor", "Two-factor", UserSort.TwoFactorEnabled, (row, _, _) => YesNo(row.TwoFactorEnabled)),
        new(
            "passkeys",
            "Passkeys",
            UserSort.PasskeyCount,
            (row, _, _) => row.PasskeyCount.ToString(CultureInfo.InvariantCulture)
        ),
        new("logins", "External logins", UserSort.ExternalLogins, (row, _, _) => Filled(row.ExternalLogins)),
        new("external-id", "External id", UserSort.ExternalId, (row, _, _) => row.ExternalId),
        new("id", "Id", UserSort.Id, (row, _, _) => row.Id),
    ];

    /// <summary>Those that the list shows until somebody chooses otherwise.</summary>
    public static IReadOnlyList<UserColumn> Default { get; } = [.. All.Where(column => column.IsDefault)];

    /// <summary>A column by its key, or null.</summary>
    /// <param name="key">The key.</param>
    public static UserColumn? Find(string key) =>
        All.FirstOrDefault(column => string.Equals(column.Key, key, StringComparison.OrdinalIgnoreCase));

    private static string? Filled(string text) => text.Length == 0 ? null : text;

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string? Moment(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is not { } moment ? null
        : zone.Equals(TimeZoneInfo.Utc)
            ? moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
