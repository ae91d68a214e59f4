using System.Text;
using System.Text.RegularExpressions;

namespace UserAdmin.Web.Tests.Language;

/// <summary>Finds in the source of the core the sentences that people read in the console.</summary>
internal static partial class SentencesInCore
{
    /// <summary>Stands for a value in a sentence.</summary>
    public const char Hole = '\0';

    // Read by whoever runs the program, at the command line or in its log; and tables of the databases.
    [GeneratedRegex(
        @"^(Anchors/(Anchor|AnchorKey|AnchorOptions|AnchorVerification|SealingStatement)\.cs|Copying/|Sealing/"
            + @"|Mail/Mail(Options|Template)|Webhooks/WebhookOptions|Account/BreachList|Storage/\w+/Migrations/"
            + @"|Pipeline/(MessageC|\w*Tele|Write)"
            + @"|Storage/(KeptBackups|UnfinishedCopy)|Users/UserInstruments|Account/PasswordInstruments"
            + @"|Storage/\w+/\w*(Backups|Sealed|CopySide|CopyWriter|Attachment|StoreSetup|StockCopy|Server|Errors)\w*\."
            + @"|Storage/Sqlite/(DesignTime|SqliteFiles|SqliteWalCheckpoints)|Tables/TableEncodings|Text/TextRules"
            + @"|CompiledModels/|Projections/(Event|Read|Row)|Attaching/ConnectionText|UserAdminHostDatabase)"
    )]
    private static partial Regex Elsewhere();

    // Of exceptions, logs and instruments.
    [GeneratedRegex(@"(Exception|\bLog\w*|OnlyInHistory|SuppressMessage|Counter|Histogram|Gauge|Durations)(<\w+>)?\($")]
    private static partial Regex Unread();

    // SQL, patterns of dates, settings of a connection, and what a command looks like in a debugger.
    [GeneratedRegex(
        @"\b(SELECT|WHERE|NULL|FROM|ORDER|REFERENCING|ANALYZE|PRAGMA|INSERT|ATTACH|BETWEEN|LIKE|LISTEN|DROP|AND)\b"
            + @"|^(SET|BEGIN) |^M/d|^NOT |^Position, |@first|json_remove|list index|\{ \w+ = |ShouldSerialize"
    )]
    private static partial Regex NoSentence();

    /// <summary>Returns each sentence, with whether it is glued to something that is not known here.</summary>
    public static IEnumerable<(string Place, string Text, bool IsPart)> All()
    {
        var folder = Path.Combine(TextsInCode.Repository(), "src", "UserAdmin");
        return Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .Where(file => !Regex.IsMatch(file.Name, "^(obj|bin)/") && !Elsewhere().IsMatch(file.Name))
            .SelectMany(file => In(File.ReadAllText(file.File)).Select(found => (file.Name, found.Text, found.IsPart)));
    }

    /// <summary>Returns the sentences in a piece of source.</summary>
    public static IEnumerable<(string Text, bool IsPart)> In(string source)
    {
        var calls = new Stack<bool>();
        for (var at = 0; at < source.Length; )
        {
            var rest = source.AsSpan(at);
            if (CodeText.Other(source, at) is > 0 and var length)
            {
                at += length;
            }
            else if (CodeText.Begins(source, at))
            {
                var start = at;
                var text = new StringBuilder();
                at = CodeText.Read(source, at, text, () => $"{Hole}");
                while (Glue().Match(source, at) is { Success: true } glue)
                {
                    at = CodeText.Read(source, at + glue.Length, text, () => $"{Hole}");
                }

                if (!calls.Contains(true) && IsSentence(text.ToString()))
                {
                    yield return (
                        text.ToString().Trim(),
                        source[..start].TrimEnd().EndsWith('+') || source[at..].TrimStart().StartsWith('+')
                    );
                }
            }
            else
            {
                if (rest[0] is '(' or '[' or '{')
                {
                    calls.Push(rest[0] == '(' && Unread().IsMatch(source[Math.Max(0, at - 60)..(at + 1)]));
                }
                else if (rest[0] is ')' or ']' or '}')
                {
                    calls.TryPop(out _);
                }

                at++;
            }
        }
    }

    private static bool IsSentence(string text) =>
        text.Contains(' ', StringComparison.Ordinal)
        && Regex.IsMatch(text, "^[\\p{Lu}“\0]")
        && Regex.IsMatch(text, "[a-z]{3}")
        && text.Count(char.IsAsciiLetter) > 8
        && !NoSentence().IsMatch(text);

    [GeneratedRegex("""\G\s*\+\s*(?=\$?"(?!""))""")]
    private static partial Regex Glue();
}
