using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;

namespace UserAdmin.Users;

/// <summary>
/// Passkeys and external logins. The rows are those of stock Identity; the caller adds them to the context.
/// </summary>
internal sealed partial class User
{
    /// <summary>
    /// Returns the id of a passkey in commands, events and rows: its credential id as base64url (WebAuthn).
    /// </summary>
    public static string PasskeyIdOf(byte[] credentialId) => Base64Url.EncodeToString(credentialId);

    /// <summary>Records a new passkey. Returns the row to store, exactly as stock Identity stores it.</summary>
    public IdentityUserPasskey<string> AddPasskey(UserPasskeyInfo passkey, string name)
    {
        Events.Add(
            new UserPasskeyAdded(Id, PasskeyIdOf(passkey.CredentialId), name, Email)
            {
                Key = PasskeyMark.Of(passkey.PublicKey),
            }
        );
        ConcurrencyStamp = NewStamp();
        return new IdentityUserPasskey<string>
        {
            UserId = Id,
            CredentialId = passkey.CredentialId,
            Data = new IdentityPasskeyData
            {
                PublicKey = passkey.PublicKey,
                Name = name,
                CreatedAt = passkey.CreatedAt,
                SignCount = passkey.SignCount,
                Transports = passkey.Transports,
                IsUserVerified = passkey.IsUserVerified,
                IsBackupEligible = passkey.IsBackupEligible,
                IsBackedUp = passkey.IsBackedUp,
                AttestationObject = passkey.AttestationObject,
                ClientDataJson = passkey.ClientDataJson,
            },
        };
    }

    /// <summary>Records a new external login. Returns the row to store.</summary>
    public IdentityUserLogin<string> AddExternalLogin(string provider, string providerKey, string providerName)
    {
        Events.Add(new UserExternalLoginAdded(Id, provider, providerKey, providerName));
        ConcurrencyStamp = NewStamp();
        return new IdentityUserLogin<string>
        {
            UserId = Id,
            LoginProvider = provider,
            ProviderKey = providerKey,
            ProviderDisplayName = providerName,
        };
    }
}
