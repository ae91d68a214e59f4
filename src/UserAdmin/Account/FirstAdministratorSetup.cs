using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <inheritdoc/>
internal sealed class FirstAdministratorSetup(
    IDbContextFactory<WriteContext> contexts,
    ILookupNormalizer normalizer,
    TimeProvider time
) : IFirstAdministratorSetup
{
    public string Token { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public async Task<bool> IsNeededAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return !await new Administrators(context, normalizer, time).ExistAsync(cancellationToken);
    }
}
