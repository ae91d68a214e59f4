using System.CommandLine;
using System.CommandLine.Completions;
using UserAdmin.Tool.Profiles;

namespace UserAdmin.Tool.Commands;

/// <summary>The options that several commands have.</summary>
internal sealed class ToolOptions
{
    /// <summary>Creates them.</summary>
    /// <param name="environment">What is around the tool.</param>
    public ToolOptions(ToolEnvironment environment)
    {
        Profile.CompletionSources.Add(_ => ProfileNames(environment).Select(name => new CompletionItem(name)));
        Limit.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit takes a number of 1 or more; --all shows everything.");
            }
        });
    }

    /// <summary>The profile.</summary>
    public Option<string?> Profile { get; } =
        new("--profile")
        {
            Description = "The profile to use instead of the current one.",
            HelpName = "name",
            Recursive = true,
        };

    /// <summary>The format: <c>table</c> for people, <c>json</c> as the API answered.</summary>
    public Option<string> Output { get; } =
        new Option<string>("--output")
        {
            Description = "How answers are written: table for people, json as the API answered.",
            DefaultValueFactory = _ => "table",
            Recursive = true,
        }.AcceptOnlyFromAmong("table", "json");

    /// <summary>Whether nothing is coloured or bold.</summary>
    public Option<bool> NoColour { get; } =
        new("--no-color") { Description = "Plain text, as with the environment variable NO_COLOR.", Recursive = true };

    /// <summary>Why something is changed.</summary>
    public Option<string?> Reason { get; } =
        new("--reason") { Description = "Why. It stands in the history.", HelpName = "text" };

    /// <summary>The key of the change.</summary>
    public Option<string?> IdempotencyKey { get; } =
        new Option<string?>("--idempotency-key")
        {
            Description =
                "A text of your own for this change: the same command with the same key changes it once only.",
            HelpName = "text",
        }.Key();

    /// <summary>Whether nothing is asked.</summary>
    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do it without asking." };

    /// <summary>How many.</summary>
    public Option<int> Limit { get; } =
        new("--limit")
        {
            Description = "How many at most.",
            DefaultValueFactory = _ => 50,
            HelpName = "number",
        };

    /// <summary>Whether everything.</summary>
    public Option<bool> All { get; } = new("--all") { Description = "All of them, however many." };

    /// <summary>The columns of a table.</summary>
    public Option<string?> Columns { get; } =
        new("--columns")
        {
            Description = "The columns of the table: names of the JSON, with commas between.",
            HelpName = "names",
        };

    /// <summary>Returns the names of the profiles; none if the file cannot be read.</summary>
    /// <param name="environment">What is around the tool.</param>
    public static IEnumerable<string> ProfileNames(ToolEnvironment environment)
    {
        try
        {
            return new ProfileFile(environment.Folder).Read().All.Keys;
        }
        catch (Exception fault) when (fault is ToolException or IOException or UnauthorizedAccessException)
        {
            // Completion has no place to say it; the command does.
            return [];
        }
    }
}
