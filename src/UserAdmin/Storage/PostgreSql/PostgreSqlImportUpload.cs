using Npgsql;
using UserAdmin.Imports;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
/// <remarks>
/// Each part is a row and a transaction of its own, so that an upload over a slow line holds neither a connection nor a
/// transaction.
/// </remarks>
internal sealed class PostgreSqlImportUpload(PostgreSqlServer server, string importId) : IImportUpload
{
    private const int PartSize = 1 << 20;

    private readonly MemoryStream _part = new(PartSize);
    private int _number;

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _part.Write(bytes.Span);
        if (_part.Length >= PartSize)
        {
            await StoreAsync(cancellationToken);
        }
    }

    public Task CompleteAsync(CancellationToken cancellationToken) =>
        _part.Length > 0 ? StoreAsync(cancellationToken) : Task.CompletedTask;

    public ValueTask DisposeAsync() => _part.DisposeAsync();

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var store = connection.Command(
            null,
            """
            INSERT INTO "ImportUploads" ("ImportId", "Part", "Bytes") VALUES (@id, @part, @bytes);
            UPDATE "ImportStages" SET "UploadBytes" = "UploadBytes" + @length, "ChangedAt" = now()
            WHERE "ImportId" = @id
            """,
            ("@id", importId),
            ("@part", _number++),
            ("@bytes", _part.ToArray()),
            ("@length", _part.Length)
        );
        await store.ExecuteNonQueryAsync(cancellationToken);
        _part.SetLength(0);
    }
}
