using UserAdmin.Roles;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Tests.Users.Index;

/// <summary>The meaning of a search, evaluated row by row and without regard to speed.</summary>
internal sealed class NaiveSearch(IReadOnlyList<RoleRow> roles, DateTimeOffset now)
{
    public bool Finds(string text, UserRow row)
    {
        var search = UserSearch.Parse(text);
        return search.IsValid
            && (row.DeletedAt is null || search.Terms.Any(term => term.Field?.Key == "state" && !term.IsNegated))
            && search.Terms.All(term => term.Values.Any(value => Fits(term, value, row)) != term.IsNegated);
    }

    /// <summary>
    /// Returns 0 if a whole field equals the search, 1 if some word begins with each word of the search, otherwise 2.
    /// </summary>
    public static int Part(string text, UserRow row)
    {
        var words = UserSearch.Parse(text).Words.Select(Folded).ToList();
        var begins = words.All(word => row.Id == word || Fields(row).Any(field => Begins(field, word)));
        return !begins ? 2
            : Wholes(row).Contains(string.Join(' ', words)) ? 0
            : 1;
    }

    public static IComparable Key(UserSort sort, UserRow row, DateTimeOffset now) =>
        sort.Field switch
        {
            nameof(UserRow.UserName) => Bytes(row.UserName),
            nameof(UserRow.Email) => Bytes(row.Email),
            nameof(UserFields.State) => (int)row.StateAt(now),
            nameof(UserRow.Roles) => Text(row.Roles),
            nameof(UserRow.LastSignInAt) => row.LastSignInAt?.ToUnixTimeSeconds() ?? 0,
            nameof(UserRow.ChangedAt) => row.ChangedAt.ToUnixTimeSeconds(),
            nameof(UserRow.CreatedAt) => row.CreatedAt.ToUnixTimeSeconds(),
            nameof(UserRow.ExpiresAt) => row.ExpiresAt?.ToUnixTimeSeconds() ?? 0,
            nameof(UserRow.InvitedAt) => row.InvitedAt?.ToUnixTimeSeconds() ?? 0,
            nameof(UserRow.InvitationExpiresAt) => row.InvitationExpiresAt?.ToUnixTimeSeconds() ?? 0,
            nameof(UserRow.GivenName) => Text(row.GivenName),
            nameof(UserRow.FamilyName) => Text(row.FamilyName),
            nameof(UserRow.JobTitle) => Text(row.JobTitle),
            nameof(UserRow.Department) => Text(row.Department),
            nameof(UserRow.PhoneNumber) => Bytes(row.PhoneNumber),
            nameof(UserRow.Locale) => Text(row.Locale),
            nameof(UserRow.TimeZone) => Text(row.TimeZone),
            nameof(UserRow.EmailConfirmed) => row.EmailConfirmed,
            nameof(UserRow.HasPassword) => row.HasPassword,
            nameof(UserRow.TwoFactorEnabled) => row.TwoFactorEnabled,
            nameof(UserRow.PasskeyCount) => row.PasskeyCount,
            nameof(UserRow.ExternalLogins) => Text(row.ExternalLogins),
            nameof(UserRow.ExternalId) => Bytes(row.ExternalId),
            nameof(UserRow.Id) => Bytes(row.Id),
            nameof(UserRow.DisplayName) or nameof(UserSort.Best) => Bytes(row.DisplayName),
            var other => throw new NotSupportedException(other),
        };

    /// <summary>Returns the folded text in a form that compares like its UTF-8 bytes.</summary>
    public static IComparable Bytes(string? text) =>
        new OrdinalText(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(Folded(text))));

    private static OrdinalText Text(string? text) => new(Folded(text));

    private static string Folded(string? text) => UserText.Fold(text);

    private static string[] Fields(UserRow row) => [.. Wholes(row), Folded(row.GivenName), Folded(row.FamilyName)];

    private static string[] Wholes(UserRow row) =>
        [
            Folded(row.DisplayName),
            Folded(row.UserName),
            Folded(row.Email),
            Folded(row.PhoneNumber),
            string.Concat((row.PhoneNumber ?? "").Where(char.IsAsciiDigit)),
            Folded(row.ExternalId),
        ];

    private static bool Begins(string field, string word)
    {
        for (
            var at = field.IndexOf(word, StringComparison.Ordinal);
            at >= 0;
            at = at + 1 < field.Length ? field.IndexOf(word, at + 1, StringComparison.Ordinal) : -1
        )
        {
            if (at == 0 || (field[at - 1] < 128 && !char.IsAsciiLetterOrDigit(field[at - 1])))
            {
                return true;
            }
        }

        return false;
    }

    private bool Fits(SearchTerm term, string value, UserRow row) =>
        term.Field?.Key switch
        {
            null => row.Id == Folded(value)
                || Fields(row).Any(field => field.Contains(Folded(value), StringComparison.Ordinal)),
            "state" => value == "any" || row.StateAt(now).ToString().Equals(value, StringComparison.OrdinalIgnoreCase),
            "locked" => Is(value, row.LockedUntil > now),
            "two-factor" => Is(value, row.TwoFactorEnabled),
            "passkey" => Is(value, row.PasskeyCount > 0),
            "confirmed" => Is(value, row.EmailConfirmed),
            "password" => Is(value, row.HasPassword),
            "role" => IsOneOf(row.Roles, value),
            "login" => IsOneOf(row.ExternalLogins, value),
            "permission" => value.Length == 0 ? !Permissions(row).Any() : Permissions(row).Contains(value),
            "department" => IsSame(row.Department, value),
            "locale" => IsSame(row.Locale, value),
            "title" => IsSame(row.JobTitle, value),
            "time-zone" => IsSame(row.TimeZone, value),
            "name" => Contains(row.DisplayName, value),
            "user-name" => Contains(row.UserName, value),
            "email" => Contains(row.Email, value),
            "phone" => Contains(row.PhoneNumber, value),
            "given-name" => Contains(row.GivenName, value),
            "family-name" => Contains(row.FamilyName, value),
            "external-id" => Contains(row.ExternalId, value),
            "created" => IsIn(term, value, row.CreatedAt),
            "changed" => IsIn(term, value, row.ChangedAt),
            "signed-in" => IsIn(term, value, row.LastSignInAt),
            "expires" => IsIn(term, value, row.ExpiresAt),
            "invited" => IsIn(term, value, row.InvitedAt),
            "invitation-expires" => IsIn(term, value, row.InvitationExpiresAt),
            var other => throw new NotSupportedException(other),
        };

    private IEnumerable<string> Permissions(UserRow row) =>
        row
            .Roles.Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(name => roles.Single(role => role.Name == name).PermissionNames);

    private static bool Is(string value, bool isTrue) => isTrue == value is "yes" or "on";

    private static bool IsOneOf(string values, string value) =>
        (value.Length == 0 && values.Length == 0)
        || (value.Length > 0 && values.Split(", ").Any(part => IsSame(part, value)));

    private static bool IsSame(string? has, string value) =>
        value.Length == 0 ? has is null : string.Equals(has, value, StringComparison.OrdinalIgnoreCase);

    private static bool Contains(string? has, string value) =>
        value.Length == 0 ? has is null : Folded(has).Contains(Folded(value), StringComparison.Ordinal);

    // Only days and spans of days; SearchZonesTests covers months and years.
    private bool IsIn(SearchTerm term, string value, DateTimeOffset? at)
    {
        if (value == "never" || at is not { } moment)
        {
            return value == "never" && at is null;
        }

        var ahead = term.Field!.LiesAhead ? 1 : -1;
        var isDistance = value.EndsWith('d');
        var from = isDistance
            ? now.AddDays(ahead * int.Parse(value[..^1], System.Globalization.CultureInfo.InvariantCulture))
            : DateTimeOffset.Parse($"{value}T00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        var to = isDistance ? from : from.AddDays(1);
        return term.Operator switch
        {
            SearchOperator.Before => moment < from,
            SearchOperator.UpTo => moment < to,
            SearchOperator.After => moment >= to,
            SearchOperator.From => moment >= from,
            _ when isDistance => ahead > 0 ? moment >= now && moment < from : moment >= from && moment < now,
            _ => moment >= from && moment < to,
        };
    }

    private sealed record OrdinalText(string Value) : IComparable
    {
        public int CompareTo(object? obj) => string.CompareOrdinal(Value, ((OrdinalText)obj!).Value);
    }
}
