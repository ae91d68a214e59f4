using System.Text.RegularExpressions;
using UserAdmin.Text;

namespace UserAdmin.Imports;

/// <summary>Reads the names of roles in a cell.</summary>
internal static partial class ImportedRoles
{
    /// <summary>
    /// Returns the names in a cell, each once. Of a distinguished name, as directories write groups, the first part is
    /// the name. Lists in brackets and quotation marks are those of JSON and PostgreSQL.
    /// </summary>
    public static IReadOnlyList<string> In(string cell)
    {
        var text = cell.Trim();
        text = List().Match(text) is { Success: true } list ? list.Groups["names"].Value : text;
        var parts = DistinguishedName().IsMatch(text)
            ? text.Split([';', '|', '\n'])
            : text.Split([',', ';', '|', '\n']);
        return
        [
            .. parts
                .Select(part => part.Trim().Trim('"').Trim())
                .Select(part => DistinguishedName().Match(part) is { Success: true } name ? Bare(name) : part)
                .Where(name => name.Length > 0)
                .DistinctBy(UserText.ValueKey),
        ];
    }

    private static string Bare(Match name) =>
        name.Groups["name"].Value.Replace("\\", "", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"^[\[{](?<names>.*)[\]}]$", RegexOptions.Singleline)]
    private static partial Regex List();

    [GeneratedRegex(@"^(CN|OU|UID)=(?<name>(\\.|[^,\\])+),\s*\w+=", RegexOptions.IgnoreCase)]
    private static partial Regex DistinguishedName();
}
