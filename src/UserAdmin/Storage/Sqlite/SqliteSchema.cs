using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace UserAdmin.Storage.Sqlite;

/// <summary>The state of the write database's schema before any change.</summary>
/// <param name="Applied">Our migrations that were applied to it.</param>
/// <param name="IsShared">Whether they are recorded in the table that other applications use as well.</param>
/// <param name="IsBehind">Whether some of our migrations were applied and others are missing.</param>
internal sealed record SqliteSchema(IReadOnlyList<string> Applied, bool IsShared, bool IsBehind)
{
    private static readonly SqliteSchema _none = new([], false, false);

    /// <summary>Inspects a file without changing it.</summary>
    /// <param name="context">A context with the migrations and tables to compare with.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="StartupException">The file cannot be read, was changed by a newer version, or contains tables
    /// with our names that are not ours.</exception>
    public static SqliteSchema Look(WriteContext context, string path)
    {
        // SQLite treats an empty file as a database without tables.
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            return _none;
        }

        try
        {
            using var connection = SqliteReading.Open(path);
            var tables = Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table'");
            var known = context.Database.GetMigrations().ToList();
            var own = tables.Contains(OwnMigrationsHistory.Table) ? Rows(connection, OwnMigrationsHistory.Table) : [];
            var shared = Shared(connection);
            // In our own table every row is ours; in the shared one, only the migrations that we know.
            List<string> applied = [.. own.Union(shared.Intersect(known))];
            if (applied.Except(known).FirstOrDefault() is { } newer)
            {
                throw new StartupException(
                    $"The database {path} was changed by a newer version of UserAdmin (migration {newer}). "
                        + "Start that version, or restore a backup made with this one."
                );
            }

            if (
                applied.Count == 0
                && tables.Intersect(Names(context)).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } foreign
            )
            {
                throw new StartupException(
                    $"The database {path} already has tables that UserAdmin did not make "
                        + $"({string.Join(", ", foreign.Take(3))}{(foreign.Count > 3 ? " …" : "")}). "
                        + "Nothing was changed. To administer the accounts in it, attach it (docs/COMMAND-LINE.md); "
                        + "otherwise give UserAdmin a database of its own with ConnectionStrings:Write."
                );
            }

            return new(applied, shared.Intersect(known).Any(), applied.Count > 0 && applied.Count < known.Count);
        }
        catch (SqliteException fault)
        {
            throw SqliteErrors.Explain(fault, path);
        }
    }

    /// <summary>Returns the migrations in the table that other applications use as well.</summary>
    public static List<string> Shared(SqliteConnection connection) =>
        // The convention of snake_case, which another application may have, changes the names of columns there, too.
        Read(
            connection,
            $"SELECT name FROM pragma_table_info('{OwnMigrationsHistory.SharedTable}') WHERE name = 'MigrationId'"
        ).Count > 0
            ? Rows(connection, OwnMigrationsHistory.SharedTable)
            : [];

    private static IEnumerable<string> Names(DbContext context) =>
        context.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct();

    private static List<string> Rows(SqliteConnection connection, string table) =>
        Read(connection, $"SELECT \"MigrationId\" FROM \"{table}\" ORDER BY \"MigrationId\"");

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is ours.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }
}
