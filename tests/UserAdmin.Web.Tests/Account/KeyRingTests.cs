using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Settings;
using UserAdmin.Storage;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Tests.Account;

/// <summary>Where the data-protection keys are, and who can read them.</summary>
public sealed class KeyRingTests : IDisposable
{
    private const string Password = "correct horse";

    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-keys-").FullName;
    private readonly SharedKeys _keys = new();

    [Fact]
    public void Cookie_OfOneNode_IsReadByAnother()
    {
        var cookie = Protector(_keys).Protect("ada");

        Protector(_keys).Unprotect(cookie).ShouldBe("ada");

        _keys.Read().ShouldHaveSingleItem().ShouldContain("<key id=");
        Directory.Exists(Path.Combine(_folder, "keys")).ShouldBeFalse();
    }

    [Fact]
    public void Nodes_ThatStartTogether_CreateOneKey()
    {
        var nodes = Enumerable.Range(0, 4).Select(_ => Services(_keys)).ToList();

        Parallel.ForEach(nodes, new ParallelOptions { MaxDegreeOfParallelism = nodes.Count }, KeyRing.Prepare);

        _keys.Read().ShouldHaveSingleItem();
        var cookie = ProtectorOf(nodes[0]).Protect("ada");
        nodes.ConvertAll(node => ProtectorOf(node).Unprotect(cookie)).ShouldEachBe(name => name == "ada");
    }

    [Fact]
    public void Keys_InTheFolder_AreTakenOverByTheDatabase()
    {
        // Before the accounts were moved to a server.
        var cookie = Protector(shared: null).Protect("ada");

        Protector(_keys).Unprotect(cookie).ShouldBe("ada");

        _keys.Read().ShouldHaveSingleItem();
    }

    [Fact]
    public void Keys_WithACertificate_AreEncrypted_AndReadableAfterTheNextCertificate()
    {
        var (first, second) = (Certificate("first"), Certificate("second"));
        var cookie = Protector(_keys, Current(first)).Protect("ada");
        _keys.Read().ShouldHaveSingleItem().ShouldNotContain("<masterKey");

        Protector(_keys, [.. Current(second), .. Former(first)]).Unprotect(cookie).ShouldBe("ada");

        Should.Throw<CryptographicException>(() => Protector(_keys, Current(second)).Unprotect(cookie));
        Should.Throw<CryptographicException>(() => Protector(_keys).Unprotect(cookie));
    }

    [Fact]
    public void Certificate_ThatCannotBeUsed_EndsTheStartWithWhatToDo()
    {
        Fault(("UserAdmin:KeyCertificate:Password", Password))
            .ShouldContain("UserAdmin:KeyCertificate:Path is missing");
        Fault(("UserAdmin:KeyCertificate:Path", Path.Combine(_folder, "none.pfx"))).ShouldContain("none.pfx");
        var path = Certificate("locked");
        Fault(("UserAdmin:KeyCertificate:Path", path), ("UserAdmin:KeyCertificate:Password", "wrong"))
            .ShouldContain("UserAdmin:KeyCertificate:Path and :Password");
        using var key = ECDsa.Create();
        var curve = Save("curve", new CertificateRequest("CN=curve", key, HashAlgorithmName.SHA256));
        Fault(Current(curve)).ShouldContain("no RSA private key");
        Fault(Former(Path.Combine(_folder, "none.pfx"))).ShouldContain("none.pfx");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Fault(params (string, string)[] settings) =>
        Should.Throw<StartupException>(() => Protector(_keys, settings)).Message;

    private static (string, string)[] Current(string path) =>
        [("UserAdmin:KeyCertificate:Path", path), ("UserAdmin:KeyCertificate:Password", Password)];

    private static (string, string)[] Former(string path) =>
        [
            ("UserAdmin:FormerKeyCertificates:2025:Path", path),
            ("UserAdmin:FormerKeyCertificates:2025:Password", Password),
        ];

    /// <summary>What a node protects and reads with, from its settings.</summary>
    private IDataProtector Protector(ISharedKeys? shared, params (string Name, string Value)[] settings) =>
        ProtectorOf(Services(shared, settings));

    private static IDataProtector ProtectorOf(IServiceProvider services) =>
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private ServiceProvider Services(ISharedKeys? shared, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(one => one.Name, one => (string?)one.Value))
            .Build();
        UserAdmin.Web.Startup.Settings.Check(configuration);
        var services = new ServiceCollection();
        services.AddLogging();
        services.Configure<UserAdminOptions>(options => options.DataDirectory = _folder);
        if (shared is not null)
        {
            services.AddSingleton(shared);
        }

        KeyRing.Add(services, configuration);
        return services.BuildServiceProvider();
    }

    private string Certificate(string name)
    {
        using var key = RSA.Create(2048);
        return Save(
            name,
            new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );
    }

    private string Save(string name, CertificateRequest request)
    {
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        var path = Path.Combine(_folder, $"{name}.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, Password));
        return path;
    }

    private sealed class SharedKeys : ISharedKeys
    {
        private readonly ConcurrentDictionary<string, string> _keys = new();

        public IReadOnlyList<string> Read() => [.. _keys.Values];

        public void Add(string name, string xml) => _keys.TryAdd(name, xml);

        public IDisposable TakeTurn()
        {
            Monitor.Enter(_keys);
            return new Turn(_keys);
        }

        // Each node takes and returns it on one thread.
        private sealed class Turn(object turn) : IDisposable
        {
            public void Dispose() => Monitor.Exit(turn);
        }
    }
}
