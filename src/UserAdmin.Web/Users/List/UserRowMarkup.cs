using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using UserAdmin.Users;
using UserAdmin.Users.Search;
using UserAdmin.Web.Live;
using UserAdmin.Web.Past;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.List;

/// <summary>
/// The markup of a row's cells, created once for all open pages that show the row in the same way (decision 41). A
/// refresh of a thousand pages renders a changed row once, and a page holds one reference per row instead of fifty
/// frames.
/// </summary>
/// <param name="time">The clock, to see whether a lock has expired.</param>
public sealed class UserRowMarkup(TimeProvider time)
{
    // The maximum number of cached styles per row; each search highlights other words.
    private const int MostVariants = 16;

    private static readonly HtmlEncoder _encoder = HtmlEncoder.Create(UnicodeRanges.All);

    // Entries live only as long as the read side keeps this version of the row.
    private readonly ConditionalWeakTable<UserRow, Dictionary<(string Style, UserState State), MarkupString>> _rows =
    [];

    /// <summary>Returns the cells of a row.</summary>
    /// <param name="row">The row, which is never changed after it was read.</param>
    /// <param name="style">The style in which it is shown.</param>
    public MarkupString Of(UserRow row, UserRowStyle style)
    {
        var now = style.At ?? time.GetUtcNow();
        var state = row.StateAt(now);
        // The days of a chart move on at midnight, although the row stays the same.
        var key = style.HoldsSignIns ? $"{style.Key}\n{now.UtcTicks / TimeSpan.TicksPerDay}" : style.Key;
        var variants = _rows.GetValue(row, _ => []);
        lock (variants)
        {
            if (!variants.TryGetValue((key, state), out var cells))
            {
                if (variants.Count >= MostVariants)
                {
                    variants.Clear();
                }

                variants[(key, state)] = cells = new(Write(row, style, state));
            }

            return cells;
        }
    }

    private string Write(UserRow row, UserRowStyle style, UserState state)
    {
        var html = new StringBuilder(1024);
        if (style.HasTicks)
        {
            html.Append("<td class=\"pick\"><input type=\"checkbox\" aria-label=\"")
                .Append(Encode(T($"Select {row.DisplayName}")))
                .Append("\"></td>");
        }

        foreach (var column in style.Columns)
        {
            html.Append("<td class=\"").Append(column.IsAttribute ? "attribute" : column.Key);
            WriteCell(html, row, column, style, state);
            html.Append("</td>");
        }

        return html.ToString();
    }

    private void WriteCell(StringBuilder html, UserRow row, UserColumn column, UserRowStyle style, UserState state)
    {
        if (column.Key == "state")
        {
            html.Append("\"><span class=\"ua-chip ")
                .Append(StateChip.ClassOf(state, InvitationActions.HasNoWayToSignIn(row)))
                .Append("\">")
                .Append(StateChip.TextOf(state, InvitationActions.HasNoWayToSignIn(row)))
                .Append("</span>");
        }
        else if (style.Link == column)
        {
            html.Append(" clip\"><a class=\"ua-row-link\" href=\"users/")
                .Append(Encode(Uri.EscapeDataString(row.Id)))
                .Append(style.At is { } at ? $"?at={Encode(PastAddress.Of(new(at)))}" : "")
                .Append("\">");
            WriteText(
                html,
                column.Text(row, style.At ?? time.GetUtcNow(), TimeZoneInfo.Utc) ?? "–",
                style.WordsIn(column)
            );
            html.Append("</a>");
        }
        else if (column.HoldsMoments)
        {
            html.Append("\">");
            WriteMoment(html, column.Moment(row), FromCore(column.Never));
        }
        else if (column.HoldsSignIns)
        {
            WriteSignIns(html, SignInDays.Read(row.SignInDays, style.At ?? time.GetUtcNow()));
        }
        else
        {
            var text = column.Text(row, style.At ?? time.GetUtcNow(), TimeZoneInfo.Utc) ?? "";
            html.Append(" clip\"");
            if (text.Length > 12)
            {
                html.Append(" title=\"").Append(Encode(text)).Append('"');
            }

            html.Append('>');
            WriteText(html, text, style.WordsIn(column));
        }
    }

    // The browser keeps the words current (wwwroot/moments.js), so they need to be written only once.
    private void WriteMoment(StringBuilder html, DateTimeOffset? at, string never)
    {
        if (at is { } moment)
        {
            html.Append("<time datetime=\"")
                .Append(RelativeTime.Machine(moment))
                .Append("\" title=\"")
                .Append(RelativeTime.Exactly(moment))
                .Append("\" data-moment>")
                .Append(RelativeTime.Words(moment, time.GetUtcNow()))
                .Append("</time>");
        }
        else
        {
            html.Append("<span class=\"ua-muted\">").Append(Encode(never)).Append("</span>");
        }
    }

    private static void WriteSignIns(StringBuilder html, IReadOnlyList<int> days)
    {
        var count = days.Sum();
        html.Append("\">");
        if (count > 0)
        {
            html.Append("<span title=\"")
                .Append(
                    Encode(
                        T(
                            count,
                            $"{count} sign-in in {days.Count} days (UTC)",
                            $"{count} sign-ins in {days.Count} days (UTC)"
                        )
                    )
                )
                .Append("\">")
                .Append(Sparkline.Markup(days))
                .Append(CultureInfo.InvariantCulture, $" {count}</span>");
        }
        else
        {
            html.Append("<span class=\"ua-muted\">0</span>");
        }
    }

    private static void WriteText(StringBuilder html, string text, IReadOnlyList<string> words)
    {
        var at = 0;
        foreach (var match in SearchHighlight.Find(text, words))
        {
            html.Append(Encode(text[at..match.Start]))
                .Append("<mark>")
                .Append(Encode(text.Substring(match.Start, match.Length)))
                .Append("</mark>");
            at = match.Start + match.Length;
        }

        html.Append(Encode(text[at..]));
    }

    private static string Encode(string text) => _encoder.Encode(text);
}

/// <summary>
/// The style of rows: the same for all rows of a page, and for all pages with the same <see cref="Key"/>.
/// </summary>
public sealed class UserRowStyle
{
    private readonly UserSearch _search;
    private readonly IReadOnlyList<string> _words;

    /// <summary>A way to show rows.</summary>
    /// <param name="columns">The columns, in order; at least one.</param>
    /// <param name="search">The search whose words are highlighted.</param>
    /// <param name="hasTicks">Whether a row starts with a checkbox.</param>
    /// <param name="at">The moment of the list; null for now.</param>
    public UserRowStyle(IReadOnlyList<UserColumn> columns, UserSearch search, bool hasTicks, DateTimeOffset? at = null)
    {
        (Columns, _search, HasTicks, At) = (columns, search, hasTicks, at);
        _words = search.Words;
        HoldsSignIns = columns.Any(column => column.HoldsSignIns);
        Link = columns.FirstOrDefault(column => column.Key == "name") ?? columns[0];
        Key = string.Join(
            '\n',
            [
                string.Join(',', columns.Select(column => column.Key)),
                CultureInfo.CurrentUICulture.Name,
                hasTicks ? "ticks" : "",
                at is { } moment ? PastAddress.Of(new(moment)) : "",
                .. _words,
                .. search.Filters.Where(IsText).Select(term => term.ToString()),
            ]
        );
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<UserColumn> Columns { get; }

    /// <summary>The moment of the list, by which states are judged and to which rows lead; null for now.</summary>
    public DateTimeOffset? At { get; }

    /// <summary>Whether a row starts with a checkbox.</summary>
    public bool HasTicks { get; }

    /// <summary>Whether one of the columns shows the sign-ins of the last days.</summary>
    public bool HoldsSignIns { get; }

    /// <summary>The column that links to the user's page.</summary>
    public UserColumn Link { get; }

    /// <summary>A key that is equal for styles that show rows in the same way.</summary>
    public string Key { get; }

    /// <summary>Returns the words to highlight in a column.</summary>
    /// <param name="column">The column.</param>
    public IReadOnlyList<string> WordsIn(UserColumn column) =>
        [
            .. column.IsFoundByWords ? _words : [],
            .. _search
                .Filters.Where(term => IsText(term) && term.Field == column.Field.Filter)
                .SelectMany(term => term.Values),
        ];

    private static bool IsText(SearchTerm term) => term is { Field.Kind: SearchKind.Text, IsNegated: false };
}
