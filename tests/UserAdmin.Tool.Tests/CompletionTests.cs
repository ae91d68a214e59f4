using System.Diagnostics;
using UserAdmin.Tool.Commands;

namespace UserAdmin.Tool.Tests;

/// <summary>A real shell completes, with nothing but the tool and the script that it prints.</summary>
public sealed class CompletionTests
{
    /// <summary>What is typed, and what it is completed to.</summary>
    public static TheoryData<string, string> Lines =>
        new()
        {
            { "useradmin us", "useradmin users " },
            { "useradmin users assign", "useradmin users assign-role " },
            { "useradmin users list --out", "useradmin users list --output " },
            { "useradmin users list --output j", "useradmin users list --output json " },
            { "useradmin users list --profile st", "useradmin users list --profile staging " },
            { "useradmin completion z", "useradmin completion zsh " },
        };

    /// <summary>The line editor of a zsh in a terminal of its own completes the line as with the Tab key.</summary>
    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Zsh_CompletesTheLine(string typed, string expected)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zsh"), "zsh is not installed.");
        using var tool = await StartAsync();
        var (set, done) = (tool.File("set.zsh"), tool.File("done"));
        await File.WriteAllTextAsync(
            set,
            $$"""
            PS1=; autoload -Uz compinit; compinit -u -D
            source <(useradmin completion zsh)
            _done() { BUFFER={{Quoted(typed)}}; CURSOR=$#BUFFER; zle complete-word
              print -rn -- "$BUFFER" > {{Quoted(done)}}.part; mv {{Quoted(done)}}.part {{Quoted(done)}}; BUFFER= }
            zle -N _done; bindkey X _done
            """
        );
        // Reads what the terminal shows while it waits, because a full one stops the shell.
        var script = $$"""
            zmodload zsh/zpty zsh/zselect
            zpty -b shell zsh -f -i
            zpty -w shell 'source {{set}}'
            zpty -wn shell X
            for turn in {1..3000}; do
              [[ -e {{Quoted(done)}} ]] && break
              zpty -r -t shell shown; zselect -t 1
            done
            zpty -d shell
            """;

        await RunAsync(tool, "/usr/bin/zsh", ["-f", "-c", script]);

        File.Exists(done).ShouldBeTrue("the shell has not completed the line in time");
        (await File.ReadAllTextAsync(done)).ShouldBe(expected);
    }

    /// <summary>A zsh that finds the script in a folder of <c>fpath</c> completes too.</summary>
    [Fact]
    public async Task Zsh_FindsTheScriptAsAFile()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zsh"), "zsh is not installed.");
        using var tool = await StartAsync();
        Directory.CreateDirectory(tool.File("functions"));

        var output = await RunAsync(
            tool,
            "/usr/bin/zsh",
            [
                "-f",
                "-c",
                $"""
                useradmin completion zsh > {Quoted(tool.File("functions/_useradmin"))}
                fpath=({Quoted(tool.File("functions"))} $fpath); autoload -Uz compinit; compinit -u -D
                print -r -- $_comps[useradmin]
                """,
            ]
        );

        output.Trim().ShouldBe("_useradmin");
    }

    /// <summary>fish says how it would complete the line.</summary>
    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Fish_CompletesTheLine(string typed, string expected)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/fish"), "fish is not installed.");
        using var tool = await StartAsync();

        var output = await RunAsync(
            tool,
            "/usr/bin/fish",
            ["--no-config", "-c", $"useradmin completion fish | source; complete --do-complete {Quoted(typed)}"]
        );

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe([expected.Trim().Split(' ')[^1]]);
    }

    [Fact]
    public async Task Fish_OffersEachOfSeveral()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/fish"), "fish is not installed.");
        using var tool = await StartAsync();

        var output = await RunAsync(
            tool,
            "/usr/bin/fish",
            ["--no-config", "-c", "useradmin completion fish | source; complete --do-complete 'useradmin profile use '"]
        );

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["production", "staging"]);
    }

    /// <summary>PowerShell says how it would complete the line, with the function behind its Tab key.</summary>
    [Theory]
    [MemberData(nameof(Lines))]
    public async Task PowerShell_CompletesTheLine(string typed, string expected) =>
        (await InPowerShellAsync(typed)).ShouldBe([expected.Trim()]);

    [Theory]
    [InlineData("useradmin profile use ", "production", "staging")]
    // The tool wants the line from its own name on, without what stands before and behind.
    [InlineData("cd /; useradmin profile use ", "production", "staging")]
    [InlineData("$all = useradmin profile use st", "staging")]
    // Quotation marks and brackets are no patterns.
    [InlineData("useradmin users list --query 'a \"b\" [c' --profile st", "staging")]
    public async Task PowerShell_OffersEachOfSeveral(string typed, params string[] offered) =>
        (await InPowerShellAsync(typed)).Select(line => line.Split(' ')[^1]).ShouldBe(offered);

    /// <summary>Returns the line with each of the offers in the place of what they replace.</summary>
    private static async Task<string[]> InPowerShellAsync(string typed)
    {
        var shell = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "pwsh"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(
            shell is null,
            "PowerShell is not on the path. Install it with: dotnet tool install --global PowerShell"
        );
        using var tool = await StartAsync();
        var script = $$"""
            useradmin completion powershell | Out-String | Invoke-Expression
            $line = '{{typed.Replace("'", "''", StringComparison.Ordinal)}}'
            $found = TabExpansion2 $line $line.Length
            $found.CompletionMatches | ForEach-Object {
              $line.Remove($found.ReplacementIndex, $found.ReplacementLength).Insert($found.ReplacementIndex, $_.CompletionText)
            }
            """;
        var output = await RunAsync(tool, shell!, ["-NoProfile", "-NonInteractive", "-Command", script]);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Returns a session with two profiles, and with the tool as a program on its path.</summary>
    private static async Task<ToolSession> StartAsync()
    {
        var tool = new ToolSession { Typed = "ua_abcdefghijkl_secret" };
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

        return tool;
    }

    private static async Task<string> RunAsync(ToolSession tool, string shell, string[] arguments)
    {
        var start = new ProcessStartInfo(shell, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{tool.File("bin")}:{start.Environment["PATH"]}";
        start.Environment["HOME"] = tool.File("home");
        start.Environment["XDG_CONFIG_HOME"] = Path.GetDirectoryName(tool.Folder);
        start.Environment["TERM"] = "dumb";
        // It would tell its maker that it runs, and look for a newer version.
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        Directory.CreateDirectory(tool.File("home"));
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Xunit.TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(Xunit.TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(Xunit.TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, $"{output}\n{await error}");
        return output;
    }

    private static string Quoted(string text) => $"'{text}'";
}
