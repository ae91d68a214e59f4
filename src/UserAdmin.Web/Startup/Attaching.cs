using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using UserAdmin.Attaching;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup;

/// <summary>The verbs <c>attach</c> and <c>detach</c>.</summary>
internal static class Attaching
{
    private const string Stopped = "Stopped. Nothing was changed.";
    private const string StoppedReading =
        "Stopped. The console is attached; it reads the other accounts when it is started.";

    private static readonly TimeSpan _betweenLines = TimeSpan.FromSeconds(1);

    /// <summary>Declares it.</summary>
    /// <param name="settings">The words that are settings.</param>
    public static Command Attach(string[] settings)
    {
        var connection = Connection();
        var schema = new Option<string>("--schema")
        {
            Description = "The schema of the Identity tables on PostgreSQL; otherwise the first on the search path.",
            HelpName = "name",
        };
        var keys = new Option<IdentityKey?>("--keys")
        {
            Description = "The type of the application's keys in an SQLite file, where the values do not tell it.",
            HelpName = "text|uuid",
            CustomParser = Keys,
        };
        var yes = Yes("Attach without asking.");
        return Verbs.Run(
            new Command(
                "attach",
                "Look at the Identity database of an application, say what is there, what does not fit, what the "
                    + "console will add and what it cannot do; then, on a yes, add it. The application's tables stay "
                    + "as they are."
            )
            {
                connection,
                schema,
                keys,
                yes,
            },
            settings,
            parsed =>
                RunAsync(
                    parsed.GetValue(connection)!,
                    new ExaminationOptions(parsed.GetValue(schema), parsed.GetValue(keys)),
                    parsed.GetValue(yes)
                )
        );
    }

    /// <summary>Declares the verb that takes it back.</summary>
    /// <param name="settings">The words that are settings.</param>
    public static Command Detach(string[] settings)
    {
        var connection = Connection();
        var yes = Yes("Detach without asking.");
        return Verbs.Run(
            new Command(
                "detach",
                "Remove everything that attach has added to an application's database, with the history of its "
                    + "accounts. The accounts stay as they are. No console may serve the database."
            )
            {
                connection,
                yes,
            },
            settings,
            parsed => Task.FromResult(RunDetach(parsed.GetValue(connection)!, parsed.GetValue(yes), settings))
        );
    }

    private static Option<string> Connection() =>
        new("--connection")
        {
            Description = "Connection string of the application's database, on PostgreSQL or in an SQLite file.",
            HelpName = "connection string",
            Required = true,
        };

    private static Option<bool> Yes(string description) =>
        new("--yes") { Description = description, Arity = ArgumentArity.Zero };

    private static async Task<int> RunAsync(string connection, ExaminationOptions options, bool isSure)
    {
        using var stop = new StopSignal(Stopped);
        var isAttached = false;
        try
        {
            var found = UserAdminAttach.Examine(connection, options, stop.Token);
            foreach (var line in AttachReport.Of(found))
            {
                CommandLine.Say(line);
            }

            if (found.Refusal is not null)
            {
                return CommandLine.Fail($"UserAdmin cannot be attached. {found.Refusal} Nothing was changed.");
            }

            if (!isSure && !Confirms("Attach the console to this database?", "--yes"))
            {
                return CommandLine.Say("Nothing was changed.");
            }

            UserAdminAttach.Attach(connection, found.Shape!);
            isAttached = true;
            CommandLine.Say($"The console is attached to {found.Name}.");
            await AdoptAsync(connection, stop.Token);
            return CommandLine.Say(
                "Start it with this connection string as ConnectionStrings:Write. To take everything back: detach."
            );
        }
        catch (OperationCanceledException)
        {
            CommandLine.Fail(isAttached ? StoppedReading : Stopped);
            return StopSignal.ExitCode;
        }
    }

    private static async Task AdoptAsync(string connection, CancellationToken stop)
    {
        var (begun, told) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        var read = await UserAdminAttach.AdoptAsync(
            connection,
            progress =>
            {
                if (progress.Done == progress.Total || Stopwatch.GetElapsedTime(told) >= _betweenLines)
                {
                    told = Stopwatch.GetTimestamp();
                    CommandLine.Say(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{progress.Done:N0} of {progress.Total:N0} accounts read."
                        )
                    );
                }
            },
            stop
        );
        CommandLine.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{read:N0} accounts were read in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F1} s."
            )
        );
    }

    private static int RunDetach(string connection, bool isSure, string[] settings)
    {
        if (
            !isSure
            && !Confirms("Remove the console's tables, and with them the history of all accounts for good?", "--yes")
        )
        {
            return CommandLine.Say("Nothing was changed.");
        }

        var events = UserAdminAttach.Detach(connection);
        if (AttachedSetting.Forget(settings, connection) is { } path)
        {
            CommandLine.Say($"{path}, which named this database, was deleted.");
        }

        return CommandLine.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Detached. The log had {events:N0} events; they are gone. The application's tables are as they were."
            )
        );
    }

    // Nobody can answer a program whose input is a file or a pipe.
    private static bool Confirms(string question, string otherwise)
    {
        if (Console.IsInputRedirected)
        {
            CommandLine.Say($"Add {otherwise} to do it.");
            return false;
        }

        Console.Write($"{question} Type yes: ");
        return string.Equals(Console.ReadLine()?.Trim(), "yes", StringComparison.OrdinalIgnoreCase);
    }

    private static IdentityKey? Keys(ArgumentResult result)
    {
        switch (result.Tokens[0].Value)
        {
            case "text":
                return IdentityKey.Text;
            case "uuid":
                return IdentityKey.Uuid;
            default:
                result.AddError("--keys is text or uuid; a database shows by itself whether keys are numbers.");
                return null;
        }
    }
}
