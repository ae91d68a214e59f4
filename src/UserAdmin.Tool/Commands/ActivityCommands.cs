using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool.Commands;

/// <summary>What happened.</summary>
internal static class ActivityCommands
{
    // As few requests as a person does not notice; a key has 3,000 a minute unless it was given fewer.
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    private static readonly IReadOnlyList<Column> _columns = Column.Of(
        nameof(HistoryRow.At),
        nameof(HistoryRow.ActorName),
        nameof(HistoryRow.SubjectName),
        nameof(HistoryRow.What),
        nameof(HistoryRow.Reason)
    );

    /// <summary>Returns <c>activity</c>.</summary>
    public static Command All(Verbs verbs)
    {
        var (listed, followed) = (Query(), Query());
        var lines = new Option<int>("--lines", "-n")
        {
            Description = "How many earlier events come first.",
            HelpName = "number",
            DefaultValueFactory = _ => 10,
            Validators =
            {
                result =>
                {
                    if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() is < 0 or > 200)
                    {
                        result.AddError("--lines takes a number from 0 to 200.");
                    }
                },
            },
        };
        return Verbs.Group(
            "activity",
            "Everything that happened.",
            verbs.List(
                "list",
                "Lists what happened, the newest first.",
                call =>
                    Listing.PagesAsync<HistoryRow>(
                        call,
                        verbs.Options,
                        _columns,
                        async (limit, cursor) =>
                            await call.Api.GetActivityAsync(call.Get(listed), limit: limit, cursor: cursor)
                    ),
                "useradmin activity list --query \"actor:Ada\" --limit 20",
                listed
            ),
            verbs.Query(
                "tail",
                "Shows what happens, as it happens, until Ctrl+C. As JSON, each event is one line.",
                call => TailAsync(call, call.Get(followed), call.Get(lines)),
                """
                useradmin activity tail
                useradmin activity tail -n 0 --output json | jq --unbuffered .what
                """,
                followed,
                lines
            )
        );
    }

    private static Option<string?> Query() =>
        new("--query", "-q") { Description = "What to search for, as on the page Activity.", HelpName = "search" };

    private static async Task TailAsync(Call call, string? query, int lines)
    {
        var first = await call.Api.GetActivityAsync(query, limit: Math.Max(1, lines));
        Refusals.Check(first);
        var after = Write(call, first, lines, isUpward: false);
        while (true)
        {
            await call.Environment.WaitAsync(_pause, call.Cancellation);
            try
            {
                // The cursor is one of this list, so it begins at the same position for all of its pages.
                var (from, cursor) = (after, (string?)null);
                do
                {
                    var answer = await call.Api.GetActivityAsync(query, from, 200, cursor);
                    Refusals.Check(answer);
                    after = Math.Max(after, Write(call, answer, 200, isUpward: true));
                    cursor = answer.Value!.Next;
                } while (cursor is not null);
            }
            catch (HttpRequestException)
            {
                call.Output.Note("The server cannot be reached; events from now on are shown when it can be.");
            }
            catch (ToolException refusal) when (refusal.Code == ExitCode.Unavailable)
            {
                call.Output.Note(refusal.Message);
            }
        }
    }

    /// <summary>Writes events, the oldest first. Returns the position up to which all were seen.</summary>
    private static long Write(Call call, ApiAnswer answer, int most, bool isUpward)
    {
        using var json = JsonDocument.Parse(answer.Text);
        var rows = json.RootElement.GetProperty("items").EnumerateArray().ToList();
        foreach (var row in rows.Take(most).OrderBy(PositionOf))
        {
            if (call.Output.IsJson)
            {
                call.Output.Json(row.GetRawText());
            }
            else
            {
                var reason = Text(row, nameof(HistoryRow.Reason)) is { Length: > 0 } given ? $" – {given}" : "";
                call.Output.Line(
                    $"{Text(row, nameof(HistoryRow.At))}  {Text(row, nameof(HistoryRow.ActorName))}  "
                        + $"{Text(row, nameof(HistoryRow.SubjectName))}  {Text(row, nameof(HistoryRow.What))}{reason}"
                );
            }
        }

        // Buffered output would come late into a pipe.
        call.Environment.Out.Flush();
        var newest = rows.Count > 0 ? rows.Max(PositionOf) : 0;
        // Of a page that is followed by another one, no more is known than its own events.
        return isUpward && json.RootElement.GetProperty("next").ValueKind != JsonValueKind.Null
            ? newest
            : Math.Max(newest, PositionOf(answer));
    }

    private static long PositionOf(JsonElement row) => row.GetProperty("position").GetInt64();

    private static long PositionOf(ApiAnswer answer) =>
        answer.Headers.TryGetValues("UserAdmin-Position", out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : 0;

    private static string Text(JsonElement row, string property) => Column.Of(property).Text(row);
}
