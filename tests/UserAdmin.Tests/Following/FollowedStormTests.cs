using System.Data.Common;
using UserAdmin.Messaging;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Following;

/// <summary>Other programs change everything at once while administrators work here.</summary>
public sealed class FollowedStormTests
{
    private const int Programs = 4;
    private const int ChangesOfEach = 500;
    private const int Accepted = 20;

    [Fact]
    public async Task Storm_OfOtherProgramsAndCommands_LeavesTablesLogAndReadModelInAgreement()
    {
        await using var followed = await FollowedHost.StartAsync();
        var host = followed.Host;
        var role = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(role, "Readers", null, ["users.read"]));
        var ids = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            ids.Add(await host.CreateUserAsync($"user{i}"));
        }

        var others = Task.WhenAll(
            Enumerable
                .Range(0, Programs)
                .Select(number => Task.Run(() => ChangeAsync(host, ids, role, new Random(number), number)))
        );
        var commands = Task.Run(() => CommandAsync(host, ids, role, new Random(99), others));
        while (!others.IsCompleted || !commands.IsCompleted)
        {
            await followed.FollowAsync();
        }

        await others;
        await commands;

        followed.Observed().Count.ShouldBeGreaterThan(100);
        await followed.ShouldAgreeAsync();
    }

    private static async Task ChangeAsync(TestHost host, List<string> ids, string role, Random random, int number)
    {
        await using var connection = host.OpenWrite();
        // Writers without any pause would let nobody else have a turn in SQLite.
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(8));
        for (var i = 0; i < ChangesOfEach && await pace.WaitForNextTickAsync(); i++)
        {
            var id = ids[random.Next(ids.Count)];
            var at = $"WHERE \"Id\" = '{id}'";
            var of = $"WHERE \"UserId\" = '{id}'";
            var sql = random.Next(12) switch
            {
                0 => $"UPDATE \"AspNetUsers\" SET \"Email\" = 'x{number}.{i}@example.com', \"NormalizedEmail\" = "
                    + $"'X{number}.{i}@EXAMPLE.COM' {at}",
                1 or 2 => $"UPDATE \"AspNetUsers\" SET \"PhoneNumber\" = '{random.Next(9)}' {at}",
                3 => $"UPDATE \"AspNetUsers\" SET \"LockoutEnd\" = '9999-12-31 23:59:59+00:00' {at}",
                4 => $"UPDATE \"AspNetUsers\" SET \"LockoutEnd\" = NULL {at}",
                5 => $"UPDATE \"AspNetUsers\" SET \"PasswordHash\" = 'hash{number}.{i}' {at}",
                6 => "INSERT INTO \"AspNetUserClaims\" (\"UserId\", \"ClaimType\", \"ClaimValue\") SELECT \"Id\", "
                    + $"'badge', '{random.Next(5)}' FROM \"AspNetUsers\" {at}",
                7 => $"DELETE FROM \"AspNetUserClaims\" {of}",
                8 => $"INSERT INTO \"AspNetUserRoles\" (\"UserId\", \"RoleId\") SELECT \"Id\", '{role}' FROM "
                    + $"\"AspNetUsers\" {at} ON CONFLICT DO NOTHING",
                9 => $"DELETE FROM \"AspNetUserRoles\" {of}",
                10 => "INSERT INTO \"AspNetUsers\" (\"Id\", \"UserName\", \"NormalizedUserName\", \"EmailConfirmed\", "
                    + "\"PhoneNumberConfirmed\", \"TwoFactorEnabled\", \"LockoutEnabled\", \"AccessFailedCount\") "
                    + "VALUES "
                    + $"('new{number}.{i}', 'new{number}.{i}', 'NEW{number}.{i}', FALSE, FALSE, FALSE, TRUE, 0)",
                _ => random.Next(8) == 0
                    ? $"DELETE FROM \"AspNetUsers\" {at}"
                    : $"UPDATE \"AspNetUsers\" SET \"TwoFactorEnabled\" = NOT \"TwoFactorEnabled\" {at}",
            };
            Run(connection, sql);
        }
    }

    private static async Task CommandAsync(TestHost host, List<string> ids, string role, Random random, Task others)
    {
        var accepted = 0;
        while (!others.IsCompleted || accepted < Accepted)
        {
            var id = ids[random.Next(ids.Count)];
            ICommand command = random.Next(6) switch
            {
                0 => new ChangeUserPhone(id, $"+44 20 {random.Next(1000, 9999)}", host.Tail()),
                1 => new DisableUser(id),
                2 => new EnableUser(id),
                3 => new AddUserClaim(id, "desk", $"{random.Next(100)}"),
                4 => new AssignRole(id, role),
                _ => new RemoveRole(id, role),
            };
            // A row that goes away in the middle of a command is a conflict on a server, which nobody hears of.
            accepted += (await host.SendAsync(command)).IsAccepted ? 1 : 0;
        }
    }

    private static void Run(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of the test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        // A program that waits for SQLite's lock looks for it now and then only, and many others want it.
        command.CommandTimeout = 300;
        try
        {
            // Never a deadlock with a command: that one gives up first.
            command.ExecuteNonQuery();
        }
        catch (DbException fault) when (fault.SqlState == "23503")
        {
            // On a server, an account that another program deletes at this moment is found and then gone.
        }
    }
}
