using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Copying;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteCopySide : ICopySide
{
    // Reading a text that is not UTF-8 would otherwise replace parts of it.
    private static readonly UTF8Encoding _exactly = new(false, throwOnInvalidBytes: true);

    private readonly SqliteFiles _files;

    public SqliteCopySide(
        SqliteFiles files,
        IWriteSetup setup,
        IWriteStore store,
        IDbContextFactory<WriteContext> contexts
    )
    {
        (_files, Setup, Store) = (files, setup, store);
        using var context = contexts.CreateDbContext();
        Tables = CopiedTable.AllOf(context.Model);
    }

    public IWriteSetup Setup { get; }

    public IWriteStore Store { get; }

    public IReadOnlyList<CopiedTable> Tables { get; }

    public long Precision => 1;

    public string ByBytes => "COLLATE BINARY";

    // By default the folder of the database is the data folder.
    private string KeyFolder => Path.Combine(Path.GetDirectoryName(_files.WritePath)!, KeyRingFiles.Folder);

    public IDisposable Exclude()
    {
        try
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(_files.WritePath)!);
            return RunningPrograms.ExcludeRegistered(
                _files,
                $"A UserAdmin runs on {_files.WritePath}. Stop it, then copy. Nothing was changed."
            );
        }
        catch (UnauthorizedAccessException) when (File.Exists(_files.WritePath))
        {
            // Nothing can be written there, so no console can run there either.
            return new MemoryStream();
        }
    }

    public DbConnection OpenSnapshot()
    {
        var connection = SqliteReading.Open(_files.WritePath);
        // Not a transaction object, because every command would have to name it.
        using var begin = connection.Command(null, "BEGIN DEFERRED");
        begin.ExecuteNonQuery();
        return connection;
    }

    public IReadOnlyList<(string Name, string Xml)> Keys() =>
        Directory.Exists(KeyFolder)
            ?
            [
                .. Directory
                    .EnumerateFiles(KeyFolder, "*.xml")
                    .Order(StringComparer.Ordinal)
                    .Select(path => (Path.GetFileNameWithoutExtension(path), File.ReadAllText(path))),
            ]
            : [];

    public void Add(IReadOnlyList<(string Name, string Xml)> keys)
    {
        foreach (var (name, xml) in keys)
        {
            // Names of keys are those of the framework, such as key-<id>; another one could be a path.
            var path = Path.Combine(KeyFolder, Path.GetFileName(name) + ".xml");
            PrivateFiles.CreateFolder(KeyFolder);
            if (!File.Exists(path))
            {
                PrivateFiles.Create(path + ".copying");
                File.WriteAllText(path + ".copying", xml);
                File.Move(path + ".copying", path);
            }
        }
    }

    public bool Has(CopiedTable table)
    {
        if (new FileInfo(_files.WritePath) is not { Exists: true, Length: > 0 })
        {
            return false;
        }

        using var connection = SqliteReading.Open(_files.WritePath);
        return Texts(connection, $"SELECT name FROM sqlite_master WHERE name = '{table.Name}'").Count > 0;
    }

    public IReadOnlyList<string> Unknown(DbConnection snapshot)
    {
        var known = Tables
            .SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name}"))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var tables = Tables.Select(table => table.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. Texts(
                    snapshot,
                    "SELECT t.name || '.' || c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c "
                        + "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                        + $"AND t.name NOT IN ('{OwnMigrationsHistory.Table}', '{OwnMigrationsHistory.Lock}', "
                        + $"'{SqliteObservedQueue.Table}', '{SqliteObservedQueue.Own}')"
                )
                .Where(column => !known.Contains(column))
                .Select(column => tables.Contains(column.Split('.')[0]) ? column : column.Split('.')[0])
                .Distinct(),
        ];
    }

    public IEnumerable<string> Orphans(DbConnection snapshot) =>
        Texts(
            snapshot,
            "SELECT \"table\" || ' rowid=' || COALESCE(rowid, '?') || ': refers to a row of ' || parent || "
                + "' that does not exist.' FROM pragma_foreign_key_check"
        );

    public object Read(DbDataReader row, int i, CopiedColumn column) =>
        column.Kind switch
        {
            CopiedKind.Integer when row.GetValue(i) is long number => number,
            CopiedKind.Boolean when row.GetValue(i) is long and (0 or 1) => row.GetInt64(i) == 1,
            CopiedKind.Bytes when row.GetValue(i) is byte[] bytes => bytes,
            CopiedKind.Text when IsText(row, i) => Text(row, i),
            CopiedKind.Document when IsText(row, i) => column.Document!.Read(Text(row, i)),
            CopiedKind.Moment when IsText(row, i) => Moment(Text(row, i)),
            _ => throw new FormatException(
                $"It has the type {row.GetFieldType(i).Name}, and not {column.Kind} as it should."
            ),
        };

    public string? Refusal(CopiedColumn column, object value) => null;

    public ICopyWriter OpenWriter() => new SqliteCopyWriter(_files);

    public bool Throws(DbException fault) => fault is SqliteException;

    /// <summary>Writes a moment as EF Core does.</summary>
    internal static string Text(DateTimeOffset moment) =>
        moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    // The type of this value, and not the one that the column was declared with.
    private static bool IsText(DbDataReader row, int i) => row.GetFieldType(i) == typeof(string);

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment
        )
            ? moment
            : throw new FormatException("It is not a point in time.");

    private static string Text(DbDataReader row, int i)
    {
        try
        {
            return _exactly.GetString(row.GetFieldValue<byte[]>(i));
        }
        catch (DecoderFallbackException fault)
        {
            throw new FormatException("It is not valid text in UTF-8.", fault);
        }
    }

    private static List<string> Texts(DbConnection connection, string sql)
    {
        using var command = connection.Command(null, sql);
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
