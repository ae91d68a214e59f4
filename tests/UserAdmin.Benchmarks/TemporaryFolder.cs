using Microsoft.Data.Sqlite;

namespace UserAdmin.Benchmarks;

/// <summary>A folder for the databases of one run, deleted afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("useradmin-benchmark-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}
