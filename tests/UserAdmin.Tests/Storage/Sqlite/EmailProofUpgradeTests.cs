using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Storage.Sqlite;

/// <summary>Addresses that were set before the program recorded whether they need proof.</summary>
public sealed class EmailProofUpgradeTests : IDisposable
{
    private const string Before = "20261125224843_Imports";

    private readonly string _folder = Directory.CreateTempSubdirectory("useradmin-test-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Start_OnADatabaseFromBefore_MarksUnconfirmedAddressesThatSomebodyElseSet()
    {
        await using (var host = await TestHost.StartAsync(follow: false, directory: _folder))
        {
            foreach (var name in (string[])["changed", "confirmed", "untouched"])
            {
                var id = await host.CreateUserAsync(name, TestHost.Password);
                if (name != "untouched")
                {
                    await host.AcceptAsync(new ChangeUserEmail(id, $"new-{name}@example.com", long.MaxValue));
                }

                if (name == "confirmed")
                {
                    await host.AcceptAsync(new ConfirmUserEmail(id));
                }
            }

            using var scope = host.Get<IServiceScopeFactory>().CreateScope();
            await scope
                .ServiceProvider.GetRequiredService<WriteContext>()
                .GetService<IMigrator>()
                .MigrateAsync(Before, TestContext.Current.CancellationToken);
        }

        await using (await TestHost.StartAsync(follow: false, directory: _folder)) { }

        Marked().ShouldBe(["new-changed@example.com"]);
    }

    private List<string> Marked()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "write.db")};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT u.Email FROM UserProfiles p JOIN AspNetUsers u ON u.Id = p.UserId WHERE p.EmailNeedsProof";
        using var reader = command.ExecuteReader();
        var marked = new List<string>();
        while (reader.Read())
        {
            marked.Add(reader.GetString(0));
        }

        return marked;
    }
}
