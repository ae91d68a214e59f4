using Microsoft.Data.Sqlite;
using Npgsql;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.Tests;

/// <summary>
/// The databases of a test: created once as the migrations leave them, and copied for every test, because migrating
/// takes most of the time of a short test. The read model is always in SQLite files; where the write database is, the
/// test project says.
/// </summary>
internal static class TestDatabases
{
    /// <summary>Whether the write database is on a PostgreSQL server instead of in an SQLite file.</summary>
    public static bool AreOnPostgreSql { get; } =
#if POSTGRESQL
        true;
#else
        Environment.GetEnvironmentVariable("USERADMIN_TEST_DATABASE") == "postgresql";
#endif

    private static readonly SemaphoreSlim _turn = new(1);
    private static string? _made;

    /// <summary>Returns the settings of the databases of a folder.</summary>
    public static async Task<Dictionary<string, string?>> SettingsAsync(string directory)
    {
        var settings = new Dictionary<string, string?> { ["UserAdmin:DataDirectory"] = directory };
        if (AreOnPostgreSql)
        {
            settings["ConnectionStrings:Write"] = await ConnectionStringAsync(directory);
        }

        return settings;
    }

    /// <summary>Returns how to reach the PostgreSQL database of a folder.</summary>
    public static async Task<string> ConnectionStringAsync(string directory) =>
        (await PostgreSqlCluster.SharedAsync()).To(Name(directory));

    /// <summary>Copies the databases for a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="prepareAsync">Creates them the first time.</param>
    public static async Task CopyToAsync(string directory, Func<string, Task> prepareAsync)
    {
        await _turn.WaitAsync();
        try
        {
            _made ??= await MakeAsync(prepareAsync);
        }
        finally
        {
            _turn.Release();
        }

        foreach (var file in Directory.GetFiles(_made, "*.db"))
        {
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        }

        if (AreOnPostgreSql)
        {
            await (await PostgreSqlCluster.SharedAsync()).CreateAsync(Name(directory), Name(_made));
        }
    }

    /// <summary>Closes the connections to the databases of a folder, and deletes the one on the server.</summary>
    public static async Task DropAsync(string directory)
    {
        if (AreOnPostgreSql)
        {
            await (await PostgreSqlCluster.SharedAsync()).DropAsync(Name(directory));
        }
    }

    private static async Task<string> MakeAsync(Func<string, Task> prepareAsync)
    {
        var folder = Directory.CreateTempSubdirectory("useradmin-test-empty-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        if (AreOnPostgreSql)
        {
            await (await PostgreSqlCluster.SharedAsync()).CreateAsync(Name(folder));
        }

        await prepareAsync(folder);
        // Closing the last connection moves the write-ahead log into the file, and allows the copy of a database.
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        Directory.GetFiles(folder, "*-wal").ShouldBeEmpty();
        return folder;
    }

    private static string Name(string directory) => Path.GetFileName(directory);
}
