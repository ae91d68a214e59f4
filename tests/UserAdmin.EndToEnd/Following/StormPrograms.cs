using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace UserAdmin.EndToEnd.Following;

/// <summary>
/// Four connections of other programs that change accounts: two through <c>UserManager</c>, two with plain SQL. Each
/// change of a phone number counts it up, so that their order is visible in the log.
/// </summary>
internal sealed class StormPrograms(StormDatabase database, StormAccounts accounts, int rows, int seed)
{
    private const int Connections = 4;
    private const int FewestAccounts = 40;

    // Writers without any pause would let nobody else have a turn in SQLite.
    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(5);

    private int _changed;
    private int _names;
    private int _deadlocks;

    /// <summary>How many rows were changed so far.</summary>
    public int Changed => _changed;

    /// <summary>How often a database has ended a transaction of these programs because of a deadlock.</summary>
    public int Deadlocks => _deadlocks;

    /// <summary>Changes rows until there were enough.</summary>
    public Task RunAsync() =>
        Task.WhenAll(
            Enumerable
                .Range(0, Connections)
                .Select(number =>
                    Task.Run(() =>
                    {
                        var random = new Random(seed + number);
                        return number % 2 == 0 ? ManageAsync(random) : WriteAsync(random, isForSeveral: number == 1);
                    })
                )
        );

    private async Task ManageAsync(Random random)
    {
        await using var services = database.StockServices();
        using var pace = new PeriodicTimer(_pace);
        while (_changed < rows && await pace.WaitForNextTickAsync())
        {
            await using var scope = services.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser<string>>>();
            await TryAsync(async () => (await ManageAsync(users, random)).Succeeded ? 1 : 0);
        }
    }

    private async Task<IdentityResult> ManageAsync(UserManager<IdentityUser<string>> users, Random random)
    {
        if (accounts.Count < FewestAccounts || random.Next(12) == 0)
        {
            return await RegisterAsync(users);
        }

        var isDeleted = random.Next(16) == 0;
        var id = isDeleted ? accounts.Take(random) : accounts.Any(random);
        if (await users.FindByIdAsync(id) is not { } user)
        {
            return IdentityResult.Failed();
        }

        var role = accounts.Roles[random.Next(accounts.Roles.Count)].Name;
        return (isDeleted ? -1 : random.Next(9)) switch
        {
            -1 => await DeleteAsync(users, user),
            0 => await users.SetEmailAsync(user, $"m{Next()}@example.com"),
            1 or 2 => await users.SetPhoneNumberAsync(user, Counted(user.PhoneNumber)),
            3 => await NewPasswordAsync(users, user),
            4 => await users.SetLockoutEndDateAsync(user, DateTimeOffset.MaxValue),
            5 => await users.SetLockoutEndDateAsync(user, null),
            6 => await users.AddToRoleAsync(user, role),
            7 => await users.RemoveFromRoleAsync(user, role),
            _ => await users.AddClaimAsync(user, new("badge", Text(random.Next(5)))),
        };
    }

    private async Task<IdentityResult> RegisterAsync(UserManager<IdentityUser<string>> users)
    {
        var name = $"app{Next()}";
        var user = new IdentityUser<string>(name)
        {
            Id = Guid.NewGuid().ToString(),
            Email = $"{name}@example.com",
            PhoneNumber = "0",
        };
        var result = await users.CreateAsync(user, "Violet harbor stone 17!");
        if (result.Succeeded)
        {
            accounts.Add(user.Id);
        }

        return result;
    }

    // Another program has changed it since; whoever deletes it tries again.
    private async Task<IdentityResult> DeleteAsync(UserManager<IdentityUser<string>> users, IdentityUser<string> user)
    {
        var result = await users.DeleteAsync(user);
        if (!result.Succeeded)
        {
            accounts.Add(user.Id);
        }

        return result;
    }

    private static async Task<IdentityResult> NewPasswordAsync(
        UserManager<IdentityUser<string>> users,
        IdentityUser<string> user
    )
    {
        var removed = await users.RemovePasswordAsync(user);
        return removed.Succeeded ? await users.AddPasswordAsync(user, "Violet harbor stone 18!") : removed;
    }

    private async Task WriteAsync(Random random, bool isForSeveral)
    {
        await using var connection = database.Open();
        using var pace = new PeriodicTimer(_pace);
        while (_changed < rows && await pace.WaitForNextTickAsync())
        {
            var sql = Statement(random, isForSeveral);
            await TryAsync(async () =>
            {
                await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of the test's own.
                command.CommandText = sql;
#pragma warning restore CA2100
                return await command.ExecuteNonQueryAsync();
            });
        }
    }

    private string Statement(Random random, bool isForSeveral)
    {
        var id = accounts.Any(random);
        var role = accounts.Roles[random.Next(accounts.Roles.Count)].Id;
        var (at, of) = ($"WHERE \"Id\" = '{id}'", $"WHERE \"UserId\" = '{id}'");
        return random.Next(12) switch
        {
            0 => Update($"\"Email\" = 's{Next()}@example.com', \"NormalizedEmail\" = 'S{_names}@EXAMPLE.COM'", at),
            // One statement and several accounts, as a nightly job does it.
            1 or 2 when isForSeveral => Update(
                CountUp,
                "WHERE \"Id\" IN ("
                    + $"{string.Join(", ", Enumerable.Range(0, 8).Select(_ => $"'{accounts.Any(random)}'"))})"
            ),
            1 or 2 => Update(CountUp, at),
            3 => Update("\"LockoutEnd\" = '9999-12-31 23:59:59+00:00'", at),
            4 => Update("\"LockoutEnd\" = NULL", at),
            5 => Update($"\"PasswordHash\" = 'hash{Next()}'", at),
            6 => Update("\"TwoFactorEnabled\" = NOT \"TwoFactorEnabled\"", at),
            7 => "INSERT INTO \"AspNetUserClaims\" (\"UserId\", \"ClaimType\", \"ClaimValue\") SELECT \"Id\", "
                + $"'badge', '{random.Next(5)}' FROM \"AspNetUsers\" {at}",
            8 => $"DELETE FROM \"AspNetUserClaims\" {of}",
            9 => $"INSERT INTO \"AspNetUserRoles\" (\"UserId\", \"RoleId\") SELECT \"Id\", '{role}' FROM "
                + $"\"AspNetUsers\" {at} ON CONFLICT DO NOTHING",
            10 => $"DELETE FROM \"AspNetUserRoles\" {of}",
            _ when accounts.Count > FewestAccounts && random.Next(3) == 0 =>
                $"DELETE FROM \"AspNetUsers\" WHERE \"Id\" = '{accounts.Take(random)}'",
            _ => $"DELETE FROM \"AspNetUserClaims\" {of} AND \"ClaimValue\" = '{random.Next(5)}'",
        };
    }

    private const string CountUp =
        "\"PhoneNumber\" = CAST(CAST(COALESCE(\"PhoneNumber\", '0') AS INTEGER) + 1 AS TEXT)";

    // With a new stamp, or UserManager would write back what it has read before.
    private static string Update(string set, string at) =>
        $"UPDATE \"AspNetUsers\" SET {set}, \"ConcurrencyStamp\" = '{Guid.NewGuid()}' {at}";

    private async Task TryAsync(Func<Task<int>> change)
    {
        try
        {
            Interlocked.Add(ref _changed, await change());
        }
        catch (Exception fault) when (fault is DbException or DbUpdateException)
        {
            // Another program was faster: a row is gone, or is there already.
            var database = fault as DbException ?? fault.InnerException as DbException;
            if (database?.SqlState == "40P01")
            {
                Interlocked.Increment(ref _deadlocks);
            }
        }
    }

    private int Next() => Interlocked.Increment(ref _names);

    private static string Counted(string? phone) =>
        Text(int.Parse(phone ?? "0", NumberStyles.None, CultureInfo.InvariantCulture) + 1);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
