using System.Data.Common;
using System.Diagnostics;
using System.Text.RegularExpressions;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Tests.Architecture;

namespace UserAdmin.Tests.Anchors;

/// <summary>What docs/VERIFYING.md tells an auditor to type.</summary>
internal static partial class VerifyingDocument
{
    private static readonly string _text = File.ReadAllText(Path.Combine(SourceFiles.Root, "docs", "VERIFYING.md"));

    /// <summary>Skips the test if openssl or Python is not installed, except in CI.</summary>
    public static void RequirePrograms()
    {
        Require("openssl", "version");
        Require("python3", "--version");
    }

    /// <summary>Returns the code blocks of a language, in order.</summary>
    public static List<string> Blocks(string language)
    {
        var blocks = _text
            .Split("```")
            .Where((_, index) => index % 2 == 1)
            .Where(block => block.StartsWith(language + "\n", StringComparison.Ordinal))
            .Select(block => block[(language.Length + 1)..])
            .ToList();
        blocks.ShouldNotBeEmpty();
        return blocks;
    }

    /// <summary>Runs a script in a folder.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string folder, string script)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", $"exec 2>&1\n{script}"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
            }
        )!;
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (shell.ExitCode, output);
    }

    /// <summary>Runs the program that computes the chain, which is in the folder, on the log of a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="folder">The folder with the program and the anchors.</param>
    /// <param name="anchors">Their names, as the shell reads them.</param>
    public static async Task<(int Code, string Output)> ChainAsync(TestHost host, string folder, string anchors)
    {
        if (TestProvider.Stock == StockProvider.Sqlite)
        {
            var (command, database) = (Blocks("sh")[^1], Path.Combine(host.Directory, "write.db"));
            command.ShouldContain(" write.db anchor.txt");
            return await RunAsync(
                folder,
                command.Replace(" write.db anchor.txt", $" '{database}' {anchors}", StringComparison.Ordinal)
            );
        }

        await File.WriteAllLinesAsync(Path.Combine(folder, "rows"), Lines(host));
        return await RunAsync(folder, $"python3 verify_log.py - {anchors} < rows");
    }

    /// <summary>What psql would print.</summary>
    private static List<string> Lines(TestHost host)
    {
        var queries = Query().Matches(_text);
        queries.Count.ShouldBe(2);
        using var connection = host.OpenWrite();
        var lines = new List<string>();
        foreach (Match query in queries)
        {
            using var command = connection.Command(null, query.Groups[1].Value);
            using DbDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                lines.Add(reader.GetString(0));
            }
        }

        return lines;
    }

    private static void Require(string program, string argument)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, argument) { RedirectStandardOutput = true }
            )!;
            process.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            var missing = $"There is no {program}. Install the package of that name; .ci/run does it.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", missing);
            throw new InvalidOperationException(missing);
        }
    }

    [GeneratedRegex("-c '([^']*)'")]
    private static partial Regex Query();
}
