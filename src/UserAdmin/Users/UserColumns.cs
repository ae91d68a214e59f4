using System.Globalization;
using UserAdmin.Users.Queries;

namespace UserAdmin.Users;

/// <summary>A column of the list, of exports and of saved views.</summary>
/// <param name="Key">Its name in addresses, saved views and JSON Lines.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Sort">What sorts by it.</param>
/// <param name="Text">What it holds for a row, at a moment, as a program reads it back: moments as ISO 8601 in UTC, <c>yes</c> or <c>no</c>, null for nothing.</param>
public sealed record UserColumn(string Key, string Title, UserSort Sort, Func<UserRow, DateTimeOffset, string?> Text)
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
        new("name", "Name", UserSort.DisplayName, (row, _) => row.DisplayName) { IsDefault = true },
        new("user-name", "User name", UserSort.UserName, (row, _) => row.UserName) { IsDefault = true },
        new("email", "Email", UserSort.Email, (row, _) => row.Email) { IsDefault = true },
        new("state", "State", UserSort.State, (row, now) => row.StateAt(now).ToString().ToLowerInvariant()) { IsDefault = true },
        new("roles", "Roles", UserSort.Roles, (row, _) => Filled(row.Roles)) { IsDefault = true },
        new("signed-in", "Last sign-in", UserSort.LastSignInAt, (row, _) => Moment(row.LastSignInAt)) { IsDefault = true },
        new("changed", "Changed", UserSort.ChangedAt, (row, _) => Moment(row.ChangedAt)) { IsDefault = true },
        new("created", "Created", UserSort.CreatedAt, (row, _) => Moment(row.CreatedAt)),
        new("expires", "Expires", UserSort.ExpiresAt, (row, _) => Moment(row.ExpiresAt)),
        new("given-name", "Given name", UserSort.GivenName, (row, _) => row.GivenName),
        new("family-name", "Family name", UserSort.FamilyName, (row, _) => row.FamilyName),
        new("title", "Job title", UserSort.JobTitle, (row, _) => row.JobTitle),
        new("department", "Department", UserSort.Department, (row, _) => row.Department),
        new("phone", "Phone", UserSort.PhoneNumber, (row, _) => row.PhoneNumber),
        new("locale", "Language", UserSort.Locale, (row, _) => row.Locale),
        new("time-zone", "Time zone", UserSort.TimeZone, (row, _) => row.TimeZone),
        new("confirmed", "Email confirmed", UserSort.EmailConfirmed, (row, _) => YesNo(row.EmailConfirmed)),
        new("password", "Has a password", UserSort.HasPassword, (row, _) => YesNo(row.HasPassword)),
        new("two-factor", "Two-factor", UserSort.TwoFactorEnabled, (row, _) => YesNo(row.TwoFactorEnabled)),
        new("passkeys", "Passkeys", UserSort.PasskeyCount, (row, _) => row.PasskeyCount.ToString(CultureInfo.InvariantCulture)),
        new("logins", "External logins", UserSort.ExternalLogins, (row, _) => Filled(row.ExternalLogins)),
        new("external-id", "External id", UserSort.ExternalId, (row, _) => row.ExternalId),
        new("id", "Id", UserSort.Id, (row, _) => row.Id),
    ];

    /// <summary>Those that the list shows until somebody chooses otherwise.</summary>
    public static IReadOnlyList<UserColumn> Default { get; } = [.. All.Where(column => column.IsDefault)];

    /// <summary>A column by its key, or null.</summary>
    /// <param name="key">The key.</param>
    public static UserColumn? Find(string key) => All.FirstOrDefault(column => string.Equals(column.Key, key, StringComparison.OrdinalIgnoreCase));

    private static string? Filled(string text) => text.Length == 0 ? null : text;

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string? Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
