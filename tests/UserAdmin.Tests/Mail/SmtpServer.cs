using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace UserAdmin.Tests.Mail;

/// <summary>A real SMTP server on loopback (Debian's python3-aiosmtpd) in its own process.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private const string Missing = "There is no aiosmtpd. Install the package python3-aiosmtpd; .ci/run does it.";

    // Debian's Python comes first, because it sees Debian's packages; another one may precede it in the path.
    private static readonly Lazy<string?> _python = new(() =>
        ((string[])["/usr/bin/python3", "python3"]).FirstOrDefault(HasPackage)
    );

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private SmtpServer(Process process, DirectoryInfo folder, int port, string fingerprint) =>
        (_process, _folder, Port, Fingerprint) = (process, folder, port, fingerprint);

    public int Port { get; }

    /// <summary>SHA-256 fingerprint of its self-signed certificate.</summary>
    public string Fingerprint { get; }

    /// <summary>Starts a server, or skips the test if aiosmtpd is not installed.</summary>
    public static async Task<SmtpServer> StartAsync(params string[] arguments)
    {
        if (_python.Value is not { } python)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", Missing);
            throw new InvalidOperationException(Missing);
        }

        var folder = Directory.CreateTempSubdirectory("useradmin-test-");
        var certificate = Path.Combine(folder.FullName, "certificate.pem");
        var fingerprint = WriteCertificate(certificate);
        var script = Path.Combine(AppContext.BaseDirectory, "Mail", "smtp_server.py");
        var process = Process.Start(
            new ProcessStartInfo(python, [script, "--certificate", certificate, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            }
        )!;
        var port = (await ReadAsync(process)).GetProperty("port").GetInt32();
        return new SmtpServer(process, folder, port, fingerprint);
    }

    /// <summary>Returns the next mail that the server received, whatever it answered.</summary>
    public Task<JsonElement> NextAsync() => ReadAsync(_process);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<JsonElement> ReadAsync(Process process)
    {
        var line = await process
            .StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return JsonDocument
            .Parse(line ?? throw new InvalidOperationException("The SMTP server has ended."))
            .RootElement;
    }

    private static bool HasPackage(string python)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(python, ["-c", "import aiosmtpd"]) { RedirectStandardError = true }
            )!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string WriteCertificate(string path)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }
}
