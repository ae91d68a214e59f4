using System.Reflection;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup;

/// <summary>
/// What the program does, by its first argument: serve the console, or a piece of maintenance. Every failure is one
/// line and an exit code.
/// </summary>
internal static class CommandLine
{
    private const string Help = """
        UserAdmin: the administration console for ASP.NET Core Identity.

          (nothing)         serve the console, on http://localhost:5080 unless --urls says otherwise
          --demo            the same, after adding 1,000 demo users and an administrator, once
          seed N            add N made-up users, the same ones for the same --seed (42 unless given)
          rebuild           build the read model anew from the event log
                            --set-aside POSITION --reason "…" leaves out an event that stops it
          verify            check that the event log is complete and unchanged; writes nothing
                            --from POSITION:HASH compares with what it printed earlier
          send              read commands as JSON lines from standard input, answer each with a line

          --version         say which version this is
          --help            say this

        Any setting can be given as --Section:Name=value; docs/SETTINGS.md lists them.
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        PrivateFiles.ForThisProcess();
        try
        {
            var verb = args.FirstOrDefault(arg => !arg.StartsWith('-') && Array.IndexOf(args, arg) == 0);
            var rest = args.Where(arg => arg != "--demo").Skip(verb is null ? 0 : 1).ToArray();
            if (args.Contains("--help") || args.Contains("-h"))
            {
                return Say(Help);
            }

            if (args is ["--version"])
            {
                return Say($"UserAdmin {Version}");
            }

            switch (verb)
            {
                case null or "send":
                    Settings.Check(rest);
                    break;
                case "rebuild":
                    Settings.Check(rest, "--set-aside", "--reason");
                    break;
                case "verify":
                    Settings.Check(rest, "--from");
                    break;
                case "seed":
                    _ = Seeding.SeedOptions.Parse(rest, out var settings);
                    Settings.Check(settings);
                    break;
            }

            return verb switch
            {
                null => await Serving.RunAsync(rest, demo: args.Contains("--demo")),
                "rebuild" => await Maintenance.RebuildAsync(rest),
                "verify" => await Maintenance.VerifyAsync(rest),
                "seed" => await Seeding.Seeder.RunAsync(rest),
                "send" => await Sending.RunAsync(rest, Console.In, Console.Out),
                _ => Fail($"There is no command “{verb}”. Say --help to see what there is."),
            };
        }
        catch (Exception refusal) when (refusal is StartupException or UserAdmin.Projections.EventNotAppliedException)
        {
            return Fail(refusal.Message);
        }
        catch (InvalidOperationException fault) when (fault.Message.Contains("onfiguration", StringComparison.Ordinal))
        {
            return Fail($"A setting cannot be read: {OneLine(fault.InnerException?.Message ?? fault.Message)}");
        }
    }

    /// <summary>The version of the program, as it was built.</summary>
    private static string Version =>
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "of unknown version";

    /// <summary>Says a line to the person at the command line.</summary>
    public static int Say(string line)
    {
        Console.WriteLine(line);
        return 0;
    }

    /// <summary>Says in one line why the program ends; 1 for the shell.</summary>
    public static int Fail(string line)
    {
        Console.Error.WriteLine(OneLine(line));
        return 1;
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
