using System.Text.RegularExpressions;

namespace UserAdmin.Imports;

/// <summary>An account of the person at another provider, with which they sign in.</summary>
/// <param name="Provider">The provider, by the name of its scheme in ASP.NET Core (<c>Google</c>).</param>
/// <param name="Key">The person's key there.</param>
internal sealed record ImportedLogin(string Provider, string Key)
{
    /// <summary>The most characters that stock Identity stores of either on SQL Server and PostgreSQL.</summary>
    public const int MostCharacters = 128;

    /// <summary>Whether both fit into the table of logins.</summary>
    public bool Fits => Provider.Length <= MostCharacters && Key.Length <= MostCharacters;
}

/// <summary>Reads the external logins in a cell.</summary>
internal static partial class ImportedLogins
{
    // What other systems call the providers for which ASP.NET Core has handlers, with the names of their schemes.
    private static readonly Dictionary<string, string> _providers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["google-oauth2"] = "Google",
        ["google.com"] = "Google",
        ["google"] = "Google",
        ["windowslive"] = "Microsoft",
        ["microsoft.com"] = "Microsoft",
        ["microsoft"] = "Microsoft",
        ["waad"] = "Microsoft",
        ["facebook.com"] = "Facebook",
        ["facebook"] = "Facebook",
        ["twitter.com"] = "Twitter",
        ["twitter"] = "Twitter",
        ["github.com"] = "GitHub",
        ["github"] = "GitHub",
        ["apple.com"] = "Apple",
        ["apple"] = "Apple",
        ["linkedin"] = "LinkedIn",
    };

    // These mean that the account itself has the password.
    private static readonly HashSet<string> _own = new(StringComparer.OrdinalIgnoreCase)
    {
        "auth0",
        "username-password-authentication",
        "password",
        "credential",
        "credentials",
        "email",
        "phone",
        "sms",
        "local",
        "database",
        "cognito",
    };

    /// <summary>
    /// Returns the logins in a cell, each once: <c>google-oauth2|1080</c> or <c>google:1080</c>, several of them
    /// separated by commas, semicolons or line breaks; or only the key, if another column names the provider. Null if
    /// the provider is missing.
    /// </summary>
    /// <param name="cell">The cell.</param>
    /// <param name="provider">The provider in the column beside it, or null.</param>
    public static IReadOnlyList<ImportedLogin>? In(string cell, string? provider)
    {
        if (provider?.Trim() is { Length: > 0 } beside)
        {
            return _own.Contains(beside) ? [] : [new(Scheme(beside), cell.Trim())];
        }

        var logins = new List<ImportedLogin>();
        foreach (var part in cell.Split([',', ';', '\n']).Select(part => part.Trim()).Where(part => part.Length > 0))
        {
            if (Login().Match(part) is not { Success: true } login)
            {
                return null;
            }

            if (!_own.Contains(login.Groups["provider"].Value))
            {
                logins.Add(new(Scheme(login.Groups["provider"].Value), login.Groups["key"].Value));
            }
        }

        return [.. logins.Distinct()];
    }

    /// <summary>
    /// Returns the login in the key of an account, as Auth0 makes keys of people who came from elsewhere; null if the
    /// key is none, or its provider is not known.
    /// </summary>
    public static ImportedLogin? InKey(string? key) =>
        key is not null
        && Login().Match(key) is { Success: true } login
        && key[login.Groups["provider"].Length] == '|'
        && _providers.TryGetValue(login.Groups["provider"].Value, out var scheme)
            ? new(scheme, login.Groups["key"].Value)
            : null;

    private static string Scheme(string provider) => _providers.GetValueOrDefault(provider, provider);

    [GeneratedRegex(@"^(?<provider>[^|:\s]+)[|:](?<key>\S.*)$", RegexOptions.Singleline)]
    private static partial Regex Login();
}
