namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteStorageHealth(SqliteFiles files, IWriteStore writeStore, TimeProvider time)
    : IStorageHealth,
        IDisposable
{
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
                _known = known = (await Task.Run(writeStore.Problem, CancellationToken.None), time.GetTimestamp());
            }

            return known.Problem;
        }
        finally
        {
            _turn.Release();
        }
    }

    public long? FreeBytes() => files.FreeBytes();

    public Task<StorageFigures> MeasureAsync(CancellationToken cancellationToken) =>
        Task.Run(
            () =>
                new StorageFigures(
                    writeStore.Bytes(),
                    SqliteFiles.BytesOf(files.ReadPaths),
                    files.FreeBytes(),
                    LastBackup.Read(files.DataDirectory)
                ),
            cancellationToken
        );

    public void Dispose() => _turn.Dispose();
}
