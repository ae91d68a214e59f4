using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using UserAdmin.Tool.Api;
using UserAdmin.Tool.Commands;
using UserAdmin.Tool.Output;

namespace UserAdmin.Tool;

/// <summary>Runs one command line. Every failure is sentences on standard error and an exit code.</summary>
internal static class ToolRun
{
    private static readonly ParserConfiguration _parser = new()
    {
        EnablePosixBundling = false,
        // A reason that begins with @ is not a file of further arguments.
        ResponseFileTokenReplacer = null,
    };

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The words.</param>
    /// <param name="environment">What is around the tool.</param>
    /// <param name="cancellation">Stops it, as Ctrl+C does.</param>
    /// <returns>The exit code (<see cref="ExitCode"/>).</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args,
        ToolEnvironment environment,
        CancellationToken cancellation = default
    )
    {
        var root = ToolCommands.All(environment);
        if (args is [var first, var typed] && SuggestAt(first) is { } position)
        {
            Suggest(root, typed, position, environment.Out);
            return (int)ExitCode.Done;
        }

        var parsed = root.Parse(args, _parser);
        var invocation = new InvocationConfiguration
        {
            Output = environment.Out,
            Error = environment.Error,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            if (parsed.Action is ParseErrorAction)
            {
                throw Wrong(parsed);
            }

            return await parsed.InvokeAsync(invocation, cancellation);
        }
        catch (ToolException refusal)
        {
            return Fail(environment, refusal.Code, refusal.Lines);
        }
        catch (OperationCanceledException)
        {
            return (int)ExitCode.Stopped;
        }
        catch (HttpRequestException lost)
        {
            return Fail(environment, ExitCode.Unavailable, [$"The server cannot be reached: {lost.Message}"]);
        }
        catch (JsonException)
        {
            return Fail(
                environment,
                ExitCode.Failed,
                ["The server's answer cannot be read. Is this the address of a UserAdmin, and of this tool's version?"]
            );
        }
        catch (UnfitAddressException unfit)
        {
            // What is typed is checked before, so it comes from an answer.
            return Fail(
                environment,
                ExitCode.Failed,
                [$"The server's answer has an id that cannot be used, so nothing more was sent. {unfit.Message}"]
            );
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Fail(environment, ExitCode.Failed, [fault.Message]);
        }
    }

    // The scripts of the shells ask so; the form is System.CommandLine's.
    private static int? SuggestAt(string word) =>
        word.StartsWith("[suggest:", StringComparison.Ordinal)
        && int.TryParse(
            word["[suggest:".Length..].TrimEnd(']'),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var at
        )
            ? at
            : null;

    private static void Suggest(Command root, string typed, int position, TextWriter output)
    {
        position = Math.Min(position, typed.Length);
        var suggestions = root.Parse(typed, _parser)
            .GetCompletions(position)
            .Select(suggestion => suggestion.InsertText ?? suggestion.Label)
            .ToList();
        // Options are many, and only looked for by those who have begun one, unless there is nothing else.
        var word = typed[..position].Split(' ')[^1];
        var isOption = word.StartsWith('-') || suggestions.TrueForAll(suggestion => suggestion.StartsWith('-'));
        suggestions.Where(suggestion => suggestion.StartsWith('-') == isOption).ToList().ForEach(output.WriteLine);
    }

    private static ToolException Wrong(ParseResult parsed)
    {
        var words = new List<string>();
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as CommandResult)
        {
            words.Insert(0, command.Command.Name);
        }

        return new ToolException(
            ExitCode.Usage,
            [
                .. parsed.UnmatchedTokens is [var unknown, ..]
                    ? [$"There is no “{unknown}” here."]
                    : parsed.Errors.Select(error => error.Message),
                $"{string.Join(' ', words)} --help explains the usage.",
            ]
        );
    }

    private static int Fail(ToolEnvironment environment, ExitCode code, IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            environment.Error.WriteLine(CleanText.Of(line));
        }

        return (int)code;
    }
}
