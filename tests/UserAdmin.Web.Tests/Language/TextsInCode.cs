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
        var (isAnyPlain, isTemplate) = (false, true);
        while (at < source.Length)
        {
            var rest = source.AsSpan(at);
            if (rest[0] is ')' or ',')
            {
                arguments.Add(
                    !isText || text.Length == 0 ? null
                    : isTemplate ? text.ToString()
                    : $"(each part needs its $) {text}"
                );
                (text, isText, holes) = (new(), true, 0);
                (isAnyPlain, isTemplate) = (false, true);
                if (rest[0] == ')')
                {
                    return arguments;
                }

                at++;
            }
            else if (CodeText.Begins(source, at))
            {
                isAnyPlain |= source[at] != '$';
                at = CodeText.Read(source, at, text, () => $"{{{holes++}}}");
                // The compiler makes a template of parts that all begin with $, and a finished text of others: that one
                // has its values in it already, and no language knows it.
                isTemplate &= holes == 0 || !isAnyPlain;
            }
            else if (char.IsWhiteSpace(rest[0]) || rest[0] == '+')
            {
                at++;
            }
            else
            {
                isText = false;
                at = CodeText.Past(source, at);
            }
        }

        return arguments;
    }

    /// <summary>Returns the folder of the repository.</summary>
    public static string Repository()
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
