using System.Text.RegularExpressions;

namespace UserAdmin.Imports;

/// <summary>The spellings under which a title of a column may be known.</summary>
internal static partial class ImportTitles
{
    /// <summary>
    /// Returns the title and what is left of it without the remarks and the paths that other systems add, the title
    /// itself first: <c>First Name [Required]</c>, <c>fields.email</c>, <c>cognito:username</c>,
    /// <c>emails[0].value</c>.
    /// </summary>
    public static IEnumerable<string> Spellings(string title)
    {
        yield return title;
        var bare = Remark().Replace(title, "");
        if (bare.Length < title.Length)
        {
            yield return bare;
        }

        if (title.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket && title[bracket - 1] is ' ' or '\t')
        {
            yield return title[..bracket];
            if (title.IndexOf(']', bracket) is > 0 and var end)
            {
                yield return title[(bracket + 1)..end];
            }
        }

        var inside = Path().Replace(bare, "");
        if (inside.Length < bare.Length)
        {
            yield return inside;
        }

        // A list of one kind of value in SCIM and in exports of phone books: the first one counts.
        if (FirstOfList().Match(bare) is { Success: true } first)
        {
            yield return first.Groups["name"].Value;
        }
    }

    [GeneratedRegex(
        @"\s*[\[(]?\b(required|optional|mandatory|pflichtfeld|obligatoire|obligatorio|wymagane)\b[\])]?\s*$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Remark();

    [GeneratedRegex(
        @"^((fields|profile|attributes|user|users|account|person|contact|employee|member|name|traits|cognito|custom"
            + @"|user_metadata|properties|data)[.:]|user_|usr_|cognito:|custom:)+",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Path();

    [GeneratedRegex(@"^(.*\.)?(?<name>\w+?)s?\[0\]\.value$", RegexOptions.IgnoreCase)]
    private static partial Regex FirstOfList();
}
