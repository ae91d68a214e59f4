using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Accesses the passkeys in stock Identity's table by the text form of their ids.</summary>
internal sealed class StoredPasskeys(WriteContext context)
{
    /// <summary>Finds a user's passkey, tracked, or null.</summary>
    public async Task<IdentityUserPasskey<string>?> FindAsync(
        User user,
        string passkeyId,
        CancellationToken cancellationToken
    )
    {
        byte[] id;
        try
        {
            id = Base64Url.DecodeFromChars(passkeyId);
        }
        catch (FormatException)
        {
            return null;
        }

        return await context
            .Set<IdentityUserPasskey<string>>()
            .SingleOrDefaultAsync(
                passkey => passkey.UserId == user.Id && passkey.CredentialId == id,
                cancellationToken
            );
    }
}
