using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup;

/// <summary>
/// Runs the verb of the command line (<see cref="Verbs"/>). Every failure is reported as one line and an exit code.
/// </summary>
internal static class CommandLine
{
    /// <summary>The parser's configuration.</summary>
    internal static readonly ParserConfiguration Parser = new()
    {
        EnablePosixBundling = false,
        // A word that starts with @ is not a response file.
        ResponseFileTokenReplacer = null,
    };

    private static readonly InvocationConfiguration _invocation = new()
    {
        EnableDefaultExceptionHandler = false,
        // Each verb uses a StopSignal or the host's own handling of signals.
        ProcessTerminationTimeout = null,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        PrivateFiles.ForThisProcess();
        try
        {
            var (words, settings) = Settings.Split(args);
            var parsed = Verbs.All(AttachedSetting.AddTo(settings)).Parse(words, Parser);
            return parsed.Action is ParseErrorAction
                ? Fail(CommandLineErrors.Describe(parsed, words))
                : await parsed.InvokeAsync(_invocation);
        }
        catch (Exception refusal) when (refusal is StartupException or EventNotAppliedException)
        {
            return Fail(refusal.Message);
        }
        catch (InvalidOperationException fault) when (fault.Message.Contains("onfiguration", StringComparison.Ordinal))
        {
            return Fail($"A setting cannot be read: {OneLine(fault.InnerException?.Message ?? fault.Message)}");
        }
    }

    /// <summary>Prints a line for the person at the command line.</summary>
    public static int Say(string line)
    {
        Console.WriteLine(line);
        return 0;
    }

    /// <summary>Prints in one line why the program ends; returns the exit code 1.</summary>
    public static int Fail(string line)
    {
        Console.Error.WriteLine(OneLine(line));
        return 1;
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
