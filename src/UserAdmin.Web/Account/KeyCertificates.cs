using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using UserAdmin.Storage;

namespace UserAdmin.Web.Account;

/// <summary>
/// The certificates that encrypt the data-protection keys where they are stored, from the settings
/// <c>UserAdmin:KeyCertificate</c> (new keys) and <c>UserAdmin:FormerKeyCertificates</c> (keys from before a rotation).
/// Each is a PKCS #12 file with an RSA key.
/// </summary>
internal static class KeyCertificates
{
    /// <summary>The section with a certificate under each name.</summary>
    public const string Former = "UserAdmin:FormerKeyCertificates";

    private const string Current = "UserAdmin:KeyCertificate";

    /// <summary>Encrypts the keys if a certificate is set up.</summary>
    /// <exception cref="StartupException">One of them cannot be used.</exception>
    public static void Add(IDataProtectionBuilder protection, IConfiguration configuration)
    {
        var former = configuration.GetSection(Former).GetChildren().Select(Load).ToList();
        if (configuration.GetSection(Current) is var current && current.Exists())
        {
            var certificate = Load(current);
            protection.ProtectKeysWithCertificate(certificate);
            former.Add(certificate);
        }

        if (former.Count > 0)
        {
            protection.UnprotectKeysWithAnyCertificate([.. former]);
        }
    }

    private static X509Certificate2 Load(IConfigurationSection setting)
    {
        if (setting["Path"] is not { Length: > 0 } path)
        {
            throw new StartupException($"{setting.Path}:Path is missing. It is the path of a PKCS #12 file (.pfx).");
        }

        X509Certificate2 certificate;
        try
        {
            certificate = X509CertificateLoader.LoadPkcs12FromFile(path, setting["Password"]);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The certificate {path} cannot be read: {fault.Message.TrimEnd('.')}. Correct {setting.Path}:Path "
                    + "and :Password; it has to be a PKCS #12 file (.pfx).",
                fault
            );
        }

        using var key = certificate.GetRSAPrivateKey();
        return key is not null
            ? certificate
            : throw new StartupException(
                $"The certificate {path} has no RSA private key, which encrypting keys needs. Choose another one with "
                    + $"{setting.Path}:Path."
            );
    }
}
