using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace UserAdmin.Web.Tests.Language;

/// <summary>Finds in the source of the console the texts that are translated.</summary>
internal static partial class TextsInCode
{
    /// <summary>Returns the key of each text with the file that it is in, the forms for 1 among them.</summary>
    public static IEnumerable<(string Key, string File)> All()
    {
        var folder = Path.Combine(Repository(), "src", "UserAdmin.Web");
        return Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file =>
                file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)
            )
            .Where(file => !Regex.IsMatch(file, @"[\\/](obj|bin|Language)[\\/]"))
            .SelectMany(file => In(File.ReadAllText(file)).Select(key => (key, Path.GetRelativePath(folder, file))));
    }

    /// <summary>Returns the keys in a piece of source.</summary>
    public static IEnumerable<string> In(string source)
    {
        foreach (Match call in Call().Matches(source))
        {
            var arguments = Arguments(source, call.Index + call.Length);
            if (arguments.Count == 3 && arguments[2] is { } many)
            {
                yield return many;
                yield return many + "#one";
            }
            else if (arguments is [{ } only])
            {
                yield return only;
            }
            else if (arguments is [{ } text, { } context])
            {
                yield return $"{text}|{context}";
            }
        }
    }

    // Each argument as the text that it is; null for one that is no text.
    private static List<string?> Arguments(string source, int at)
    {
        var arguments = new List<string?>();
        var (text, isText, holes) = (new StringBuilder(), true, 0);
        while (at < source.Length)
        {
            var rest = source.AsSpan(at);
            if (rest[0] is ')' or ',')
            {
                arguments.Add(isText && text.Length > 0 ? text.ToString() : null);
                (text, isText, holes) = (new(), true, 0);
                if (rest[0] == ')')
                {
                    return arguments;
                }

                at++;
            }
            else if (rest[0] == '"' || rest.StartsWith("$\""))
            {
                at = Literal(source, at, text, ref holes);
            }
            else if (char.IsWhiteSpace(rest[0]) || rest[0] == '+')
            {
                at++;
            }
            else
            {
                isText = false;
                at = Past(source, at);
            }
        }

        return arguments;
    }

    private static int Literal(string source, int at, StringBuilder text, ref int holes)
    {
        var isInterpolated = source[at] == '$';
        at += isInterpolated ? 2 : 1;
        while (source[at] != '"')
        {
            if (source[at] == '\\')
            {
                (var character, at) = source[at + 1] switch
                {
                    'n' => ('\n', at + 2),
                    't' => ('\t', at + 2),
                    'u' => (
                        (char)int.Parse(source.AsSpan(at + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                        at + 6
                    ),
                    var other => (other, at + 2),
                };
                text.Append(character);
            }
            else if (isInterpolated && source[at] == '{' && source[at + 1] != '{')
            {
                text.Append(CultureInfo.InvariantCulture, $"{{{holes++}}}");
                at = Past(source, at);
            }
            else
            {
                text.Append(source[at]);
                at++;
            }
        }

        return at + 1;
    }

    // Goes past one character, or past everything in the brackets or quotation marks that begin here.
    private static int Past(string source, int at)
    {
        if (source[at] == '"' || source.AsSpan(at).StartsWith("$\""))
        {
            var none = 0;
            return Literal(source, at, new StringBuilder(), ref none);
        }

        if (source[at] is not ('(' or '[' or '{'))
        {
            return source[at] == '\'' && source.IndexOf('\'', at + 1) is > 0 and var end && end - at < 9
                ? end + 1
                : at + 1;
        }

        at++;
        while (source[at] is not (')' or ']' or '}'))
        {
            at = Past(source, at);
        }

        return at + 1;
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "UserAdmin.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository is not around the tests.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"(?<![\w.])(T|Marked)\(")]
    private static partial Regex Call();
}
