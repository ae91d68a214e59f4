using System.Data.Common;
using System.Globalization;

namespace UserAdmin.Storage.Sqlite;

/// <summary>The tables in the database file of one import.</summary>
internal static class SqliteImportTables
{
    /// <summary>Creates empty tables for the rows.</summary>
    public const string Rows = """
        DROP TABLE IF EXISTS "Rows";
        DROP TABLE IF EXISTS "Verdicts";
        CREATE TABLE "Rows" ("Row" INTEGER PRIMARY KEY, "Cells" TEXT NOT NULL, "Error" TEXT, "CellErrors" TEXT);
        """;

    /// <summary>Creates an empty table for the verdicts on the rows.</summary>
    public const string Verdicts = """
        DROP TABLE IF EXISTS "Verdicts";
        CREATE TABLE "Verdicts" (
            "Row" INTEGER PRIMARY KEY, "Verdict" INTEGER NOT NULL, "UserId" TEXT, "Code" TEXT, "Reason" TEXT,
            "Errors" TEXT, "Changes" TEXT, "Holds" INTEGER NOT NULL DEFAULT 0);
        """;

    /// <summary>
    /// Creates indexes that find any page of the rows with one verdict, or refused for one reason, without reading the
    /// others.
    /// </summary>
    public const string VerdictIndexes = """
        CREATE INDEX IF NOT EXISTS "VerdictRows" ON "Verdicts" ("Verdict", "Holds" DESC, "Row");
        CREATE INDEX IF NOT EXISTS "CodeRows" ON "Verdicts" ("Code", "Holds" DESC, "Row") WHERE "Code" IS NOT NULL;
        CREATE INDEX IF NOT EXISTS "HolderRows" ON "Verdicts" ("Holds" DESC, "Row");
        """;

    /// <summary>Returns whether the rows have verdicts.</summary>
    public static bool HasVerdicts(DbConnection connection)
    {
        using var look = connection.Command(null, "SELECT 1 FROM sqlite_master WHERE name = 'Verdicts'");
        return look.ExecuteScalar() is not null;
    }

    /// <summary>Adds the columns that earlier versions did not have.</summary>
    public static void Upgrade(DbConnection connection)
    {
        foreach (
            var (table, column, type) in (ReadOnlySpan<(string, string, string)>)
                [("Rows", "CellErrors", "TEXT"), ("Verdicts", "Holds", "INTEGER NOT NULL DEFAULT 0")]
        )
        {
            using var look = connection.Command(
                null,
                $"SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = '{table}') AND NOT EXISTS (SELECT "
                    + $"1 FROM pragma_table_info('{table}') WHERE name = '{column}')"
            );
            if (Convert.ToInt64(look.ExecuteScalar(), CultureInfo.InvariantCulture) == 1)
            {
                using var add = connection.Command(null, $"ALTER TABLE \"{table}\" ADD COLUMN \"{column}\" {type}");
                add.ExecuteNonQuery();
            }
        }
    }
}
