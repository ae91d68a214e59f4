using System.CommandLine;
using UserAdmin.Web.Startup.Seeding;

namespace UserAdmin.Web.Startup;

/// <summary>Formats the error of a command line: which word is wrong, and what to do.</summary>
internal static class CommandLineErrors
{
    /// <summary>Returns the first error, as a sentence.</summary>
    /// <param name="parsed">The parse result with errors.</param>
    /// <param name="words">The typed words, without the settings.</param>
    public static string Describe(ParseResult parsed, IReadOnlyList<string> words)
    {
        if (parsed.UnmatchedTokens is not [var unknown, ..])
        {
            var message = LacksItsArgument(parsed) ? SeedOptions.CountMissing : parsed.Errors[0].Message;
            return $"{message} {HelpOf(parsed)} explains the usage.";
        }

        // For --demo=yes, which takes no value, only the value is unmatched.
        var word = words.Contains(unknown)
            ? unknown
            : words.FirstOrDefault(word => word.EndsWith($"={unknown}", StringComparison.Ordinal)) ?? unknown;
        var option = word.Split('=')[0];
        return word.StartsWith('-') || word.StartsWith('/')
                ? $"There is no option {option}.{Settings.NearestTo(option)} {HelpOf(parsed)} lists them, "
                    + "docs/SETTINGS.md the settings."
            : parsed.CommandResult.Command is RootCommand
                ? $"There is no command “{word}”. Say --help to see what there is."
            : parsed.CommandResult.Command.Arguments.Count > 0
                ? $"“{word}” is one word too many. {SeedOptions.CountMissing}"
            : $"“{word}” is no option. Options begin with two hyphens; {HelpOf(parsed)} lists them.";
    }

    // Only seed has an argument.
    private static bool LacksItsArgument(ParseResult parsed) =>
        parsed.CommandResult.Command.Arguments is [var argument]
        && parsed.GetResult(argument) is null or { Tokens.Count: 0 };

    private static string HelpOf(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "--help" : $"{parsed.CommandResult.Command.Name} --help";
}
