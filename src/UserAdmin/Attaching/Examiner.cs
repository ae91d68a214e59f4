using UserAdmin.Storage;

namespace UserAdmin.Attaching;

/// <summary>Looks at a database, the same way whatever the provider is.</summary>
internal static class Examiner
{
    /// <summary>Looks.</summary>
    /// <param name="database">The database, in a transaction that cannot write.</param>
    /// <param name="options">What a person decided.</param>
    /// <param name="cancellationToken">Ends it between two statements.</param>
    public static Examination Examine(
        IExaminedDatabase database,
        ExaminationOptions options,
        CancellationToken cancellationToken
    )
    {
        var found = new Examination
        {
            Name = database.Name,
            Provider = database.Provider,
            Version = database.Version,
        };
        if (database.IsOurs())
        {
            return found with
            {
                IsOurs = true,
                Refusal =
                    "UserAdmin uses this database already, so there is nothing to attach: name it in "
                    + "ConnectionStrings:Write and start the console.",
            };
        }

        var tables = database.FindTables();
        var sets = TableSet.AllOf(tables);
        if (sets.FirstOrDefault(set => options.Schema is null || set.Users.Schema == options.Schema) is not { } set)
        {
            return found with { Refusal = ExaminationRefusals.NoUsers(tables, sets, options) };
        }

        cancellationToken.ThrowIfCancellationRequested();
        found = found with
        {
            OtherUsers = [.. sets.Where(other => other != set).Select(other => other.Users.Label)],
            Missing =
            [
                .. Enum.GetValues<IdentityTableKind>().Where(kind => set.Tables.All(table => table.Kind != kind)),
            ],
        };
        return ExaminationRefusals.OfTables(database, set) is { } refusal
            ? found with
            {
                Refusal = refusal,
            }
            : Look(database, set, options, found, cancellationToken);
    }

    private static Examination Look(
        IExaminedDatabase database,
        TableSet set,
        ExaminationOptions options,
        Examination found,
        CancellationToken cancellationToken
    )
    {
        var users = set.Tables[0];
        var keys = KeyDecision.Of(
            database,
            [.. set.Tables.Take(2)],
            Column(set.Users, users.Columns["Id"]).Key!.Value,
            options.Keys
        );
        cancellationToken.ThrowIfCancellationRequested();
        var (version, isCertain) = VersionOf(database, set);
        var extras = ExtraColumns.Of(database, set.Users, users);
        var shape = new IdentityShape(keys.Key, version, set.Tables, extras);
        var checks = new AccountChecks(database, shape, cancellationToken);
        var rights = database.Rights(set.Tables);
        var inTheWay = database.InTheWay();
        return found with
        {
            Shape = shape,
            IsSchemaVersionCertain = isCertain,
            Counts = checks.Count(),
            Problems = [.. keys.Problem is null ? [] : new[] { keys.Problem }, .. checks.Problems()],
            Marked = ExtraColumns.Marked(extras),
            InTheWay = inTheWay,
            Rights = rights,
            Refusal = keys.Refusal ?? ExaminationRefusals.OfAdding(rights, inTheWay),
        };
    }

    private static (int Version, bool IsCertain) VersionOf(IExaminedDatabase database, TableSet set) =>
        set.Tables.Any(table => table.Kind == IdentityTableKind.UserPasskeys) ? (3, true)
        : !database.IsStrict ? (1, false)
        // Logins and tokens have lengths in version 1, too, if the template of an application made them.
        : Column(set.Users, set.Tables[0].Columns["PhoneNumber"]).MaxLength is not null ? (2, true)
        : (1, true);

    private static FoundColumn Column(FoundTable table, string name) =>
        table.Columns.Single(column => column.Name == name);
}
