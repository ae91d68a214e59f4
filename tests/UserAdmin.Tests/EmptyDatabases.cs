using Microsoft.Data.Sqlite;

namespace UserAdmin.Tests;

/// <summary>
/// Databases as the migrations leave them, created once and copied for every test, because migrating takes most of the
/// time of a short test.
/// </summary>
internal static class EmptyDatabases
{
    private static readonly SemaphoreSlim _turn = new(1);
    private static string? _made;

    /// <summary>Copies the databases into a folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="prepareAsync">Creates them in a folder the first time.</param>
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
    }

    private static async Task<string> MakeAsync(Func<string, Task> prepareAsync)
    {
        var folder = Directory.CreateTempSubdirectory("useradmin-test-empty-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await prepareAsync(folder);
        // Closing the last connection moves the write-ahead log into the file.
        SqliteConnection.ClearAllPools();
        Directory.GetFiles(folder, "*-wal").ShouldBeEmpty();
        return folder;
    }
}
