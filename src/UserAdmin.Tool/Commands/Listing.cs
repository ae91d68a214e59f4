using System.Globalization;
using System.Text;
using System.Text.Json;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool.Commands;

/// <summary>Writes lists, page by page.</summary>
internal static class Listing
{
    // The API's limit for one answer.
    private const int Most = 200;

    /// <summary>Writes a list that the API answers in pages.</summary>
    /// <param name="call">The command.</param>
    /// <param name="options">The common options.</param>
    /// <param name="columns">The columns, unless others were typed.</param>
    /// <param name="pageAsync">Asks for a page: how many, and from which cursor on.</param>
    /// <typeparam name="TRow">The rows.</typeparam>
    public static async Task PagesAsync<TRow>(
        Call call,
        ToolOptions options,
        IReadOnlyList<Column> columns,
        Func<long, string?, Task<ApiAnswer>> pageAsync
    )
    {
        columns = Columns<TRow>(call, options) ?? columns;
        var wanted = call.Get(options.All) ? long.MaxValue : call.Get(options.Limit);
        var (done, cursor, items) = (0L, (string?)null, new StringBuilder());
        JsonElement page;
        do
        {
            var answer = await pageAsync(Math.Min(Most, wanted - done), cursor);
            page = PageOf(answer);
            var rows = page.GetProperty("items").EnumerateArray().ToList();
            cursor = page.GetProperty("next").GetString();
            if (call.Output.IsJson)
            {
                rows.ForEach(row => items.Append(items.Length > 0 ? "," : "").Append(row.GetRawText()));
            }
            else if (rows.Count > 0)
            {
                call.Output.Table(columns, rows, hasTitles: done == 0);
            }

            done += rows.Count;
        } while (cursor is not null && done < wanted);

        if (call.Output.IsJson)
        {
            var next = JsonSerializer.Serialize(cursor);
            call.Output.Json(
                $$"""{"items":[{{items}}],"total":{{page.GetProperty("total").GetRawText()}},"next":{{next}}}"""
            );
        }
        else
        {
            call.Output.Note(Summary(done, page, cursor));
        }
    }

    /// <summary>Writes a list that the API answers as a whole.</summary>
    /// <param name="call">The command.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="answer">The answer.</param>
    public static void Whole(Call call, IReadOnlyList<Column> columns, ApiAnswer answer)
    {
        var page = PageOf(answer);
        if (call.Output.IsJson)
        {
            call.Output.Json(answer.Text);
            return;
        }

        var rows = page.GetProperty("items").EnumerateArray().ToList();
        if (rows.Count > 0)
        {
            call.Output.Table(columns, rows);
        }

        call.Output.Note(Summary(rows.Count, page, null));
    }

    private static JsonElement PageOf(ApiAnswer answer)
    {
        Refusals.Check(answer);
        using var json = JsonDocument.Parse(answer.Text);
        return json.RootElement.Clone();
    }

    private static string Summary(long shown, JsonElement page, string? next) =>
        shown == 0 ? "Nothing was found."
        : page.GetProperty("total") is { ValueKind: JsonValueKind.Number } total
            ? string.Create(CultureInfo.InvariantCulture, $"{shown:N0} of {total.GetInt64():N0}.")
        : next is null ? string.Create(CultureInfo.InvariantCulture, $"{shown:N0}.")
        : string.Create(CultureInfo.InvariantCulture, $"{shown:N0}; there are more.");

    private static IReadOnlyList<Column>? Columns<TRow>(Call call, ToolOptions options)
    {
        if (call.Get(options.Columns) is not { } typed)
        {
            return null;
        }

        var known = typeof(TRow)
            .GetProperties()
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        var names = typed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 && names.FirstOrDefault(name => !known.Contains(name)) is var unknown && unknown is null
            ? Column.Of(names)
            : throw new ToolException(
                ExitCode.Usage,
                $"There is no column “{names.FirstOrDefault(name => !known.Contains(name))}”. There are: "
                    + $"{string.Join(", ", known)}."
            );
    }
}
