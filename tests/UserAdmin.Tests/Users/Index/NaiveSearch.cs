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
        var words = UserSearch
            .Parse(text)
            .Terms.Where(term => term is { Field: null, IsNegated: false, IsAddresses: false })
            .Select(term => term.Values[0])
            .Where(word => NameSpelling.Asked(word).Count > 0)
            .ToList();
        var begins = words.All(word =>
            row.Id == Folded(word)
            || IsCalled(row.PhoneNumber, word)
            || NameSpelling.Asked(word).Any(form => Fields(row).Any(field => Begins(field, form)))
        );
        return !begins ? 2
            : words.Count == 0
            || Orders(words)
                .SelectMany(NameSpelling.Asked)
                .Any(form => Wholes(row).Concat(NameSpelling.OthersOf(row.DisplayName)).Contains(form))
                ? 0
            : 1;
    }

    /// <summary>Returns the texts in which a similar name is looked for.</summary>
    public static IEnumerable<string> Names(UserRow row) => Fields(row);

    /// <summary>Returns whether a word of a text differs from a word by one letter at most.</summary>
    public static bool IsNear(string text, string word) =>
        System.Text.RegularExpressions.Regex.Split(text, @"[^\p{L}\p{Nd}]+").Any(other => Distance(other, word) <= 1);

    private static int Distance(string one, string other)
    {
        var costs = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                costs[i, j] =
                    i == 0 || j == 0
                        ? i + j
                        : Math.Min(
                            Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1,
                            costs[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1)
                        );
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
                }
            }
        }

        return costs[one.Length, other.Length];
    }

    /// <summary>Returns whether a typed number is a stored one, with or without the country.</summary>
    private static bool IsCalled(string? stored, string typed)
    {
        if (
            stored is null
            || typed.Any(one => !char.IsDigit(one) && !"+()-./ ".Contains(one, StringComparison.Ordinal))
        )
        {
            return false;
        }

        var (digits, all) = (Digits(stored), Digits(typed));
        var core = all.TrimStart('0');
        if (all.Length > 18 || core.Length < 7)
        {
            return false;
        }

        var isWithCountry =
            typed.StartsWith('+')
            || typed.StartsWith("00", StringComparison.Ordinal)
            || (core == all && all.Length >= 11);
        return digits.Contains(core, StringComparison.Ordinal)
            || (
                isWithCountry
                && Enumerable
                    .Range(1, 3)
                    .Where(country => core.Length - country >= 7)
                    .Any(country =>
                        digits.TrimStart('0') == core[country..].TrimStart('0')
                        && digits.Length - core[country..].Length is 0 or 1
                    )
            );
    }

    private static string Digits(string phone) =>
        string.Concat(
            (
                phone.StartsWith('+') || phone.StartsWith("00", StringComparison.Ordinal)
                    ? phone.Replace("(0)", "", StringComparison.Ordinal)
                    : phone
            ).Where(char.IsAsciiDigit)
        );

    private static IEnumerable<string> Orders(List<string> words) =>
        words.Count > 4
            ? [string.Join(' ', words)]
            : words.Select((_, first) => string.Join(' ', words[first..].Concat(words[..first])));

    /// <summary>Returns whether two neighbouring words of a text make a word.</summary>
    private static bool IsParted(string text, string word) =>
        word.Length is >= 5 and <= 24
        && word.All(char.IsLetter)
        && Enumerable
            .Range(1, word.Length - 1)
            .Any(at =>
                System.Text.RegularExpressions.Regex.IsMatch(
                    text,
                    $"(?<![a-z0-9\u0080-\uffff]){word[..at]} {word[at..]}(?![a-z0-9\u0080-\uffff])"
                )
            );

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
            nameof(UserRow.EmployeeNumber) => Bytes(row.EmployeeNumber),
            nameof(UserRow.CostCenter) => Text(row.CostCenter),
            nameof(UserRow.Organization) => Text(row.Organization),
            nameof(UserRow.Division) => Text(row.Division),
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

    private static string Folded(string? text) => NameSpelling.Fold(text);

    private static string[] Fields(UserRow row) =>
        [
            .. Wholes(row),
            Folded(row.GivenName),
            Folded(row.FamilyName),
            .. NameSpelling.OthersOf(row.DisplayName),
            .. NameSpelling.OthersOf(row.GivenName),
            .. NameSpelling.OthersOf(row.FamilyName),
        ];

    private static string[] Wholes(UserRow row) =>
        [
            Folded(row.DisplayName),
            Folded(row.UserName),
            Folded(row.Email),
            Folded(row.EmployeeNumber),
            Folded(row.PhoneNumber),
            Digits(row.PhoneNumber ?? ""),
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
            null when term.IsAddresses => Wholes(row).Contains(Folded(value)),
            null => row.Id == Folded(value)
                || IsCalled(row.PhoneNumber, value)
                || NameSpelling
                    .Asked(value)
                    .Any(form => Fields(row).Any(field => field.Contains(form, StringComparison.Ordinal)))
                || Fields(row).Any(field => IsParted(field, Folded(value))),
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
            "cost-center" => IsSame(row.CostCenter, value),
            "organization" => IsSame(row.Organization, value),
            "division" => IsSame(row.Division, value),
            "manager" => IsSame(row.ManagerId, value),
            "employee-number" => Contains(row.EmployeeNumber, value),
            "locale" => IsSame(row.Locale, value),
            "title" => IsSame(row.JobTitle, value),
            "time-zone" => IsSame(row.TimeZone, value),
            "name" => ContainsName(row.DisplayName, value),
            "user-name" => Contains(row.UserName, value),
            "email" => Contains(row.Email, value),
            "phone" => Contains(row.PhoneNumber, value) || IsCalled(row.PhoneNumber, value),
            "given-name" => ContainsName(row.GivenName, value),
            "family-name" => ContainsName(row.FamilyName, value),
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
        value.Length == 0
            ? has is null
            : NameSpelling.Asked(value).Any(form => Folded(has).Contains(form, StringComparison.Ordinal));

    private static bool ContainsName(string? has, string value) =>
        Contains(has, value)
        || (
            value.Length > 0
            && NameSpelling
                .Asked(value)
                .Any(form => NameSpelling.OthersOf(has).Any(other => other.Contains(form, StringComparison.Ordinal)))
        );

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
