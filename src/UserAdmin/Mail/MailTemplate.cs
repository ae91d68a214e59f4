using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace UserAdmin.Mail;

/// <summary>
/// The text of one kind of mail in one language: a line <c>Subject: …</c>, an empty line, then paragraphs with an empty
/// line between them. A paragraph that begins with <c>&gt; </c> becomes the link, with the rest as its text.
/// Placeholders are in braces, such as <c>{name}</c>. Plain text and HTML are generated from the same template, so
/// their contents cannot differ.
/// </summary>
internal sealed partial record MailTemplate(string Language, string Subject, IReadOnlyList<string> Paragraphs)
{
    private const string SubjectLine = "Subject: ";
    private const string LinkMark = "> ";

    /// <exception cref="FormatException">The text does not have this form; the message tells what is
    /// missing.</exception>
    public static MailTemplate Parse(string language, string text)
    {
        var parts = text.ReplaceLineEndings("\n")
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return
            parts is [var first, _, ..]
            && first.StartsWith(SubjectLine, StringComparison.Ordinal)
            && !first.Contains('\n')
            ? new(language, first[SubjectLine.Length..].Trim(), parts[1..])
            : throw new FormatException("It has to begin with a line “Subject: …”, an empty line and a text.");
    }

    /// <summary>Returns the subject, on one line.</summary>
    public string SubjectWith(IReadOnlyDictionary<string, string> values) =>
        Fill(Subject, values, value => value.ReplaceLineEndings(" "));

    /// <summary>Returns the plain text.</summary>
    public string TextWith(IReadOnlyDictionary<string, string> values) =>
        string.Join(
            "\n\n",
            Paragraphs.Select(paragraph =>
                paragraph.StartsWith(LinkMark, StringComparison.Ordinal)
                    ? $"{Fill(paragraph[LinkMark.Length..], values, value => value)}:\n{Value("link", values)}"
                    : Fill(paragraph, values, value => value)
            )
        ) + "\n";

    /// <summary>Returns the paragraphs as HTML, to be inserted into the layout.</summary>
    public string HtmlWith(IReadOnlyDictionary<string, string> values)
    {
        var html = new StringBuilder();
        foreach (var paragraph in Paragraphs)
        {
            if (paragraph.StartsWith(LinkMark, StringComparison.Ordinal))
            {
                var (link, words) = (
                    WebUtility.HtmlEncode(Value("link", values)),
                    Html(paragraph[LinkMark.Length..], values)
                );
                html.Append("<p style=\"margin:0 0 8px\"><a href=\"")
                    .Append(link)
                    .Append(
                        "\" style=\"display:inline-block;padding:10px "
                            + "20px;border-radius:6px;background:#0b6b62;color:#ffffff;font-weight:600;text-decoration:none\">"
                    )
                    .Append(words)
                    .AppendLine("</a></p>")
                    .Append(
                        "<p style=\"margin:0 0 "
                            + "16px;font-size:12px;line-height:18px;color:#59626d;word-break:break-all\">"
                    )
                    .Append(link)
                    .AppendLine("</p>");
            }
            else
            {
                html.Append("<p style=\"margin:0 0 16px\">").Append(Html(paragraph, values)).AppendLine("</p>");
            }
        }

        return html.ToString();
    }

    /// <summary>
    /// Replaces placeholders with their values in one pass; placeholders inside a value are not replaced.
    /// </summary>
    /// <exception cref="FormatException">There is no value for a placeholder.</exception>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values, Func<string, string> encode) =>
        Name().Replace(text, match => encode(Value(match.Groups[1].Value, values)));

    private static string Html(string text, IReadOnlyDictionary<string, string> values) =>
        Fill(WebUtility.HtmlEncode(text), values, WebUtility.HtmlEncode!);

    private static string Value(string name, IReadOnlyDictionary<string, string> values) =>
        values.TryGetValue(name, out var value)
            ? value
            : throw new FormatException($"It names {{{name}}}, which this mail does not have.");

    [GeneratedRegex("\\{([a-z]+)\\}")]
    private static partial Regex Name();
}
