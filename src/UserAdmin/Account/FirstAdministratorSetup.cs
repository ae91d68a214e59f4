using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <inheritdoc/>
internal sealed class FirstAdministratorSetup(
    IDbContextFactory<WriteContext> contexts,
    ILookupNormalizer normalizer,
    DatabaseWaits waits,
    TimeProvider time,
    SetUpToken token
) : IFirstAdministratorSetup
{
    public string Token => token.Value;

    // Asked by pages for people who are not signed in, outside the buses, which would wait by themselves.
    public Task<bool> IsNeededAsync(CancellationToken cancellationToken = default) =>
        waits.ReadAsync(() => AskAsync(cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<string>> FindAsync(string email, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var normalized = normalizer.NormalizeEmail(email);
        return await context
            .Users.Where(user => user.NormalizedEmail == normalized && user.Profile != null)
            .Select(user => user.Id)
            .Order()
            .Take(2)
            .ToListAsync(cancellationToken);
    }

    public Task<long> CountAccountsAsync(CancellationToken cancellationToken = default) =>
        waits.ReadAsync(
            async () =>
            {
                await using var context = await contexts.CreateDbContextAsync(cancellationToken);
                return await context.Users.LongCountAsync(cancellationToken);
            },
            cancellationToken
        );

    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return !await new Administrators(context, normalizer, time).ExistAsync(cancellationToken);
    }
}
