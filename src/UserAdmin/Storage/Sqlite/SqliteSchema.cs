using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace UserAdmin.Storage.Sqlite;

/// <summary>What stands in the write database before anything of it is changed.</summary>
/// <param name="Applied">Our migrations that it has had.</param>
/// <param name="IsShared">Whether those stand in the table that other applications use as well.</param>
/// <param name="IsBehind">Whether it has had some and lacks others.</param>
internal sealed record SqliteSchema(IReadOnlyList<string> Applied, bool IsShared, bool IsBehind)
{
    private static readonly SqliteSchema _none = new([], false, false);

    /// <summary>Looks at a file without changing it.</summary>
    /// <param name="context">Its migrations and tables.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="StartupException">It cannot be read, a newer version has changed it, or it holds tables of our
    /// names that are not ours.</exception>
    public static SqliteSchema Look(WriteContext context, string path)
    {
        // SQLite takes an empty file for a database without tables.
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
            var shared = tables.Contains(OwnMigrationsHistory.SharedTable)
                ? Rows(connection, OwnMigrationsHistory.SharedTable)
                : [];
            // In a table of our own every row is ours; in the one that we shared, only those that we know.
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
                        + "Nothing was changed. Give UserAdmin a database of its own with ConnectionStrings:Write."
                );
            }

            return new(applied, shared.Intersect(known).Any(), applied.Count > 0 && applied.Count < known.Count);
        }
        catch (SqliteException fault)
        {
            throw SqliteErrors.Explain(fault, path);
        }
    }

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
