using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.StockDatabases;

namespace UserAdmin.Tests.Attached;

/// <summary>An account as the application's <c>UserManager</c> shows it.</summary>
internal sealed record StockPerson(
    string Id,
    string UserName,
    string? Email,
    string? PhoneNumber,
    bool HasPassword,
    DateTimeOffset? LockedUntil,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Claims,
    IReadOnlyList<string> Logins,
    int Passkeys
);

/// <summary>A stock application on a database, whatever its types are.</summary>
internal abstract class StockPeople : IAsyncDisposable
{
    /// <summary>Starts the application of a shape.</summary>
    public static StockPeople Of(StockShape shape, string connection) =>
        shape switch
        {
            { Key: StockKey.Text, IsExtended: false } => new People<IdentityUser<string>, string>(shape, connection),
            { Key: StockKey.Text } => new People<StockUser<string>, string>(shape, connection),
            { Key: StockKey.Uuid, IsExtended: false } => new People<IdentityUser<Guid>, Guid>(shape, connection),
            { Key: StockKey.Uuid } => new People<StockUser<Guid>, Guid>(shape, connection),
            { Key: StockKey.Int, IsExtended: false } => new People<IdentityUser<int>, int>(shape, connection),
            { Key: StockKey.Int } => new People<StockUser<int>, int>(shape, connection),
            { IsExtended: false } => new People<IdentityUser<long>, long>(shape, connection),
            _ => new People<StockUser<long>, long>(shape, connection),
        };

    /// <summary>Returns every account.</summary>
    public abstract Task<IReadOnlyList<StockPerson>> AllAsync();

    /// <summary>Returns whether the application lets a person in with a password.</summary>
    public abstract Task<bool> LetsInAsync(string userName, string password);

    /// <summary>Returns the roles that the application sees.</summary>
    public abstract Task<IList<string>> RolesAsync(string userName);

    /// <summary>Returns what ends sessions when it changes.</summary>
    public abstract Task<string> StampAsync(string userName);

    /// <summary>Changes the phone number.</summary>
    public abstract Task ChangePhoneAsync(string userName, string phone);

    /// <summary>Adds somebody to a role.</summary>
    public abstract Task AddToRoleAsync(string userName, string role);

    /// <summary>Returns what the application's own user class adds.</summary>
    public abstract Task<IStockUser> ExtraAsync(string userName);

    /// <summary>Adds a passkey.</summary>
    public abstract Task AddPasskeyAsync(string userName, int number);

    /// <summary>Applies the application's migrations.</summary>
    public abstract Task MigrateAsync();

    /// <summary>Deletes an account.</summary>
    public abstract Task DeleteAsync(string userName);

    /// <summary>Registers a person, and returns the key as text.</summary>
    public abstract Task<string> RegisterAsync(string userName);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    private sealed class People<TUser, TKey>(StockShape shape, string connection) : StockPeople
        where TUser : IdentityUser<TKey>, new()
        where TKey : IEquatable<TKey>
    {
        private readonly ServiceProvider _services = StockDatabase.Services<TUser, TKey>(shape, connection);

        public override Task<IReadOnlyList<StockPerson>> AllAsync() =>
            WithAsync<IReadOnlyList<StockPerson>>(async users =>
            {
                var people = new List<StockPerson>();
                foreach (var user in users.Users.ToList())
                {
                    people.Add(
                        new(
                            user.Id.ToString()!,
                            user.UserName!,
                            user.Email,
                            user.PhoneNumber,
                            await users.HasPasswordAsync(user),
                            await users.IsLockedOutAsync(user) ? user.LockoutEnd : null,
                            [.. (await users.GetRolesAsync(user)).Order(StringComparer.Ordinal)],
                            [
                                .. (await users.GetClaimsAsync(user))
                                    .Select(claim => $"{claim.Type}={claim.Value}")
                                    .Order(StringComparer.Ordinal),
                            ],
                            [.. (await users.GetLoginsAsync(user)).Select(login => login.ProviderKey)],
                            shape.Version == 3 ? (await users.GetPasskeysAsync(user)).Count : 0
                        )
                    );
                }

                return people;
            });

        public override Task<bool> LetsInAsync(string userName, string password) =>
            WithUserAsync(
                userName,
                async (users, user) =>
                    !await users.IsLockedOutAsync(user) && await users.CheckPasswordAsync(user, password)
            );

        public override Task<IList<string>> RolesAsync(string userName) =>
            WithUserAsync(userName, (users, user) => users.GetRolesAsync(user));

        public override Task<string> StampAsync(string userName) =>
            WithUserAsync(userName, (users, user) => users.GetSecurityStampAsync(user));

        public override Task ChangePhoneAsync(string userName, string phone) =>
            WithUserAsync(userName, (users, user) => Done(users.SetPhoneNumberAsync(user, phone)));

        public override Task AddToRoleAsync(string userName, string role) =>
            WithUserAsync(userName, (users, user) => Done(users.AddToRoleAsync(user, role)));

        public override Task<IStockUser> ExtraAsync(string userName) =>
            WithUserAsync(userName, (_, user) => Task.FromResult((IStockUser)(object)user));

        public override Task AddPasskeyAsync(string userName, int number) =>
            WithUserAsync(
                userName,
                (users, user) =>
                    Done(
                        users.AddOrUpdatePasskeyAsync(
                            user,
                            StockAccounts<TUser, TKey>.Passkey(number, DateTimeOffset.UtcNow)
                        )
                    )
            );

        public override async Task MigrateAsync()
        {
            await using var scope = _services.CreateAsyncScope();
            await scope
                .ServiceProvider.GetRequiredService<StockIdentityContext<TUser, TKey>>()
                .Database.MigrateAsync(TestContext.Current.CancellationToken);
        }

        public override Task DeleteAsync(string userName) =>
            WithUserAsync(userName, (users, user) => Done(users.DeleteAsync(user)));

        public override Task<string> RegisterAsync(string userName) =>
            WithAsync(async users =>
            {
                var user = new TUser { UserName = userName, Email = $"{userName}@example.com" };
                (user as IdentityUser<string>)?.Id = Guid.NewGuid().ToString();
                await Done(users.CreateAsync(user, StockAccounts<TUser, TKey>.Password));
                return user.Id.ToString()!;
            });

        public override ValueTask DisposeAsync() => _services.DisposeAsync();

        private static async Task<bool> Done(Task<IdentityResult> work)
        {
            (await work).Errors.ShouldBeEmpty();
            return true;
        }

        private Task<T> WithUserAsync<T>(string userName, Func<UserManager<TUser>, TUser, Task<T>> work) =>
            WithAsync(async users => await work(users, (await users.FindByNameAsync(userName)).ShouldNotBeNull()));

        private async Task<T> WithAsync<T>(Func<UserManager<TUser>, Task<T>> work)
        {
            await using var scope = _services.CreateAsyncScope();
            return await work(scope.ServiceProvider.GetRequiredService<UserManager<TUser>>());
        }
    }
}
