using System.Security.Cryptography;
using UserAdmin.Anchors;
using UserAdmin.EventLog;

namespace UserAdmin.Tests.Anchors;

public sealed class AnchorVerificationTests : IAsyncLifetime
{
    private readonly string _kept = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
    private TestHost _host = null!;

    private string KeyFile => Path.Combine(_kept, "anchor-key.pem");

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(follow: false);
        await _host.CreateUserAsync("ada");
        await KeepAsync();
        await _host.CreateUserAsync("bob");
        await _host.CreateUserAsync("cleo");
        await KeepAsync();
        await _host.CreateUserAsync("dora");
        await File.WriteAllTextAsync(KeyFile, _host.Get<IAnchorVerification>().PublicKey());
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_kept, recursive: true);
    }

    [Fact]
    public void UntouchedLog_ContinuesItsAnchors()
    {
        var verdict = Verify(_kept);

        verdict.Problem.ShouldBeNull();
        verdict.Log.ShouldNotBeNull().BadPosition.ShouldBeNull();
        verdict.Anchors.Count.ShouldBe(2);
        (verdict.SignaturesChecked, verdict.SignaturesOfOtherKeys).ShouldBe((2, 0));
    }

    /// <summary>Even the signatures in the log were removed, so only what was kept elsewhere can tell.</summary>
    [Fact]
    public void LogRewrittenFromTheMiddle_WithCorrectHashes_IsFoundByAnAnchor()
    {
        var (first, second) = Anchors();
        _host.Tamper(
            "UPDATE \"EventLog\" SET \"Type\" = 'UserUnlocked', \"SubjectId\" = 'x', \"Payload\" = '{}' "
                + "WHERE \"Type\" = 'LogHeadSigned'"
        );
        _host.RewriteLog(first.Head.Position + 2);
        var without = Verify().Log.ShouldNotBeNull();
        without.BadPosition.ShouldBeNull();

        // The signature at first + 1 was replaced as well, so the first anchor still fits and the second does not.
        var log = Verify(_kept).Log.ShouldNotBeNull();

        log.BadPosition.ShouldBe(second.Head.Position);
        log.Position.ShouldBe(first.Head.Position);
        log.Problem.ShouldNotBeNull()
            .ShouldContain(FormattableString.Invariant($"one of {first.Head.Position + 1} to {second.Head.Position}"));
    }

    [Fact]
    public void LogRewritten_WithItsSignaturesLeftAlone_IsFoundWithoutAnAnchor()
    {
        var (first, second) = Anchors();
        _host.RewriteLog(first.Head.Position + 2);

        var log = Verify().Log.ShouldNotBeNull();

        log.BadPosition.ShouldBe(second.Head.Position);
        log.Problem.ShouldNotBeNull().ShouldContain("its hashes computed again");
    }

    [Fact]
    public void LogWithASignatureOfNobody_IsForged()
    {
        var signed = _host.ReadLog().FindLast(record => record.Type == nameof(LogHeadSigned)).ShouldNotBeNull();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var head = EventCodec.Decode<LogHeadSigned>(signed.Payload);
        var forged = Convert.ToBase64String(
            other.SignData("x"u8, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
        );
        _host
            .Tamper(
                $"UPDATE \"EventLog\" SET \"Payload\" = replace(\"Payload\", '{head.Signature}', '{forged}') "
                    + $"WHERE \"Position\" = {signed.Position}"
            )
            .ShouldBe(1);
        _host.RewriteLog(signed.Position);

        Verify().Problem.ShouldNotBeNull().ShouldContain("forged");
    }

    [Fact]
    public void LogThatWasCutOff_IsFoundByAnAnchor()
    {
        var (_, second) = Anchors();
        _host.Tamper($"DELETE FROM \"EventLog\" WHERE \"Position\" >= {second.Head.Position}");

        var log = Verify(_kept).Log.ShouldNotBeNull();

        log.BadPosition.ShouldBe(second.Head.Position);
        log.Problem.ShouldNotBeNull().ShouldContain("before event");
    }

    [Fact]
    public void AnchorThatWasChanged_ProvesNothing()
    {
        var file = Directory.EnumerateFiles(_kept, "anchor-0*.txt").First();
        File.WriteAllText(file, File.ReadAllText(file).Replace("Hash: ", "Hash: 0", StringComparison.Ordinal)[..^1]);
        Verify(file).Problem.ShouldNotBeNull().ShouldContain("is not an anchor");

        var (first, _) = Anchors();
        File.WriteAllText(file, (first with { SignedAt = first.SignedAt.AddHours(1) }).ToString());
        Verify(file).Problem.ShouldNotBeNull().ShouldContain("was changed after it was signed");
    }

    [Fact]
    public void AnchorOfAnotherKey_NeedsThatKey()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(KeyFile, other.ExportSubjectPublicKeyInfoPem());

        Verify(_kept).Problem.ShouldNotBeNull().ShouldContain("--anchor-key");
        Verify().SignaturesOfOtherKeys.ShouldBe(2);
    }

    private (Anchor First, Anchor Second) Anchors()
    {
        var heads = _host.ReadLog().FindAll(record => record.Type == nameof(LogHeadSigned));
        heads.Count.ShouldBe(2);
        var anchors = heads.ConvertAll(record => Anchor.Of(EventCodec.Decode<LogHeadSigned>(record.Payload)));
        return (anchors[0], anchors[1]);
    }

    private AnchorVerdict Verify(params string[] anchors) =>
        _host.Get<IAnchorVerification>().Verify(kept: null, anchors, KeyFile, TestContext.Current.CancellationToken);

    private async Task KeepAsync()
    {
        await _host.AcceptAsync(new SignLogHead());
        var anchor = _host.Get<IAnchorVerification>().Last().ShouldNotBeNull();
        await File.WriteAllTextAsync(Path.Combine(_kept, anchor.FileName), anchor.ToString());
    }
}
