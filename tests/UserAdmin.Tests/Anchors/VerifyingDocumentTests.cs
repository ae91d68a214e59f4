using UserAdmin.Anchors;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Anchors;

/// <summary>
/// What docs/VERIFYING.md tells an auditor to type works, with openssl and Python and nothing of ours, and finds a log
/// that was rewritten.
/// </summary>
public sealed class VerifyingDocumentTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        VerifyingDocument.RequirePrograms();
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

    private Task<(int Code, string Output)> ChainAsync() => VerifyingDocument.ChainAsync(_host, _folder, "anchor.txt");

    private Task<(int Code, string Output)> RunAsync(string script) => VerifyingDocument.RunAsync(_folder, script);

    private static string Block(string language) => VerifyingDocument.Blocks(language)[0];
}
