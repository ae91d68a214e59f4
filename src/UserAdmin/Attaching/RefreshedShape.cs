using UserAdmin.Storage;

namespace UserAdmin.Attaching;

/// <summary>
/// The shape of an attached database as it is now: the application may have migrated its tables since it was attached.
/// </summary>
internal static class RefreshedShape
{
    private const string Again =
        "Detach the database and attach it again (verbs detach and attach); what UserAdmin has recorded ends there.";

    /// <summary>
    /// Returns the shape with the columns that the application's tables have now, and with stock tables that it lacked.
    /// </summary>
    /// <param name="shape">The shape as it was when the database was attached.</param>
    /// <param name="database">The database now.</param>
    /// <param name="holdsRows">Tells whether the table of ours that stands in for a missing one has rows.</param>
    /// <exception cref="StartupException">
    /// The tables are no longer those that were attached; the message says what to do.
    /// </exception>
    public static IdentityShape Of(
        IdentityShape shape,
        IExaminedDatabase database,
        Func<IdentityTableKind, bool> holdsRows
    )
    {
        var found = database.FindTables();
        List<IdentityTable> known = [.. shape.Tables.Select(table => Now(table, found, database.Name))];
        var users = known.Single(table => table.Kind == IdentityTableKind.Users);
        var foundUsers = Find(users, found)!;
        CheckKey(shape.Key, users, foundUsers, database);
        List<IdentityTable> appeared =
        [
            .. TableSet.Around(foundUsers, found).Tables.Where(table => shape.Find(table.Kind) is null),
        ];
        Check(appeared, database, holdsRows);
        return shape with
        {
            SchemaVersion = appeared.Exists(table => table.Kind == IdentityTableKind.UserPasskeys)
                ? 3
                : shape.SchemaVersion,
            Tables = [.. known.Concat(appeared).OrderBy(table => table.Kind)],
            Extras = ExtraColumns.Refreshed(shape.Extras, foundUsers, users, column => database.TypeOf(users, column)),
        };
    }

    private static IdentityTable Now(IdentityTable table, IReadOnlyList<FoundTable> tables, string database)
    {
        var label = ExaminationRefusals.LabelOf(table);
        if (Find(table, tables) is not { } found)
        {
            throw new StartupException(
                $"UserAdmin administers the table {label}, and {database} no longer has it: the application has "
                    + $"renamed or dropped it. {Again}"
            );
        }

        var names = found.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return table.Columns.Values.FirstOrDefault(column => !names.Contains(column)) is not { } lost
            ? table
            // The application may have changed how it writes all names.
            : TableRecognition.As(table.Kind, found)
                ?? throw new StartupException(
                    $"UserAdmin needs the column \"{lost}\" of the table {label} in {database}, and it is no longer "
                        + $"there: the application has renamed or dropped it. {Again}"
                );
    }

    private static FoundTable? Find(IdentityTable table, IReadOnlyList<FoundTable> tables) =>
        tables.FirstOrDefault(found => (found.Schema, found.Name) == (table.Schema, table.Name));

    private static void CheckKey(IdentityKey key, IdentityTable users, FoundTable found, IExaminedDatabase database)
    {
        var id = found.Columns.Single(column => column.Name == users.Columns["Id"]);
        // SQLite declares numbers alike, and UUIDs as text.
        if (id.Key is { } now && (database.IsStrict ? now != key : IsNumber(now) != IsNumber(key)))
        {
            throw new StartupException(
                $"The keys in {ExaminationRefusals.LabelOf(users)} were {KeyDecision.Word(key)} when {database.Name} "
                    + $"was attached, and now they are {KeyDecision.Word(now)}. {Again}"
            );
        }
    }

    private static bool IsNumber(IdentityKey key) => key is IdentityKey.Int or IdentityKey.BigInt;

    private static void Check(
        List<IdentityTable> appeared,
        IExaminedDatabase database,
        Func<IdentityTableKind, bool> holdsRows
    )
    {
        if (appeared.Count == 0)
        {
            return;
        }

        if (database.NotReadable(appeared) is [var closed, ..])
        {
            var label = ExaminationRefusals.LabelOf(closed);
            throw new StartupException(
                $"The application has made the table {label} since UserAdmin was attached to {database.Name}, and this "
                    + $"user of the database may not read it. As its owner, GRANT SELECT, INSERT, UPDATE, DELETE, "
                    + $"TRIGGER ON {label} to it, and start again."
            );
        }

        if (appeared.Find(table => holdsRows(table.Kind)) is { } taken)
        {
            throw new StartupException(
                $"The application has made the table {ExaminationRefusals.LabelOf(taken)} since UserAdmin was attached "
                    + $"to {database.Name}. Until then, UserAdmin kept such rows in a table of its own, and there are "
                    + $"some. {Again}"
            );
        }
    }
}
