using System.Text.Json;
using Spectre.Console;

namespace UserAdmin.Tool.Output;

/// <summary>Writes what a command answers, as tables or as JSON.</summary>
/// <param name="environment">What is around the tool.</param>
/// <param name="isJson">Whether the API's answers are written as they are.</param>
/// <param name="hasColours">Whether titles may be bold.</param>
internal sealed class ToolOutput(ToolEnvironment environment, bool isJson, bool hasColours)
{
    // Wide enough for every row where nothing is cut.
    private const int Unlimited = 100_000;

    /// <summary>Whether the API's answers are written as they are.</summary>
    public bool IsJson => isJson;

    /// <summary>Writes a line.</summary>
    /// <param name="text">The text.</param>
    public void Line(string text) => environment.Out.WriteLine(CleanText.Of(text));

    /// <summary>Writes a line about the work, beside the answer.</summary>
    /// <param name="text">The text.</param>
    public void Note(string text) => environment.Error.WriteLine(CleanText.Of(text));

    /// <summary>Writes JSON.</summary>
    /// <param name="text">The JSON.</param>
    public void Json(string text) => environment.Out.WriteLine(CleanText.OfJson(text));

    /// <summary>Writes a table.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="hasTitles">Whether it begins with the titles.</param>
    public void Table(IReadOnlyList<Column> columns, IEnumerable<JsonElement> rows, bool hasTitles = true)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = hasTitles };
        foreach (var column in columns)
        {
            var title = new OneLine(column.Title, hasColours ? new Style(decoration: Decoration.Bold) : Style.Plain);
            // The first one tells which row it is, so the others are cut before it is.
            var isFirst = table.Columns.Count == 0;
            table.AddColumn(new TableColumn(title) { Padding = new Padding(0, 0, 2, 0), NoWrap = isFirst });
        }

        foreach (var row in rows)
        {
            table.AddRow(columns.Select(column => new OneLine(CleanText.Of(column.Text(row)), Style.Plain)));
        }

        Write(table);
    }

    /// <summary>Writes the properties of one thing, those that it has.</summary>
    /// <param name="value">The thing.</param>
    /// <param name="first">What stands before them.</param>
    public void Details(JsonElement value, params IReadOnlyList<(string Name, string Text)> first)
    {
        var lines = first
            .Concat(
                value
                    .EnumerateObject()
                    .Where(one => one.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
                    .Where(one => first.All(line => line.Name != one.Name))
                    .Select(one => (Column.Words(one.Name), Column.TextOf(one.Value)))
            )
            .Where(line => line.Item2.Length > 0);
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn(new TableColumn("") { Padding = new Padding(0, 0, 2, 0) });
        table.AddColumn(new TableColumn("") { Padding = new Padding(0, 0, 0, 0) });
        foreach (var (name, text) in lines)
        {
            table.AddRow(new OneLine(CleanText.Of(name), Style.Plain), new OneLine(CleanText.Of(text), Style.Plain));
        }

        Write(table);
    }

    private void Write(Table table)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = hasColours ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = hasColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(text),
            }
        );
        console.Profile.Width = environment.Width ?? Unlimited;
        console.Write(table);
        // The padding of the last column is white space that nobody needs.
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
        {
            environment.Out.WriteLine(line.TrimEnd());
        }
    }
}
