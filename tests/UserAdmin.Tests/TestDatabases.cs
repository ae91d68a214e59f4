using Microsoft.Data.Sqlite;

namespace UserAdmin.Tests;

/// <summary>
/// The databases of a test: created once as the migrations leave them, and copied for every test, because migrating
/// takes most of the time of a short test. The read model is always in SQLite files.
/// </summary>
internal static class TestDatabases
{
    private static readonly SemaphoreSlim _turn = new(1);
    private static string? _made;

    /// <summary>Returns the settings of the databases of a folder.</summary>
    public static async Task<Dictionary<string, string?>> SettingsAsync(string directory)
    {
        var settings = new Dictionary<string, string?> { ["UserAdmin:DataDirectory"] = directory };
        await TestProvider.ConfigureAsync(directory, settings);
        return settings;
    }

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

        await TestProvider.CopyAsync(_made, directory);
    }

    private static async Task<string> MakeAsync(Func<string, Task> prepareAsync)
    {
        var folder = Directory.CreateTempSubdirectory("useradmin-test-empty-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await prepareAsync(folder);
        // Closing the last connection moves the write-ahead log into the file, and allows the copy of a database.
        SqliteConnection.ClearAllPools();
        TestProvider.ClearPools();
        Directory.GetFiles(folder, "*-wal").ShouldBeEmpty();
        return folder;
    }
}
