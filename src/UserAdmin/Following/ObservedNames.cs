using UserAdmin.Users;

namespace UserAdmin.Following;

/// <summary>Finds the name of a person whose account another program made.</summary>
internal static class ObservedNames
{
    private const int Longest = 200;

    // The claim types of a person's name: OpenID Connect's, and that of ClaimTypes.Name.
    private static readonly string[] _claims = ["name", System.Security.Claims.ClaimTypes.Name];

    private static readonly string[] _whole = ["displayname", "display_name", "fullname", "full_name", "name"];
    private static readonly string[] _given = ["firstname", "first_name", "givenname", "given_name", "forename"];
    private static readonly string[] _family = ["lastname", "last_name", "familyname", "family_name", "surname"];

    /// <summary>
    /// Returns the display name: the claim of a name, else what the application's own columns tell, else the user name,
    /// else the address, else the key.
    /// </summary>
    public static string Of(ObservedAccount account, string id)
    {
        var name =
            _claims
                .Select(type => account.Claims.FirstOrDefault(claim => claim.ClaimType == type)?.Value)
                .FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))
            ?? OfAttributes(account)
            ?? account.UserName
            ?? account.Email
            ?? id;
        return name.Length <= Longest
            ? name
            : name[..(char.IsHighSurrogate(name[Longest - 1]) ? Longest - 1 : Longest)];
    }

    private static string? OfAttributes(ObservedAccount account)
    {
        if (account.Attributes is null)
        {
            return null;
        }

        var (given, family) = (Value(_given), Value(_family));
        return Value(_whole) ?? (given is null || family is null ? given ?? family : $"{given} {family}");

        string? Value(string[] names) =>
            account
                .Attributes.FirstOrDefault(attribute =>
                    names.Contains(attribute.Name, StringComparer.OrdinalIgnoreCase)
                    && !string.IsNullOrWhiteSpace(attribute.Value)
                )
                ?.Value!.Trim();
    }
}
