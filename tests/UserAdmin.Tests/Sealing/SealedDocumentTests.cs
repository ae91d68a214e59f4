using UserAdmin.Storage;
using UserAdmin.Tests.Anchors;

namespace UserAdmin.Tests.Sealing;

/// <summary>What docs/VERIFYING.md says about a log that was sealed works with openssl and Python.</summary>
public sealed class SealedDocumentTests : IAsyncLifetime
{
    private SealedHost _log = null!;
    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        VerifyingDocument.RequirePrograms();
        _log = await SealedHost.CreateAsync();
        await _log.SealAsync();
        _host = await _log.StartAsync(follow: false);
        await File.WriteAllTextAsync(Path.Combine(_log.Kept, "verify_log.py"), VerifyingDocument.Blocks("python")[0]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
            await _log.DisposeAsync();
        }
    }

    [Fact]
    public async Task Chain_OfASealedLog_ContinuesAnchorsFromBefore()
    {
        var (code, output) = await ChainAsync();

        code.ShouldBe(0, output);
        output.ShouldContain($"The log was sealed after event {_host.Tail() - 1}.");
        output.ShouldContain("The log continues the anchors.");
    }

    [Fact]
    public async Task Signature_OfTheSealing_IsVerifiedByOpenssl()
    {
        await ChainAsync();

        var (code, output) = await VerifyingDocument.RunAsync(_log.Kept, VerifyingDocument.Blocks("shell")[0]);

        code.ShouldBe(0, output);
        output.ShouldContain("Verified OK");
    }

    [Fact]
    public async Task FormerHash_ThatWasChanged_IsFoundByPython()
    {
        var layout = _host.Get<IWriteStore>().Layout;
        _host
            .Tamper(
                $"UPDATE {layout.FormerHashes} SET \"Hash\" = (SELECT \"Hash\" FROM {layout.Log} WHERE "
                    + "\"Position\" = 1) WHERE \"Position\" = 1"
            )
            .ShouldBe(1);

        (await ChainAsync()).ShouldBe(
            (1, $"Event {_host.Tail()} says that the log was sealed, but with other hashes.\n")
        );
    }

    [Fact]
    public async Task SealedEvent_ThatWasRewritten_IsFoundByPython()
    {
        _host.RewriteLog(2);

        (await ChainAsync()).ShouldBe(
            (1, $"Event {_host.Tail()} says that the log was sealed, but with other hashes.\n")
        );
    }

    private Task<(int Code, string Output)> ChainAsync() =>
        VerifyingDocument.ChainAsync(_host, _log.Kept, "anchor-0*.txt");
}
