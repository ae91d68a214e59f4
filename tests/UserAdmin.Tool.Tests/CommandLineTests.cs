using System.CommandLine;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using UserAdmin.Tool.Commands;

namespace UserAdmin.Tool.Tests;

/// <summary>Help, version and completion.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task Version_IsTheTools()
    {
        using var tool = new ToolSession();

        (await tool.RunAsync("--version")).ShouldBe(0).Out.Trim().ShouldBe(ToolCommands.Version);
    }

    [Fact]
    public async Task Help_OfEachCommand_HasExamplesThatAreRight()
    {
        using var tool = new ToolSession();
        var environment = new ToolEnvironment
        {
            In = TextReader.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            Variable = _ => null,
            Folder = tool.Folder,
            AskSecretAsync = (_, _) => Task.FromResult(""),
            Handler = _ => new HttpClientHandler(),
        };
        var commands = new List<string[]>();
        Walk(ToolCommands.All(environment), []);
        commands.Count.ShouldBeGreaterThan(45);
        var examples = 0;
        foreach (var words in commands)
        {
            var help = (await tool.RunAsync([.. words, "--help"])).ShouldBe(0);
            help.Out.ShouldContain($"useradmin {string.Join(' ', words)}");
            foreach (
                var line in help.Out.Split("Examples:\n")[1].Split('\n').Where(line => line.Contains("useradmin "))
            )
            {
                // Only the tool's part of a line of the shell.
                var example = line[(line.IndexOf("useradmin ", StringComparison.Ordinal) + 10)..];
                example = example.Split(" | ")[0].Split(" > ")[0].Split(" < ")[0].TrimEnd(')');
                ToolCommands.All(environment).Parse(example).Errors.ShouldBeEmpty(line);
                examples++;
            }
        }

        examples.ShouldBeGreaterThanOrEqualTo(commands.Count);

        void Walk(Command command, string[] words)
        {
            if (command.Subcommands.Count == 0)
            {
                commands.Add(words);
            }

            foreach (var child in command.Subcommands)
            {
                Walk(child, [.. words, child.Name]);
            }
        }
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task Completion_PrintsAScriptForEachShell(string shell)
    {
        using var tool = new ToolSession();

        (await tool.RunAsync("completion", shell)).ShouldBe(0).Out.ShouldContain("[suggest:");
    }

    /// <summary>A real bash completes, with nothing but the tool.</summary>
    [Theory]
    [InlineData("us", "users")]
    [InlineData("users assign", "assign-role")]
    [InlineData("users list --out", "--output")]
    [InlineData("users list --output j", "json")]
    [InlineData("users list --profile st", "staging")]
    [InlineData("profile use ", "production staging")]
    [InlineData("completion z", "zsh")]
    public async Task Bash_Completes(string typed, string expected)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash is not installed.");
        using var tool = new ToolSession { Typed = "ua_abcdefghijkl_secret" };
        await tool.RunAsync("profile", "add", "staging", "https://staging.example.com", "--no-check");
        await tool.RunAsync("profile", "add", "production", "https://example.com", "--no-check");
        var program = tool.File("bin/useradmin");
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        await File.WriteAllTextAsync(
            program,
            $"#!/bin/sh\nexec dotnet '{typeof(ToolCommands).Assembly.Location}' \"$@\"\n"
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var line = $"useradmin {typed}";
        var script = $$"""
            source <(useradmin completion bash)
            [[ "$(complete -p useradmin)" == *"-F _useradmin useradmin" ]] || exit 9
            COMP_LINE={{Quoted(line)}} COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<< "$COMP_LINE"
            [[ "$COMP_LINE" == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _useradmin
            echo "${COMPREPLY[*]}"
            """;
        var start = new ProcessStartInfo("/bin/bash", ["--norc", "-c", script]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(program)}:{start.Environment["PATH"]}";
        start.Environment["XDG_CONFIG_HOME"] = Path.GetDirectoryName(tool.Folder);

        using var bash = Process.Start(start)!;
        var completed = await bash.StandardOutput.ReadToEndAsync(Xunit.TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(Xunit.TestContext.Current.CancellationToken);

        bash.ExitCode.ShouldBe(0);
        completed.Trim().ShouldBe(expected);
    }

    /// <summary>The package is complete: it is installed from a folder, with no other source.</summary>
    [Fact]
    public async Task Package_OfTheTool_IsInstalledFromAFolder()
    {
        using var tool = new ToolSession();
        var (packages, program) = (tool.File("packages"), tool.File("tools/useradmin"));
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await File.WriteAllTextAsync(
            tool.File("nuget.config"),
            $"""
            <configuration>
              <packageSources><clear /><add key="here" value="{packages}" /></packageSources>
            </configuration>
            """
        );

        // As it was built for these tests, with a version of its own, so that no other one is installed instead.
        await DotnetAsync(
            "pack",
            Project(),
            "--no-build",
            "-c",
            configuration,
            "-p:PackageVersion=1.0.0-test",
            "-o",
            packages
        );
        await DotnetAsync(
            "tool",
            "install",
            "UserAdmin.Tool",
            "--version",
            "1.0.0-test",
            "--tool-path",
            Path.GetDirectoryName(program)!,
            "--configfile",
            tool.File("nuget.config")
        );

        (await RunAsync(program, "--version")).Trim().ShouldBe(ToolCommands.Version);

        static async Task DotnetAsync(params string[] args) => await RunAsync("dotnet", args);
    }

    private static string Project([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../src/UserAdmin.Tool"));

    private static async Task<string> RunAsync(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Of the build that runs these tests; a nested one would read them as its own.
        foreach (
            var name in start
                .Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
                .ToList()
        )
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Xunit.TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(Xunit.TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(Xunit.TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, $"{await output}\n{error}");
        return await output;
    }

    private static string Quoted(string text) => $"'{text}'";
}
