using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using UserAdmin.Anchors;
using UserAdmin.Anchors.Queries;
using UserAdmin.EventLog;

namespace UserAdmin.Tests.Anchors;

public sealed class SignLogHeadTests
{
    [Fact]
    public async Task Sign_RecordsTheHeadWithASignatureOfTheOwnKey()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateUserAsync("ada");
        var head = host.ReadLog()[^1];

        await host.AcceptAsync(new SignLogHead());

        var status = (await host.AskAsync(new GetAnchors())).Value.ShouldNotBeNull();
        var anchor = status.Last.ShouldNotBeNull();
        anchor.Head.Position.ShouldBe(head.Position);
        anchor.Head.Hash.ShouldBe(Convert.ToHexStringLower(head.Hash));
        using var key = ECDsa.Create();
        key.ImportFromPem(status.PublicKey.ShouldNotBeNull());
        anchor.IsSignedBy(key).ShouldBeTrue();
        host.ReadLog()[^1].Type.ShouldBe(nameof(LogHeadSigned));
        var file = Path.Combine(host.Directory, "anchors", "key.pem");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Sign_WithoutAnythingNew_DoesNothing()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.AcceptAsync(new SignLogHead());
        var end = host.Tail();

        await host.AcceptAsync(new SignLogHead());

        host.Tail().ShouldBe(end);
    }

    [Fact]
    public async Task Sign_AfterARestart_UsesTheSameKey()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.AcceptAsync(new SignLogHead());
        var first = host.Get<IAnchorVerification>().Last().ShouldNotBeNull();

        await using var again = await TestHost.StartAsync(follow: false, directory: host.Directory);
        await again.CreateUserAsync("bob");
        await again.AcceptAsync(new SignLogHead());

        var second = again.Get<IAnchorVerification>().Last().ShouldNotBeNull();
        second.Head.Position.ShouldBeGreaterThan(first.Head.Position);
        second.KeyId.ShouldBe(first.KeyId);
    }

    [Fact]
    public async Task Sign_WithAKeyOfTheOperator_UsesIt()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            key.ExportEncryptedPkcs8PrivateKeyPem(
                "secret",
                new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
            ),
            TestContext.Current.CancellationToken
        );
        await using var host = await AnchorHost.StartAsync(options =>
            (options.KeyFile, options.KeyPassword) = (file, "secret")
        );

        await host.AcceptAsync(new SignLogHead());

        host.Get<IAnchorVerification>().Last().ShouldNotBeNull().KeyId.ShouldBe(AnchorKey.IdOf(key));
        File.Exists(Path.Combine(host.Directory, "anchors", "key.pem")).ShouldBeFalse();
        File.Delete(file);
    }

    [Theory]
    [InlineData("no key at all", "cannot be read")]
    [InlineData("P-384", "is not on the curve P-256")]
    [InlineData("public", "holds only a public key")]
    public async Task Sign_WithAnotherKindOfKey_SaysSo(string content, string says)
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            content switch
            {
                "P-384" => p384.ExportPkcs8PrivateKeyPem(),
                "public" => p256.ExportSubjectPublicKeyInfoPem(),
                _ => content,
            },
            TestContext.Current.CancellationToken
        );
        await using var host = await AnchorHost.StartAsync(options => options.KeyFile = file);

        var result = await host.SendAsync(new SignLogHead());

        result.Errors.ShouldHaveSingleItem().Message.ShouldContain(says);
        File.Delete(file);
    }

    [Theory]
    [InlineData("00:00:59", null, null, null, "Interval")]
    [InlineData("01:00:00", "/no/such/folder", null, null, "Folder")]
    [InlineData("01:00:00", null, "http://example.com/anchors", null, "Address")]
    [InlineData("01:00:00", null, null, "not an address", "MailTo")]
    public void Options_OutOfRange_NameTheSetting(
        string interval,
        string? folder,
        string? address,
        string? mailTo,
        string setting
    ) =>
        new AnchorOptions
        {
            Interval = TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture),
            Folder = folder,
            Address = address,
            MailTo = mailTo,
        }
            .Problem()
            .ShouldNotBeNull()
            .ShouldStartWith($"UserAdmin:Anchors:{setting} ");
}
