using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Attaching;
using UserAdmin.StockDatabases;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Attached;

/// <summary>
/// Makes the empty databases of all tests those of another application if USERADMIN_ATTACHED=1, to find what only works
/// in a database of the program's own.
/// </summary>
internal static class AttachedDatabases
{
    /// <summary>Creates a database with UUIDs as keys and without a row, and attaches it.</summary>
    public static async Task CreateAsync(string directory)
    {
        await TestProvider.EnsureCreatedAsync(directory);
        var connection = await TestProvider.ConnectionStringAsync(directory);
        await using (
            var services = StockDatabase.Services<IdentityUser<Guid>, Guid>(
                new(TestProvider.Stock, 3, StockKey.Uuid),
                connection
            )
        )
        {
            await using var scope = services.CreateAsyncScope();
            await scope
                .ServiceProvider.GetRequiredService<StockIdentityContext<IdentityUser<Guid>, Guid>>()
                .Database.EnsureCreatedAsync();
        }

        TestProvider.ClearPools();
        var found = UserAdminAttach.Examine(connection, new ExaminationOptions(null, IdentityKey.Uuid));
        UserAdminAttach.Attach(connection, found.Shape.ShouldNotBeNull());
    }
}
