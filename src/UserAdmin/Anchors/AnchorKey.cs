using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using UserAdmin.Settings;
using UserAdmin.Storage;

namespace UserAdmin.Anchors;

/// <summary>
/// The key that signs heads of the log: the one in the settings, or one that is made in <c>anchors/key.pem</c> below
/// the data folder when it is first needed.
/// </summary>
internal sealed class AnchorKey(IOptions<AnchorOptions> options, IOptions<UserAdminOptions> program) : IDisposable
{
    // Object identifier of the curve P-256, RFC 5480, section 2.1.1.1.
    private const string Curve = "1.2.840.10045.3.1.7";

    private readonly Lock _lock = new();
    private ECDsa? _key;

    /// <summary>The folder of the program's own key.</summary>
    public string Folder { get; } = Path.GetFullPath(Path.Combine(program.Value.DataDirectory, "anchors"));

    private string OwnFile => Path.Combine(Folder, "key.pem");

    /// <summary>Returns the key, which is made if there is none.</summary>
    /// <exception cref="StartupException">It cannot be read or made; the message tells what to do.</exception>
    public ECDsa Get()
    {
        lock (_lock)
        {
            return _key ??= Find() ?? Make();
        }
    }

    /// <summary>Returns a key to verify with, or null if there is none yet.</summary>
    /// <exception cref="StartupException">It cannot be read.</exception>
    public ECDsa? FindToVerify()
    {
        lock (_lock)
        {
            return _key ??= Find();
        }
    }

    /// <summary>SHA-256 of a key's public part (SubjectPublicKeyInfo, DER), as lower-case hex.</summary>
    public static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>Reads a key, private or public, from a PEM file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Its password, if it is encrypted.</param>
    /// <param name="setting">What to correct, for the message.</param>
    /// <exception cref="StartupException">It cannot be read, or is of another kind.</exception>
    public static ECDsa Read(string path, string? password, string setting)
    {
        var key = ECDsa.Create();
        try
        {
            var pem = File.ReadAllText(path);
            if (password is null)
            {
                key.ImportFromPem(pem);
            }
            else
            {
                key.ImportFromEncryptedPem(pem, password);
            }

            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == Curve)
            {
                return key;
            }

            throw new StartupException($"The key {path} is not on the curve P-256. Choose another one with {setting}.");
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new StartupException(
                $"The key {path} cannot be read: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Correct "
                    + $"{setting}; it has to be a PEM file with an ECDSA key on the curve P-256.",
                fault
            );
        }
        catch (StartupException)
        {
            key.Dispose();
            throw;
        }
    }

    public void Dispose() => _key?.Dispose();

    private ECDsa? Find()
    {
        if (options.Value.KeyFile is not { } file)
        {
            return File.Exists(OwnFile) ? Read(OwnFile, password: null, "the file") : null;
        }

        var setting = $"{AnchorOptions.Section}:KeyFile";
        var key = Read(file, options.Value.KeyPassword, $"{setting} and :KeyPassword");
        try
        {
            _ = key.SignHash(new byte[SHA256.HashSizeInBytes]);
            return key;
        }
        catch (CryptographicException fault)
        {
            key.Dispose();
            throw new StartupException(
                $"The file {file} holds only a public key. Choose the private key with {setting}.",
                fault
            );
        }
    }

    private ECDsa Make()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var unfinished = $"{OwnFile}.{Guid.NewGuid():N}.tmp";
        try
        {
            PrivateFiles.CreateFolder(Folder);
            PrivateFiles.Create(unfinished);
            using (var file = new StreamWriter(File.Open(unfinished, FileMode.Truncate)))
            {
                file.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
                file.Flush();
                ((FileStream)file.BaseStream).Flush(flushToDisk: true);
            }

            // Another process may have made one at the same time; then both use that one.
            File.Move(unfinished, OwnFile, overwrite: false);
            return key;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            TryDelete(unfinished);
            return Find() ?? throw new StartupException($"The key {OwnFile} cannot be written: {fault.Message}", fault);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It holds a key that nobody uses, and only this user can read it.
        }
    }
}
