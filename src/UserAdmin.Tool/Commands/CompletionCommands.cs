using System.CommandLine;

namespace UserAdmin.Tool.Commands;

/// <summary>Scripts that complete commands, options and profiles in a shell.</summary>
internal static class CompletionCommands
{
    private static readonly string[] _shells = ["bash", "zsh", "fish", "powershell"];

    /// <summary>Returns <c>completion</c>.</summary>
    public static Command All(Verbs verbs)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or powershell." };
        shell.AcceptOnlyFromAmong(_shells);
        return verbs.Query(
            "completion",
            "Prints a script that completes what is typed. It asks the tool itself; nothing else is needed.",
            async call =>
            {
                var name = $"useradmin.{call.Get(shell)}";
                await using var script = typeof(CompletionCommands).Assembly.GetManifestResourceStream(name)!;
                using var reader = new StreamReader(script);
                await call.Environment.Out.WriteAsync(await reader.ReadToEndAsync(call.Cancellation));
            },
            """
            source <(useradmin completion bash)
            useradmin completion zsh > "${fpath[1]}/_useradmin"
            useradmin completion fish > ~/.config/fish/completions/useradmin.fish
            useradmin completion powershell | Out-String | Invoke-Expression
            """,
            shell
        );
    }
}
