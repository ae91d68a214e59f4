using System.Security.Cryptography;
using UserAdmin.Anchors;
using UserAdmin.EventLog;
using UserAdmin.Storage;
using UserAdmin.Tests.Anchors;

namespace UserAdmin.Tests.Sealing;

/// <summary>What was signed before a log was sealed is still compared with it, and finds what was changed.</summary>
public sealed class SealedVerificationTests : IAsyncLifetime
{
    private SealedHost _log = null!;

    public async ValueTask InitializeAsync()
    {
        _log = await SealedHost.CreateAsync();
        await _log.SealAsync();
    }

    public async ValueTask DisposeAsync() => await _log.DisposeAsync();

    [Fact]
    public async Task SealedLog_ContinuesTheAnchorsFromBefore()
    {
        var verdict = await _log.VerifyAsync();

        verdict.Problem.ShouldBeNull();
        verdict.Anchors.Count.ShouldBe(2);
        (verdict.SignaturesChecked, verdict.SealingIsSigned).ShouldBe((2, true));
        var log = verdict.Log.ShouldNotBeNull();
        log.Problem.ShouldBeNull();
        var sealing = log.Sealing.ShouldNotBeNull();
        (sealing.HeadPosition, sealing.RecordedAt, sealing.HeadsFromBefore).ShouldBe(
            (log.Position - 1, log.Position, 2)
        );
    }

    [Fact]
    public async Task SealedLog_ThatGoesOn_ContinuesAnchorsFromBeforeAndAfter()
    {
        await using (var host = await _log.StartAsync(follow: false))
        {
            await host.CreateUserAsync("dora");
            await host.AcceptAsync(new SignLogHead());
            var anchor = host.Get<IAnchorVerification>().Last().ShouldNotBeNull();
            await File.WriteAllTextAsync(
                Path.Combine(_log.Kept, anchor.FileName),
                anchor.ToString(),
                TestContext.Current.CancellationToken
            );
        }

        var verdict = await _log.VerifyAsync();

        verdict.Problem.ShouldBeNull();
        (verdict.Anchors.Count, verdict.SignaturesChecked).ShouldBe((3, 3));
        verdict.Log.ShouldNotBeNull().Sealing.ShouldNotBeNull().HeadsFromBefore.ShouldBe(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task FormerHash_ThatWasChanged_IsFound(long position)
    {
        await TamperAsync(host =>
            $"UPDATE {host.Get<IWriteStore>().Layout.FormerHashes} SET \"Hash\" = "
            + $"(SELECT \"Hash\" FROM {host.Get<IWriteStore>().Layout.Log} WHERE \"Position\" = {position}) "
            + $"WHERE \"Position\" = {position}"
        );

        (await _log.VerifyAsync()).Log.ShouldNotBeNull().Problem.ShouldNotBeNull().ShouldContain("were changed since");
    }

    [Fact]
    public async Task FormerHash_ThatIsMissing_IsFound()
    {
        await TamperAsync(host => $"DELETE FROM {host.Get<IWriteStore>().Layout.FormerHashes} WHERE \"Position\" = 2");

        (await _log.VerifyAsync()).Log.ShouldNotBeNull().Problem.ShouldNotBeNull().ShouldContain("were changed since");
    }

    [Fact]
    public async Task SealedEvent_ThatWasRewrittenWithItsHashes_ContradictsTheSigning()
    {
        await using (var host = await _log.StartAsync(follow: false))
        {
            host.RewriteLog(3);
        }

        (await _log.VerifyAsync())
            .Log.ShouldNotBeNull()
            .Problem.ShouldNotBeNull()
            .ShouldContain("says that the log was sealed, but with other hashes");
    }

    /// <summary>Somebody writes another log, keeps the hashes from before, and signs with another key.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sealing_ThatWasForged_IsFound(bool withTheKeyId)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using (var host = await _log.StartAsync(follow: false))
        {
            var records = host.ReadLog();
            var sealing = records.FindLast(record => record.Type == nameof(LogSealed))!;
            host.RewriteLog(3);
            var head = HashAt(host, sealing.Position - 1);
            var honest = EventCodec.Decode<LogSealed>(sealing.Payload);
            var forged = SealingStatement.Signed(honest with { HeadHash = head }, other);
            forged = withTheKeyId ? forged with { KeyId = honest.KeyId } : forged;
            host.Tamper(
                    $"UPDATE {host.Get<IWriteStore>().Layout.Log} SET \"Payload\" = "
                        + $"'{EventCodec.Encode(forged)}' WHERE \"Position\" = {sealing.Position}"
                )
                .ShouldBe(1);
            // Computes the hashes again.
            host.RewriteLog(3);
        }

        var verdict = await _log.VerifyAsync();

        verdict.Log.ShouldNotBeNull().Problem.ShouldBeNull();
        verdict
            .Problem.ShouldNotBeNull()
            .ShouldContain(withTheKeyId ? "the log was forged" : "it is not proven that the log continues");
    }

    [Fact]
    public async Task AnchorFromBefore_OfAnotherLog_IsFound()
    {
        string file;
        await using (var host = await _log.StartAsync(follow: false))
        {
            var key = host.Get<AnchorKey>().Get();
            var last = host.Get<IAnchorVerification>().Last().ShouldNotBeNull();
            // Signed with the key, so only its hash can tell.
            var other = last with
            {
                Head = last.Head with { Hash = new string('7', 64) },
            };
            var signature = key.SignData(
                System.Text.Encoding.UTF8.GetBytes(other.Statement()),
                HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence
            );
            file = Path.Combine(_log.Kept, "anchor-other.txt");
            await File.WriteAllTextAsync(
                file,
                (other with { Signature = Convert.ToBase64String(signature) }).ToString(),
                TestContext.Current.CancellationToken
            );
        }

        (await _log.VerifyAsync(file)).Log.ShouldNotBeNull().Problem.ShouldNotBeNull().ShouldContain("was replaced");
    }

    private static string HashAt(TestHost host, long position)
    {
        using var log = new LogReader(host.Get<IWriteStore>());
        return Convert.ToHexStringLower(log.HashAt(position).ShouldNotBeNull());
    }

    private async Task TamperAsync(Func<TestHost, string> sql)
    {
        await using var host = await _log.StartAsync(follow: false);
        host.Tamper(sql(host)).ShouldBe(1);
    }
}
