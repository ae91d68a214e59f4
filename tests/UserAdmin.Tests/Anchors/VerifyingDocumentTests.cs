using System.Diagnostics;
using System.Text.RegularExpressions;
using UserAdmin.Anchors;
using UserAdmin.StockDatabases;
using UserAdmin.Tests.Architecture;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Anchors;

/// <summary>
/// What docs/VERIFYING.md tells an auditor to type works, with openssl and Python and nothing of ours, and finds a log
/// that was rewritten.
/// </summary>
public sealed partial class VerifyingDocumentTests : IAsyncLifetime
{
    private static readonly string _document = File.ReadAllText(Path.Combine(SourceFiles.Root, "docs", "VERIFYING.md"));

    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        Require("openssl", "version");
        Require("python3", "--version");
        _host = await TestHost.StartAsync();
        var id = await _host.CreateUserAsync("ada");
        // Characters of one, two, three and four bytes are in the texts that are hashed.
        var seen = (await _host.GetUserAsync(id)).Version;
        var renamed = await _host.SendAsync(
            new UpdateUserProfile(id, "Zoë 山田 𝒵", seen),
            reason: "A name of “several” bytes — 山田."
        );
        renamed.Errors.ShouldBeEmpty();
        await _host.AcceptAsync(new SignLogHead());
        await _host.CreateUserAsync("bob");
        var anchors = _host.Get<IAnchorVerification>();
        await File.WriteAllTextAsync(Path.Combine(_folder, "anchor.txt"), anchors.Last()!.ToString());
        await File.WriteAllTextAsync(Path.Combine(_folder, "anchor-key.pem"), anchors.PublicKey());
        await File.WriteAllTextAsync(Path.Combine(_folder, "verify_log.py"), Block("python"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Signature_IsVerifiedByOpenssl()
    {
        var (code, output) = await RunAsync(Block("sh"));

        code.ShouldBe(0, output);
        output.ShouldContain("Verified OK");
        output.ShouldContain(_host.Get<IAnchorVerification>().Last()!.KeyId);
    }

    [Fact]
    public async Task Signature_OfAChangedAnchor_IsRefusedByOpenssl()
    {
        var path = Path.Combine(_folder, "anchor.txt");
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            path,
            text.Replace("Position: ", "Position: 1", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );

        (await RunAsync(Block("sh"))).Output.ShouldContain("Verification failure", Case.Insensitive);
    }

    [Fact]
    public async Task Chain_IsComputedByPython()
    {
        var (code, output) = await ChainAsync();

        code.ShouldBe(0, output);
        output.ShouldContain(
            FormattableString.Invariant($"It ends at event {_host.Tail()}, hash ")
                + Convert.ToHexStringLower(_host.ReadLog()[^1].Hash)
        );
    }

    [Fact]
    public async Task Chain_ThatWasChanged_IsFoundByPython()
    {
        _host.Tamper("UPDATE \"EventLog\" SET \"Reason\" = 'x' WHERE \"Position\" = 2").ShouldBe(1);

        (await ChainAsync()).ShouldBe((1, "Event 2 was changed after it was written.\n"));
    }

    [Fact]
    public async Task Chain_ThatWasRewritten_IsFoundByPython()
    {
        var anchored = _host.Get<IAnchorVerification>().Last()!.Head.Position;
        _host.RewriteLog(2);

        (await ChainAsync()).ShouldBe(
            (1, $"Event {anchored} is not the one in the anchor: the log was rewritten at or before it.\n")
        );
    }

    private async Task<(int Code, string Output)> ChainAsync()
    {
        if (TestProvider.Stock == StockProvider.Sqlite)
        {
            var (command, database) = (SecondBlock(), Path.Combine(_host.Directory, "write.db"));
            command.ShouldContain(" write.db ");
            return await RunAsync(command.Replace(" write.db ", $" '{database}' ", StringComparison.Ordinal));
        }

        await File.WriteAllLinesAsync(Path.Combine(_folder, "rows"), Lines());
        return await RunAsync("python3 verify_log.py - anchor.txt < rows");
    }

    /// <summary>What psql would print.</summary>
    private List<string> Lines()
    {
        using var connection = _host.OpenWrite();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // From our own document.
        command.CommandText = Query().Match(_document).Groups[1].Value;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    private async Task<(int Code, string Output)> RunAsync(string script)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", $"exec 2>&1\n{script}"])
            {
                WorkingDirectory = _folder,
                RedirectStandardOutput = true,
            }
        )!;
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (shell.ExitCode, output);
    }

    private static string Block(string language) => Blocks(language).First();

    private static string SecondBlock() => Blocks("sh").Last();

    private static List<string> Blocks(string language)
    {
        var blocks = _document
            .Split("```")
            .Where((_, index) => index % 2 == 1)
            .Where(block => block.StartsWith(language + "\n", StringComparison.Ordinal))
            .Select(block => block[(language.Length + 1)..])
            .ToList();
        blocks.ShouldNotBeEmpty();
        return blocks;
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

    [GeneratedRegex("psql -AtXc '([^']*)'")]
    private static partial Regex Query();
}
