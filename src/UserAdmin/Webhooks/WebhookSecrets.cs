using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace UserAdmin.Webhooks;

/// <summary>
/// Encrypts the secrets of webhooks with the data-protection keys. A signature needs the secret itself, so a hash is
/// not enough.
/// </summary>
internal sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("UserAdmin.Webhooks.v1");

    /// <summary>Encrypts a secret.</summary>
    public byte[] Protect(string secret) => _protector.Protect(Encoding.UTF8.GetBytes(secret));

    /// <summary>Returns the bytes of a secret that sign; null if the keys are gone.</summary>
    public byte[]? Open(byte[] secret)
    {
        try
        {
            return NewWebhookSecret.Parse(Encoding.UTF8.GetString(_protector.Unprotect(secret)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
