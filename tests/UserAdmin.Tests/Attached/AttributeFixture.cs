using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Settings;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Attached;

/// <summary>
/// The program on the database of an application with columns of its own, for tests that change nothing.
/// </summary>
public sealed class AttributeFixture : IAsyncLifetime
{
    private static readonly StockShape _shape = new(
        TestProvider.Stock,
        2,
        StockKey.Int,
        IsExtended: true,
        StockNames.SnakeCase
    );

    internal AdoptedHost Adopted { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Adopted = await StartAsync(accounts: 60);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Adopted.DisposeAsync();

    internal static Task<AdoptedHost> StartAsync(int accounts) =>
        AdoptedHost.StartAsync(
            _shape,
            accounts,
            services =>
                services.Configure<UserAdminOptions>(options => options.EditableAttributes = "last_name,Balance,is_vip")
        );

    internal static UpdateUserProfile Edit(UserRow row, params (string Name, string? Value)[] values) =>
        new(row.Id, row.DisplayName, row.Version)
        {
            Attributes = [.. values.Select(value => new AttributeValue(value.Name, value.Value))],
        };

    internal static async Task<UserRow> RowAsync(TestHost host, string userName) =>
        (await host.AskAsync(new ListUsers($"user-name:{userName} state:any")))
            .Value.ShouldNotBeNull()
            .Items.Single(row => row.UserName == userName);

    internal static (string Name, string? Value)[] Values(TestHost host, UserRow row) =>
        [
            .. host.Get<IAttachedDatabase>()
                .Attributes.Select(one => (one.Column.Name, row.AttributeOf(one.Column.Name))),
        ];
}
