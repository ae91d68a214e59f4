using System.Security.Cryptography;
using System.Text;
using UserAdmin.Anchors;
using UserAdmin.Monitoring;

namespace UserAdmin.Tests.Anchors;

public sealed class AnchorTests : IDisposable
{
    private static readonly string _hash = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Statement_IsWhatTheDocumentSays() =>
        new Anchor(new LogHead(812_340, _hash), new DateTimeOffset(2026, 11, 29, 20, 0, 0, TimeSpan.Zero), _hash, "")
            .Statement()
            .ShouldBe(
                "UserAdmin signed head of the event log, version 1\nPosition: 812340\n"
                    + $"Hash: {_hash}\nSigned: 2026-11-29T20:00:00.0000000Z\nKey: {_hash}\n"
            );

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void File_IsReadAgain_WhateverMailMadeOfItsLineEnds(string end)
    {
        var anchor = Signed();

        Anchor.TryRead(anchor.ToString().Replace("\n", end, StringComparison.Ordinal), out var read).ShouldBeTrue();

        read.ShouldBe(anchor);
        read.IsSignedBy(_key).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Position: 1200", "Position: 1201")]
    [InlineData("Hash: 0", "Hash: 1")]
    [InlineData("Signed: 2026", "Signed: 2025")]
    public void File_WithAnotherValue_IsNotSigned(string old, string changed)
    {
        var text = Signed().ToString();
        var forged = text.Replace(old, changed, StringComparison.Ordinal);
        forged.ShouldNotBe(text);

        Anchor.TryRead(forged, out var read).ShouldBeTrue();

        read.IsSignedBy(_key).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Position: 1200", "Position: +1200")]
    [InlineData("Position: 1200", "Position: 0")]
    [InlineData("Hash: 0", "Hash: G")]
    [InlineData("version 1", "version 2")]
    [InlineData("Signed: 2026-", "Signed: 26-")]
    [InlineData("BEGIN SIGNATURE", "BEGIN CERTIFICATE")]
    [InlineData("Key:", "Note: x\nKey:")]
    public void File_ThatIsWrittenOtherwise_IsNoAnchor(string old, string changed)
    {
        var text = Signed().ToString();
        var other = text.Replace(old, changed, StringComparison.Ordinal);
        other.ShouldNotBe(text);

        Anchor.TryRead(other, out _).ShouldBeFalse();
    }

    [Fact]
    public void Signature_OfAnotherKey_IsNotThatOfThisOne()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Signed().IsSignedBy(other).ShouldBeFalse();
    }

    private Anchor Signed()
    {
        var unsigned = new Anchor(
            new LogHead(1200, _hash),
            new DateTimeOffset(2026, 11, 29, 20, 0, 0, 5, TimeSpan.Zero),
            AnchorKey.IdOf(_key),
            ""
        );
        var signature = _key.SignData(
            Encoding.UTF8.GetBytes(unsigned.Statement()),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return unsigned with { Signature = Convert.ToBase64String(signature) };
    }
}
