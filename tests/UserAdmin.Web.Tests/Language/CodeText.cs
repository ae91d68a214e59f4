using System.Text;
using System.Text.RegularExpressions;

namespace UserAdmin.Web.Tests.Language;

/// <summary>Reads the texts in C# source.</summary>
internal static partial class CodeText
{
    /// <summary>Returns whether a text in quotation marks begins here, with values in it or without.</summary>
    public static bool Begins(string source, int at) =>
        source[at] == '"' || source.AsSpan(at).StartsWith("$\"", StringComparison.Ordinal);

    /// <summary>Reads the text that begins here; returns where the source goes on.</summary>
    /// <param name="source">The source.</param>
    /// <param name="at">Where the text begins.</param>
    /// <param name="text">Gets the text.</param>
    /// <param name="hole">Returns what to write in place of the next value.</param>
    public static int Read(string source, int at, StringBuilder text, Func<string> hole)
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
                    'u' => ((char)Convert.ToInt32(source.Substring(at + 2, 4), 16), at + 6),
                    var other => (other, at + 2),
                };
                text.Append(character);
            }
            else if (isInterpolated && source[at] == '{' && source[at + 1] != '{')
            {
                text.Append(hole());
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

    /// <summary>
    /// Returns where the source goes on after one character, or after everything in the brackets or the text that begin
    /// here.
    /// </summary>
    public static int Past(string source, int at)
    {
        var depth = 0;
        do
        {
            if (Begins(source, at))
            {
                at = Read(source, at, new StringBuilder(), () => "");
            }
            else if (Other(source, at) is > 0 and var length)
            {
                at += length;
            }
            else
            {
                depth +=
                    source[at] is '{' or '(' or '[' ? 1
                    : source[at] is '}' or ')' or ']' ? -1
                    : 0;
                at++;
            }
        } while (depth > 0);

        return at;
    }

    /// <summary>Returns the length of the comment, character, raw or verbatim text that begins here; 0 for none.</summary>
    public static int Other(string source, int at) => Others().Match(source, at).Length;

    [GeneratedRegex(
        """"\G(//[^\n]*|/\*.*?\*/|'(\\u[0-9a-fA-F]{4}|\\.|[^\\'])'|\$*(?<q>"{3,}).*?\k<q>|\$?@"([^"]|"")*")"""",
        RegexOptions.Singleline
    )]
    private static partial Regex Others();
}
