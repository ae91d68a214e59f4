using System.Globalization;
using UserAdmin.Storage;
using static UserAdmin.Attaching.ExaminationProblemKind;

namespace UserAdmin.Attaching;

/// <summary>
/// Counts rows, and those that do not fit, by statements that read each table a few times, so that a million accounts
/// take seconds.
/// </summary>
internal sealed class AccountChecks(
    IExaminedDatabase database,
    IdentityShape shape,
    CancellationToken cancellationToken
)
{
    private const int MostExamples = 5;

    /// <summary>Returns the number of rows of each table.</summary>
    public IReadOnlyDictionary<IdentityTableKind, long> Count() =>
        shape.Tables.ToDictionary(table => table.Kind, table => Number($"SELECT COUNT(*) FROM {Sql(table)}"));

    /// <summary>Returns what does not fit.</summary>
    public IEnumerable<ExaminationProblem> Problems()
    {
        var users = shape.Find(IdentityTableKind.Users)!;
        var roles = shape.Find(IdentityTableKind.Roles)!;
        ExaminationProblem?[] found =
        [
            Same(SameName, users, "NormalizedUserName"),
            Same(SameEmail, users, "NormalizedEmail"),
            Same(SameName, roles, "NormalizedName"),
            NotNormalized(NameNotNormalized, users, "UserName", "NormalizedUserName"),
            NotNormalized(EmailNotNormalized, users, "Email", "NormalizedEmail"),
            NotNormalized(NameNotNormalized, roles, "Name", "NormalizedName"),
            Where(NoUserName, users, $"COALESCE({Sql(users, "UserName")}, '') = ''"),
            Where(NoSecurityStamp, users, $"{Sql(users, "SecurityStamp")} IS NULL"),
            UnreadableTimes(users),
            .. shape.Tables.Select(table => Orphans(NoSuchUser, table, "UserId", users)),
            .. shape.Tables.Select(table => Orphans(NoSuchRole, table, "RoleId", roles)),
        ];
        return found.OfType<ExaminationProblem>();
    }

    private ExaminationProblem? Same(ExaminationProblemKind kind, IdentityTable table, string property)
    {
        var column = Sql(table, property);
        // An empty text is no address, as null is none.
        var groups = $"FROM {Sql(table)} WHERE {column} <> '' GROUP BY {column} HAVING COUNT(*) > 1";
        var count = Number($"SELECT COALESCE(SUM(n), 0) FROM (SELECT COUNT(*) AS n {groups}) AS g");
        return Problem(kind, table, count, $"SELECT MIN({Id(table)}) {groups} ORDER BY 1 LIMIT {MostExamples}");
    }

    private ExaminationProblem? NotNormalized(
        ExaminationProblemKind kind,
        IdentityTable table,
        string property,
        string normalized
    )
    {
        var (plain, upper) = (Sql(table, property), Sql(table, normalized));
        // Texts of other letters than ASCII come here: databases have upper case of their own for them.
        using var command = database.Connection.Command(
            null,
            $"SELECT {Id(table)}, {database.Text(plain)}, {database.Text(upper)} FROM {Sql(table)} WHERE "
                + $"CASE WHEN {plain} IS NULL AND {upper} IS NULL THEN 0 WHEN {database.IsUpper(plain, upper)} "
                + "THEN 0 ELSE 1 END = 1"
        );
        using var row = command.ExecuteReader();
        var count = 0L;
        var examples = new List<string>();
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Fits(row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)))
            {
                continue;
            }

            count++;
            if (examples.Count < MostExamples)
            {
                examples.Add(row.GetString(0));
            }
        }

        return count == 0 ? null : new(kind, table.Kind, count, examples);
    }

    // As Identity's UpperInvariantLookupNormalizer does it.
    private static bool Fits(string? plain, string? normalized)
    {
        try
        {
            return plain?.Normalize().ToUpperInvariant() == normalized;
        }
        catch (ArgumentException)
        {
            // Half a character.
            return false;
        }
    }

    private ExaminationProblem? Where(ExaminationProblemKind kind, IdentityTable table, string condition)
    {
        var from = $"FROM {Sql(table)} WHERE {condition}";
        return Problem(
            kind,
            table,
            Number($"SELECT COUNT(*) {from}"),
            $"SELECT {Id(table)} {from} ORDER BY 1 LIMIT {MostExamples}"
        );
    }

    private ExaminationProblem? UnreadableTimes(IdentityTable users)
    {
        var rows = database.UnreadableTimes(users, Id(users), Sql(users, "LockoutEnd"));
        return rows.Count == 0 ? null : new(UnreadableLockoutEnd, users.Kind, rows.Count, rows.Examples);
    }

    private ExaminationProblem? Orphans(
        ExaminationProblemKind kind,
        IdentityTable table,
        string property,
        IdentityTable owners
    )
    {
        if (!table.Columns.ContainsKey(property))
        {
            return null;
        }

        var from =
            $"FROM {Sql(table)} AS t WHERE NOT EXISTS (SELECT 1 FROM {Sql(owners)} AS o "
            + $"WHERE o.{Sql(owners, "Id")} = t.{Sql(table, property)})";
        return Problem(
            kind,
            table,
            Number($"SELECT COUNT(*) {from}"),
            $"SELECT DISTINCT {database.Text($"t.{Sql(table, property)}")} {from} ORDER BY 1 LIMIT {MostExamples}"
        );
    }

    private ExaminationProblem? Problem(ExaminationProblemKind kind, IdentityTable table, long count, string examples)
    {
        if (count == 0)
        {
            return null;
        }

        using var command = database.Connection.Command(null, examples);
        using var row = command.ExecuteReader();
        var keys = new List<string>();
        while (row.Read())
        {
            keys.Add(row.IsDBNull(0) ? "null" : row.GetString(0));
        }

        return new(kind, table.Kind, count, keys);
    }

    private long Number(string sql)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var command = database.Connection.Command(null, sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private string Id(IdentityTable table) => database.Text(Sql(table, "Id"));

    private static string Sql(IdentityTable table) =>
        table.Schema is null ? Quote(table.Name) : $"{Quote(table.Schema)}.{Quote(table.Name)}";

    private static string Sql(IdentityTable table, string property) => Quote(table.Columns[property]);

    // The names are another program's.
    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
