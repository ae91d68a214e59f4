using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteStorageHealth(SqliteFiles files, TimeProvider time) : IStorageHealth, IDisposable
{
    private const int PatienceSeconds = 3;

    // Anyone may query the health of the program, and each check takes the lock that every writer needs.
    private static readonly TimeSpan _lifetime = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private (string? Problem, long At)? _known;

    public async Task<string?> WriteProblemAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_known is not { } known || time.GetElapsedTime(known.At) >= _lifetime)
            {
                _known = known = (await Task.Run(Look, CancellationToken.None), time.GetTimestamp());
            }

            return known.Problem;
        }
        finally
        {
            _turn.Release();
        }
    }

    public long? FreeBytes()
    {
        try
        {
            return files
                .ReadPaths.Prepend(files.WritePath)
                .Select(path => new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace)
                .Min();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public void Dispose() => _turn.Dispose();

    private string? Look()
    {
        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder(files.Write)
                {
                    Mode = SqliteOpenMode.ReadWrite,
                    Pooling = false,
                    DefaultTimeout = PatienceSeconds,
                }.ConnectionString
            );
            connection.Open();
            using var transaction = connection.BeginTransaction();
            transaction.Rollback();
            return null;
        }
        catch (SqliteException fault)
        {
            return SqliteErrors.Explain(fault, files.WritePath).Message;
        }
    }
}
