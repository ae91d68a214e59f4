using System.Globalization;
using System.Text.RegularExpressions;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Web.Scim.Protocol;

namespace UserAdmin.Web.Scim;

/// <summary>A value that tells who somebody is, as a filter asks for it.</summary>
/// <param name="Field">The field; null for the id, or for the client's own.</param>
/// <param name="Value">The value.</param>
/// <param name="IsClientId">Whether it is the id that the client knows the account by.</param>
internal sealed record ScimUserKey(UserKeyField? Field, string Value, bool IsClientId = false);

/// <summary>
/// Translates filters into the questions that the core answers from its index, so that no list is read to find one
/// user. Whoever is found is compared with the filter afterwards.
/// </summary>
internal static partial class ScimUserSearch
{
    private const int MostKeys = 50;
    private const int LongestValue = 100;

    /// <summary>
    /// Returns keys one of which everybody who matches the filter has; null if the filter demands none.
    /// </summary>
    public static IReadOnlyList<ScimUserKey>? Keys(ScimFilter filter) =>
        filter switch
        {
            { MatchesNothing: true } => [],
            ScimComparison { Operator: ScimOperator.Eq, Text: { } text } comparison => KeyOf(comparison.Path, text),
            ScimAnd both => Keys(both.Left) ?? Keys(both.Right),
            ScimOr either
                when Keys(either.Left) is { } left
                    && Keys(either.Right) is { } right
                    && left.Count + right.Count <= MostKeys => [.. left, .. right],
            ScimValueFilter { Path: { Extension: null, Attribute.Name: "emails" } } emails => emails
                .Filter.Conjuncts()
                .OfType<ScimComparison>()
                .Where(part => part is { Operator: ScimOperator.Eq, Path.Attribute.Name: "value", Text: not null })
                .Select(part => (IReadOnlyList<ScimUserKey>)[new(UserKeyField.Email, part.Text!)])
                .FirstOrDefault(),
            _ => null,
        };

    /// <summary>Returns a search that finds everybody who matches a filter, and perhaps others.</summary>
    /// <param name="filter">The filter; null for none.</param>
    /// <returns>The search, and whether it finds nobody else.</returns>
    public static (string Search, bool IsExact) Search(ScimFilter? filter)
    {
        var (terms, isExact) = (new List<string>(), true);
        foreach (var part in filter?.Conjuncts() ?? [])
        {
            var (term, isExactTerm) = Term(part);
            isExact &= isExactTerm;
            if (term is not null)
            {
                terms.Add(term);
            }
        }

        return (string.Join(' ', terms.Take(10)), isExact && terms.Count <= 10);
    }

    /// <summary>Returns whether a list has to be read to be sorted: each client sorts by ids of its own.</summary>
    /// <param name="sortBy">The attribute, or null.</param>
    public static bool IsSortedByClientId(string? sortBy) =>
        !string.IsNullOrWhiteSpace(sortBy) && ScimPath.Resolve(ScimSchemas.Users, sortBy)?.ToString() == "externalId";

    /// <summary>Returns what a list is sorted by.</summary>
    /// <param name="name">The attribute; null for the usual order, by id.</param>
    /// <exception cref="ScimFault">Lists are not sorted by it: <c>invalidPath</c>.</exception>
    public static UserSort SortBy(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return new(nameof(UserRow.Id));
        }

        var attribute = ScimPath.Resolve(ScimSchemas.Users, name)?.ToString();
        var field = attribute switch
        {
            "id" or "externalId" => nameof(UserRow.Id),
            "userName" => nameof(UserRow.UserName),
            "displayName" or "name" or "name.formatted" => nameof(UserRow.DisplayName),
            "emails" or "emails.value" => nameof(UserRow.Email),
            "phoneNumbers" or "phoneNumbers.value" => nameof(UserRow.PhoneNumber),
            "active" => "State",
            "meta.created" => nameof(UserRow.CreatedAt),
            "meta.lastModified" => nameof(UserRow.ChangedAt),
            ScimSchemas.OwnUserUrn + ":expiresAt" => nameof(UserRow.ExpiresAt),
            ScimSchemas.OwnUserUrn + ":lastSignInAt" => nameof(UserRow.LastSignInAt),
            _ => ScimUserFields.FieldOf(attribute) ?? throw ScimFault.Path($"Users are not sorted by “{name}”."),
        };
        return new(field);
    }

    private static IReadOnlyList<ScimUserKey>? KeyOf(ScimPath path, string text) =>
        path.ToString() switch
        {
            "id" => [new(null, text)],
            "userName" => [new(UserKeyField.UserName, text)],
            // The account's own counts as long as the client has said none.
            "externalId" => [new(null, text, IsClientId: true), new(UserKeyField.ExternalId, text)],
            "emails.value" or "emails[…].value" => [new(UserKeyField.Email, text)],
            _ => null,
        };

    private static (string? Term, bool IsExact) Term(ScimFilter filter)
    {
        if (filter is not ScimComparison { Text: { } text } comparison || text.Length > LongestValue)
        {
            return (null, false);
        }

        var name = comparison.Path.ToString();
        switch (comparison.Operator)
        {
            // The states without “deleted”, which nobody sees here.
            case ScimOperator.Eq or ScimOperator.Ne when name == "active":
                var isActive =
                    text.Equals("true", StringComparison.OrdinalIgnoreCase) == (comparison.Operator == ScimOperator.Eq);
                return (isActive ? "state:active,invited,locked" : "state:disabled", true);

            // A day is left for zones: whoever is found is compared again.
            case ScimOperator.Gt
            or ScimOperator.Ge when name is "meta.lastModified" or "meta.created":
                return ScimValues.TryMoment(text, out var moment) && moment.Year is > 1971 and < 9998
                    ? (
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{(name == "meta.created" ? "created" : "changed")}>={moment.AddDays(-1):yyyy-MM-dd}"
                        ),
                        false
                    )
                    : (null, false);

            case ScimOperator.Eq when name == ScimSchemas.EnterpriseUrn + ":manager.value" && text.Length > 0:
                return (SearchTerm.Of(SearchFields.Find("manager")!, text).ToString(), false);

            case ScimOperator.Eq
            or ScimOperator.Co
            or ScimOperator.Sw
            or ScimOperator.Ew when FieldOf(name) is { } key:
                // The longest part that the search takes as it is finds them all; they are compared afterwards.
                var value = Searched().Matches(text).MaxBy(match => match.Length)?.Value ?? "";
                return value.Length > 1
                    ? (SearchTerm.Of(SearchFields.Find(key)!, value).ToString(), false)
                    : (null, false);

            default:
                return (null, false);
        }
    }

    [GeneratedRegex("[A-Za-z0-9._-]+")]
    private static partial Regex Searched();

    // Only texts of which the search finds any part.
    private static string? FieldOf(string name) =>
        name switch
        {
            "userName" => "user-name",
            "displayName" or "name.formatted" => "name",
            "emails.value" => "email",
            "name.givenName" => "given-name",
            "name.familyName" => "family-name",
            ScimSchemas.EnterpriseUrn + ":employeeNumber" => "employee-number",
            _ => null,
        };
}
