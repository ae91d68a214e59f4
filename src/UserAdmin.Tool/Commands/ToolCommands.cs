using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;

namespace UserAdmin.Tool.Commands;

/// <summary>All commands of the tool (decision 106).</summary>
internal static class ToolCommands
{
    /// <summary>The version, without the commit.</summary>
    public static string Version { get; } =
        typeof(ToolCommands)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    /// <summary>Returns the root command.</summary>
    /// <param name="environment">What is around the tool.</param>
    public static Command All(ToolEnvironment environment)
    {
        var verbs = new Verbs(environment, new ToolOptions(environment));
        // Not a RootCommand: its name would be that of the file, which is another one than what people type.
        var root = new Command(
            "useradmin",
            "Administers the accounts of a UserAdmin console through its API. Begin with: useradmin login "
                + "https://console.example.com"
        )
        {
            ProfileCommands.Login(verbs),
            ProfileCommands.All(verbs),
            WhoAmICommand.Of(verbs),
            Verbs.Group(
                "users",
                "The accounts.",
                [.. UserCommands.All(verbs), .. UserActions.All(verbs), .. UserRoleCommands.All(verbs)]
            ),
            RoleCommands.All(verbs),
            SessionCommands.All(verbs),
            ImportCommands.All(verbs),
            ExportCommands.All(verbs),
            BulkCommands.All(verbs),
            ActivityCommands.All(verbs),
            CompletionCommands.All(verbs),
            verbs.Options.Profile,
            verbs.Options.Output,
            verbs.Options.NoColour,
            new HelpOption("--help", "-h"),
            new Option<bool>("--version") { Description = "Shows the version.", Action = new PrintVersion() },
        };
        verbs.AddExamplesTo(root);
        return root;
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Version);
            return (int)ExitCode.Done;
        }
    }
}
