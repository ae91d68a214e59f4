using System.CommandLine;
using UserAdmin.Web.Startup.Seeding;

namespace UserAdmin.Web.Startup;

/// <summary>Says what is wrong with a command line: which word, and what to do.</summary>
internal static class CommandLineErrors
{
    /// <summary>The first thing that is wrong, as a sentence.</summary>
    /// <param name="parsed">What could not be understood.</param>
    /// <param name="words">What was typed, without the settings.</param>
    public static string Describe(ParseResult parsed, IReadOnlyList<string> words)
    {
        if (parsed.UnmatchedTokens is not [var unknown, ..])
        {
            var message = LacksItsArgument(parsed) ? SeedOptions.CountMissing : parsed.Errors[0].Message;
            return $"{message} {HelpOf(parsed)} says how it is used.";
        }

        // Of --demo=yes, which takes no value, only the value is left over.
        var word = words.Contains(unknown)
            ? unknown
            : words.FirstOrDefault(word => word.EndsWith($"={unknown}", StringComparison.Ordinal)) ?? unknown;
        return word.StartsWith('-') || word.StartsWith('/')
                ? $"There is no option {word.Split('=')[0]}.{Settings.NearestTo(word.Split('=')[0])} {HelpOf(parsed)} lists "
                    + "them, docs/SETTINGS.md the settings."
            : parsed.CommandResult.Command is RootCommand
                ? $"There is no command “{word}”. Say --help to see what there is."
            : parsed.CommandResult.Command.Arguments.Count > 0
                ? $"“{word}” is one word too many. {SeedOptions.CountMissing}"
            : $"“{word}” is no option. Options begin with two hyphens; {HelpOf(parsed)} lists them.";
    }

    // Only seed has one.
    private static bool LacksItsArgument(ParseResult parsed) =>
        parsed.CommandResult.Command.Arguments is [var argument]
        && parsed.GetResult(argument) is null or { Tokens.Count: 0 };

    private static string HelpOf(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "--help" : $"{parsed.CommandResult.Command.Name} --help";
}
