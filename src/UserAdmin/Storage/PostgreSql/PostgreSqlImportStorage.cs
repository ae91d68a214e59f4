using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using UserAdmin.Imports;
using UserAdmin.Settings;

namespace UserAdmin.Storage.PostgreSql;

/// <inheritdoc/>
/// <remarks>
/// Files and rows are in the database, so that any node can show an import and the next leader can continue it. A file
/// is in parts, and is read from a temporary copy, because formats such as workbooks are not read from front to back.
/// </remarks>
internal sealed class PostgreSqlImportStorage(PostgreSqlServer server, IOptions<UserAdminOptions> options)
    : IImportStorage
{
    private const int CopyBuffer = 1 << 20;

    public bool Exists(string importId) =>
        Ask<bool>("SELECT true FROM \"ImportStages\" WHERE \"ImportId\" = @id", importId);

    public bool HasRows(string importId) =>
        Ask<bool>("SELECT \"HasRows\" FROM \"ImportStages\" WHERE \"ImportId\" = @id", importId);

    public bool HasUpload(string importId) =>
        Ask<bool>("SELECT \"HasUpload\" FROM \"ImportStages\" WHERE \"ImportId\" = @id", importId);

    public DateTimeOffset ChangedAt(string importId) =>
        Ask<DateTime>("SELECT \"ChangedAt\" FROM \"ImportStages\" WHERE \"ImportId\" = @id", importId);

    public long UploadBytes(string importId) =>
        Ask<long>("SELECT \"UploadBytes\" FROM \"ImportStages\" WHERE \"ImportId\" = @id AND \"HasUpload\"", importId);

    public long BytesOf(string importId) =>
        Ask<long>(
            """
            SELECT CASE WHEN "HasUpload" THEN "UploadBytes" ELSE 0 END + "RowBytes" FROM "ImportStages"
            WHERE "ImportId" = @id
            """,
            importId
        );

    public async Task<IImportUpload> ReceiveAsync(string importId, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var begin = connection.Command(
            null,
            """
            INSERT INTO "ImportStages" ("ImportId", "HasUpload") VALUES (@id, true) ON CONFLICT DO NOTHING
            """,
            ("@id", importId)
        );
        return await begin.ExecuteNonQueryAsync(cancellationToken) == 1
            ? new PostgreSqlImportUpload(server, importId)
            : throw new IOException($"The import {importId} has a file already.");
    }

    public FileStream OpenUpload(string importId)
    {
        var folder = Path.Combine(Path.GetFullPath(options.Value.DataDirectory), "imports");
        PrivateFiles.CreateFolder(folder);
        var path = Path.Combine(folder, Path.GetRandomFileName());
        PrivateFiles.Create(path);
        var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.Read | FileShare.Delete,
            CopyBuffer,
            FileOptions.DeleteOnClose
        );
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                // Nothing of it is left even if the program is killed.
                File.Delete(path);
            }

            using var connection = Open();
            using var read = connection.Command(
                null,
                "SELECT \"Bytes\" FROM \"ImportUploads\" WHERE \"ImportId\" = @id ORDER BY \"Part\"",
                ("@id", importId)
            );
            using var reader = read.ExecuteReader();
            while (reader.Read())
            {
                file.Write(reader.GetFieldValue<byte[]>(0));
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public IImportStage OpenStage(string importId)
    {
        var connection = Open();
        try
        {
            return new PostgreSqlImportStage(connection, importId);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public IStagedRows? OpenRows(string importId) =>
        HasRows(importId) ? new PostgreSqlStagedRows(Open(), importId) : null;

    public void Delete(string importId) =>
        // The stage first: from then on nobody adds to the import.
        Execute(
            """
            DELETE FROM "ImportStages" WHERE "ImportId" = @id;
            DELETE FROM "ImportVerdicts" WHERE "ImportId" = @id;
            DELETE FROM "ImportRows" WHERE "ImportId" = @id;
            DELETE FROM "ImportUploads" WHERE "ImportId" = @id;
            """,
            importId
        );

    public void DeleteUpload(string importId) =>
        Execute(
            """
            DELETE FROM "ImportUploads" WHERE "ImportId" = @id;
            UPDATE "ImportStages" SET "HasUpload" = false, "ChangedAt" = now() WHERE "ImportId" = @id;
            """,
            importId
        );

    public IReadOnlyList<string> All()
    {
        using var connection = Open();
        using var list = connection.Command(null, "SELECT \"ImportId\" FROM \"ImportStages\"");
        using var reader = list.ExecuteReader();
        var all = new List<string>();
        while (reader.Read())
        {
            all.Add(reader.GetString(0));
        }

        return all;
    }

    /// <summary>Returns the first value, or the default of its type if there is no row.</summary>
    private T? Ask<T>(string sql, string importId)
    {
        using var connection = Open();
        using var command = connection.Command(null, sql, ("@id", importId));
        return command.ExecuteScalar() is { } value and not DBNull
            ? (T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture)
            : default;
    }

    private void Execute(string sql, string importId)
    {
        using var connection = Open();
        using var command = connection.Command(null, sql, ("@id", importId));
        command.ExecuteNonQuery();
    }

    private NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(server.ConnectionString);
        connection.Open();
        return connection;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
