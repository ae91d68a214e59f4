using UserAdmin.Storage;

namespace UserAdmin.Attaching;

/// <summary>Why a console cannot be attached to a database, and what to do.</summary>
internal static class ExaminationRefusals
{
    /// <summary>There is no table of users, or none where it should be.</summary>
    public static string NoUsers(
        IReadOnlyList<FoundTable> tables,
        IReadOnlyList<TableSet> sets,
        ExaminationOptions options
    )
    {
        if (sets.Count > 0)
        {
            return tables.All(table => table.Schema is null)
                ? "SQLite has no schemas. Leave --schema out."
                : $"There is no table of users in the schema {options.Schema}, but there is "
                    + $"{string.Join(", ", sets.Select(set => set.Users.Label))}. Correct --schema.";
        }

        var almost = tables
            .Select(table => (table, lacks: TableRecognition.LacksOfUsers(table)))
            .Where(candidate => candidate.lacks is not null)
            .OrderBy(candidate => candidate.lacks!.Count)
            .FirstOrDefault();
        if (almost.lacks is { } lacks)
        {
            return $"The table {almost.table.Label} looks like one of users, but lacks the columns "
                + $"{string.Join(", ", lacks)} of ASP.NET Core Identity. If an older ASP.NET Identity made it, migrate "
                + "the application to ASP.NET Core Identity first.";
        }

        return tables.Count == 0
            ? "The database has no tables that can be seen. Check the connection string and the permissions; for a new "
                + "database, start the console on it, which makes its own tables."
            : (
                tables.Count == 1
                    ? "The only table is not"
                    : FormattableString.Invariant($"None of the {tables.Count} tables is")
            )
                + " the table of users of ASP.NET Core "
                + "Identity (AspNetUsers, or another name with the same columns). Check the connection string: it must "
                + "be the application's own.";
    }

    /// <summary>Returns why a table of users and what belongs to it are not enough; null if they are.</summary>
    public static string? OfTables(IExaminedDatabase database, TableSet set)
    {
        var users = set.Tables[0];
        if (set.Tables.All(table => table.Kind != IdentityTableKind.Roles))
        {
            return $"There are accounts in {set.Users.Label}, but there is no table of roles. UserAdmin needs one: who "
                + "may administer is kept in roles. In the application, derive the context from IdentityDbContext "
                + "instead of IdentityUserContext, call AddRoles, and migrate.";
        }

        if (set.Users.Columns.Single(column => column.Name == users.Columns["Id"]) is { Key: null } id)
        {
            return $"The keys in {set.Users.Label} have the type {id.StoreType}. UserAdmin can be attached where they "
                + "are text, uuid, int or bigint.";
        }

        return database.NotReadable(set.Tables) is { Count: > 0 } closed
            ? $"This user of the database may not read {string.Join(", ", closed.Select(LabelOf))}. As their owner, "
                + $"GRANT SELECT, INSERT, UPDATE, DELETE, TRIGGER ON {string.Join(", ", closed.Select(LabelOf))} to it."
            : null;
    }

    /// <summary>Returns why nothing can be added to the database; null if it can.</summary>
    public static string? OfAdding(ExaminationRights rights, IReadOnlyList<string> inTheWay) =>
        inTheWay.Count > 0
            ? "There are objects already with the names of those that UserAdmin adds, and it did not make them: "
                + $"{string.Join(", ", inTheWay.Take(5))}{(inTheWay.Count > 5 ? " …" : "")}. Rename them, or remove "
                + "what is left of an attempt that nobody needs."
            : rights.NoCreating;

    /// <summary>Returns the name of a table with its schema, as SQL.</summary>
    public static string LabelOf(IdentityTable table) =>
        table.Schema is null ? $"\"{table.Name}\"" : $"\"{table.Schema}\".\"{table.Name}\"";
}
