using UserAdmin.Storage;

namespace UserAdmin.Web.Tests;

/// <summary>A write database of the program's own, until a test says otherwise.</summary>
internal sealed class FakeDatabase : IAttachedDatabase
{
    /// <inheritdoc/>
    public IdentityShape? Shape { get; set; }

    /// <inheritdoc/>
    public bool HasPasskeys { get; set; } = true;

    /// <inheritdoc/>
    public IReadOnlyList<ExtraColumn> Required { get; set; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<AccountAttribute> Attributes { get; set; } = [];
}

/// <summary>Makes keys as a database of the program's own has them.</summary>
internal sealed class NewIds : INewKeys
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> OfUsersAsync(int count, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([
            .. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7().ToString()),
        ]);

    /// <inheritdoc/>
    public Task<string> OfRoleAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Guid.CreateVersion7().ToString());
}
