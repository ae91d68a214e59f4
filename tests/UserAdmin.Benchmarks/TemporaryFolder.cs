using Microsoft.Data.Sqlite;

namespace UserAdmin.Benchmarks;

/// <summary>A folder for one run's databases, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("useradmin-benchmark-").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}
