using Microsoft.Data.Sqlite;
using UserAdmin.Storage.Sqlite;
using UserAdmin.Tests.Account;

namespace UserAdmin.Tests.Storage.Sqlite;

public sealed class FactorMarksUpgradeTests
{
    [Fact]
    public async Task Migration_OfADatabaseFromBefore_MarksWhatIsThere()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.EnableTwoFactorAsync(await host.CreateUserAsync("ada", TestHost.Password));
        var file = host.Get<SqliteFiles>().WritePath;
        var before = Marks(file);
        var directory = Directory.CreateTempSubdirectory("useradmin-test-").FullName;
        var copy = Path.Combine(directory, Path.GetFileName(file));
        host.Tamper($"VACUUM INTO '{copy}'");
        Execute(copy, "ALTER TABLE UserProfiles DROP COLUMN AuthenticatorMark");
        Execute(copy, "ALTER TABLE UserProfiles DROP COLUMN RecoveryCodesMark");
        Execute(copy, "DELETE FROM __UserAdminMigrationsHistory WHERE MigrationId LIKE '%_FactorMarks'");

        await using (await TestHost.StartAsync(follow: false, directory: directory))
        {
            Marks(copy).ShouldBe(before);
        }

        before.ShouldNotContain("");
        Directory.Delete(directory, recursive: true);
    }

    private static List<string> Marks(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT AuthenticatorMark, RecoveryCodesMark FROM UserProfiles";
        using var reader = command.ExecuteReader();
        reader.Read().ShouldBeTrue();
        return [reader.GetString(0), reader.GetString(1)];
    }

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
