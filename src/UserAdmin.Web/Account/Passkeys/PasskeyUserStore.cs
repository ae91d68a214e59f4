using Microsoft.AspNetCore.Identity;
using UserAdmin.Account.Passkeys;

namespace UserAdmin.Web.Account.Passkeys;

/// <summary>
/// The store that ASP.NET Core's passkey handler reads while it verifies. It writes nothing: the result of a ceremony
/// is a command.
/// </summary>
internal sealed class PasskeyUserStore(IPasskeys passkeys) : IUserPasskeyStore<PasskeyUser>
{
    public async Task<PasskeyUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        User(await passkeys.FindOwnerAsync(userId, cancellationToken));

    public async Task<PasskeyUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        User(await passkeys.FindOwnerOfAsync(credentialId, cancellationToken));

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        [.. await passkeys.ListAsync(user.Id, cancellationToken)];

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(
        PasskeyUser user,
        byte[] credentialId,
        CancellationToken cancellationToken
    ) =>
        (await passkeys.ListAsync(user.Id, cancellationToken)).FirstOrDefault(passkey =>
            passkey.CredentialId.AsSpan().SequenceEqual(credentialId)
        );

    public Task<string> GetUserIdAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Name);

    public Task<string?> GetNormalizedUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public Task<PasskeyUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public Task SetUserNameAsync(PasskeyUser user, string? userName, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public Task SetNormalizedUserNameAsync(
        PasskeyUser user,
        string? normalizedName,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    public Task AddOrUpdatePasskeyAsync(
        PasskeyUser user,
        UserPasskeyInfo passkey,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    public Task RemovePasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public Task<IdentityResult> CreateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> UpdateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> DeleteAsync(PasskeyUser user, CancellationToken cancellationToken) => throw ReadOnly();

    public void Dispose()
    {
        // There is nothing to dispose.
    }

    private static PasskeyUser? User(PasskeyOwner? owner) =>
        owner is null ? null : new PasskeyUser(owner.UserId, owner.UserName);

    private static NotSupportedException ReadOnly() =>
        new("Accounts are found by id only here, and changed by commands only.");
}
