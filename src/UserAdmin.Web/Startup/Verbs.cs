using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Reflection;
using UserAdmin.EventLog;
using UserAdmin.Monitoring;
using UserAdmin.Web.Startup.Seeding;

namespace UserAdmin.Web.Startup;

/// <summary>
/// Declares what the program does for each first word: without one it serves the console, otherwise it runs a
/// maintenance command. Help and completion are generated from these declarations.
/// </summary>
internal static class Verbs
{
    /// <summary>Returns all verbs.</summary>
    /// <param name="settings">The words that are settings, which are passed to the verb's host.</param>
    public static RootCommand All(string[] settings)
    {
        var demo = new Option<bool>("--demo")
        {
            Description = "First add 1,000 demo users and an administrator, once.",
            Arity = ArgumentArity.Zero,
        };
        var root = new RootCommand(
            "UserAdmin: the administration console for ASP.NET Core Identity. Without a command it serves the console "
                + "on http://localhost:5080, unless --urls says otherwise. Any setting can be given as "
                + "--Section:Name=value; docs/SETTINGS.md lists them."
        )
        {
            demo,
            Seed(settings),
            Rebuild(settings),
            Verify(settings),
            Anchors.Print(settings),
            Send(settings),
            Backups.BackUp(settings),
            Backups.Restore(settings),
            Sealing.Seal(settings),
            Copying.Copy(settings),
            Attaching.Attach(settings),
            Attaching.Detach(settings),
        };
        root.Options.OfType<VersionOption>().Single().Action = new SayVersion();
        Run(root, settings, parsed => Serving.RunAsync(settings, parsed.GetValue(demo)));
        return root;
    }

    private static Command Seed(string[] settings)
    {
        var count = new Argument<int>("N")
        {
            Description = "How many users, 1 to 10000000.",
            CustomParser = SeedOptions.ReadCount,
        };
        var seed = new Option<long>("--seed")
        {
            Description = "Any whole number; the same number makes the same users.",
            HelpName = "number",
            CustomParser = SeedOptions.ReadSeed,
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => SeedOptions.UsualSeed,
        };
        seed.Validators.Add(result =>
        {
            if (result is { Implicit: false, Tokens.Count: 0 })
            {
                result.AddError(SeedOptions.SeedMissing);
            }
        });
        return Run(
            new Command(
                "seed",
                "Add made-up users, spread over the last six years. A second run changes nothing, and finishes one "
                    + "that was interrupted."
            )
            {
                count,
                seed,
            },
            settings,
            parsed => Seeder.RunAsync(new SeedOptions(parsed.GetValue(count), parsed.GetValue(seed)), settings)
        );
    }

    private static Command Rebuild(string[] settings)
    {
        var setAside = new Option<long?>("--set-aside")
        {
            Description = "Leave out the one event at this position, which stops the rebuild.",
            HelpName = "position",
            CustomParser = Position,
        };
        var reason = new Option<string>("--reason")
        {
            Description = "Why it is left out; stays in the history.",
            HelpName = "text",
        };
        return Run(
            new Command(
                "rebuild",
                "Build the read model again from the event log, beside the one in use; running programs switch to it."
            )
            {
                setAside,
                reason,
            },
            settings,
            parsed => Maintenance.RebuildAsync(settings, parsed.GetValue(setAside), parsed.GetValue(reason))
        );
    }

    private static Command Verify(string[] settings)
    {
        var from = new Option<LogHead>("--from")
        {
            Description = "Compare with a position and head hash that verify printed earlier.",
            HelpName = "position:hash",
            CustomParser = Head,
        };
        var (anchors, key) = (Anchors.Kept(), Anchors.Key());
        return Run(
            new Command("verify", "Check that the event log is complete and unchanged; writes nothing.")
            {
                from,
                anchors,
                key,
            },
            settings,
            parsed =>
                Maintenance.VerifyAsync(
                    settings,
                    new KeptHeads(parsed.GetValue(from), parsed.GetValue(anchors) ?? [], parsed.GetValue(key))
                )
        );
    }

    private static Command Send(string[] settings) =>
        Run(
            new Command("send", "Read commands as JSON lines from standard input and answer each with a line."),
            settings,
            _ => Sending.RunAsync(settings, Console.In, Console.Out)
        );

    /// <summary>Sets what a verb does, after the settings were checked.</summary>
    internal static T Run<T>(T command, string[] settings, Func<ParseResult, Task<int>> work)
        where T : Command
    {
        command.SetAction(
            (parsed, _) =>
            {
                Settings.Check(settings);
                return work(parsed);
            }
        );
        return command;
    }

    private static long? Position(ArgumentResult result)
    {
        if (long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return position;
        }

        result.AddError(
            "Give the position of one event, as rebuild or the page System has named it: --set-aside 1234 --reason "
                + "\"why\"."
        );
        return null;
    }

    private static LogHead? Head(ArgumentResult result)
    {
        if (
            result.Tokens[0].Value.Split(':') is [var position, { Length: 64 } hash]
            && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at > 0
            && hash.All(char.IsAsciiHexDigit)
        )
        {
            return new LogHead(at, hash.ToLowerInvariant());
        }

        result.AddError("Give the position and the head hash that verify printed: --from 1234:64 hexadecimal digits.");
        return null;
    }

    private sealed class SayVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var version = typeof(Verbs).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
            return CommandLine.Say($"UserAdmin {version?.InformationalVersion ?? "of unknown version"}");
        }
    }
}
