using System.Text.Json;

namespace UserAdmin.Storage.Attached;

/// <summary>
/// Where the tables of the write database are: the program's own layout, or beside the tables of another application,
/// which stay as they are (decision 82).
/// </summary>
internal sealed class DatabaseLayout : IAttachedDatabase
{
    /// <summary>
    /// Begins the names of our tables beside those of another application, in a database without schemas.
    /// </summary>
    public const string Prefix = "UserAdmin_";

    /// <summary>The table, ours, that says that a database is attached, and how; its one column is the shape.</summary>
    public const string Table = "Attachment";

    private static readonly JsonSerializerOptions _json = new() { WriteIndented = false };

    private DatabaseLayout(IdentityShape? shape, string prefix, IReadOnlyList<AccountAttribute>? attributes = null)
    {
        (Shape, OwnPrefix) = (shape, prefix);
        Attributes = attributes ?? AccountAttribute.Of(shape?.Extras ?? [], [], new HashSet<string>());
    }

    /// <summary>The program's own layout: stock tables that it created itself.</summary>
    public static DatabaseLayout Own { get; } = new(null, "");

    /// <inheritdoc/>
    public IdentityShape? Shape { get; }

    /// <inheritdoc/>
    public bool HasPasskeys => Shape is null || Shape.Find(IdentityTableKind.UserPasskeys) is not null;

    /// <inheritdoc/>
    public IReadOnlyList<AccountAttribute> Attributes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ExtraColumn> Required =>
        [
            .. (Shape?.Extras ?? []).Where(column =>
                AccountAttribute.IsRequiredBy(column) && !AccountAttribute.IsReadable(column)
            ),
        ];

    /// <summary>Begins the names of our tables; empty where a schema keeps them apart.</summary>
    public string OwnPrefix { get; }

    /// <summary>The kind of the keys of users and roles.</summary>
    public IdentityKey Key => Shape?.Key ?? IdentityKey.Text;

    /// <summary>The table of the event log, as SQL.</summary>
    public string Log => $"\"{OwnName("EventLog")}\"";

    /// <summary>The table of the keys that encrypt events, as SQL.</summary>
    public string EventKeys => $"\"{OwnName("EventKeys")}\"";

    /// <summary>The table of the processed commands, as SQL.</summary>
    public string ProcessedCommands => $"\"{OwnName("ProcessedCommands")}\"";

    /// <summary>The table of the hashes from before the log was sealed, as SQL.</summary>
    public string FormerHashes => $"\"{OwnName("FormerHashes")}\"";

    /// <summary>The table of events while they are being sealed, as SQL.</summary>
    public string SealedEvents => $"\"{OwnName("SealedEvents")}\"";

    /// <summary>Beside the tables of an application, in the same schema.</summary>
    /// <param name="shape">How the application keeps its accounts.</param>
    public static DatabaseLayout WithPrefix(IdentityShape shape) => new(shape, Prefix);

    /// <summary>Beside the tables of an application, in a schema of ours.</summary>
    /// <param name="shape">How the application keeps its accounts.</param>
    public static DatabaseLayout InSchema(IdentityShape shape) => new(shape, "");

    /// <summary>
    /// Returns the layout as an operator wants it: without columns that the console must not read, and with those that
    /// administrators may change.
    /// </summary>
    /// <param name="hidden">Columns that the console must not read, separated by commas. One without which no account
    /// can be created is still asked for.</param>
    /// <param name="editable">Columns that administrators may change, separated by commas; <c>*</c> for all.</param>
    /// <param name="taken">Names in the search language that are taken.</param>
    /// <exception cref="StartupException">A setting names a column that does not exist.</exception>
    public DatabaseLayout With(string? hidden, string? editable, IReadOnlySet<string> taken)
    {
        if (Shape is null)
        {
            return this;
        }

        var (unread, changed) = (Names(hidden), Names(editable));

        Check("HiddenAttributes", unread);
        Check("EditableAttributes", changed);
        List<ExtraColumn> shown =
        [
            .. Shape.Extras.Where(column =>
                AccountAttribute.IsRequiredBy(column) || !unread.Contains(column.Name, StringComparer.OrdinalIgnoreCase)
            ),
        ];
        return new(Shape with { Extras = shown }, OwnPrefix, AccountAttribute.Of(shown, changed, taken));
    }

    private static string[] Names(string? setting) =>
        (setting ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private void Check(string setting, IReadOnlyList<string> names)
    {
        if (
            names.FirstOrDefault(name =>
                name != "*"
                && !Shape!.Extras.Any(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ) is
            { } unknown
        )
        {
            throw new StartupException(
                $"UserAdmin:{setting} names {unknown}, and the table of users has no such column of the application's. "
                    + (
                        Shape!.Extras.Count == 0
                            ? "It has none at all. Remove the setting."
                            : $"It has {string.Join(", ", Shape.Extras.Select(column => column.Name))}."
                    )
            );
        }
    }

    /// <summary>Returns the name of a table of ours. That of the migrations can be no one else's anyway.</summary>
    public string OwnName(string table) =>
        OwnPrefix.Length == 0
        || table.StartsWith(OwnPrefix, StringComparison.Ordinal)
        || table.StartsWith("__UserAdmin", StringComparison.Ordinal)
            ? table
            : OwnPrefix + table;

    /// <summary>Refuses work that only a database of the program's own allows.</summary>
    /// <param name="database">Its name.</param>
    /// <param name="what">What is refused, and what to do instead, as sentences.</param>
    /// <exception cref="StartupException">The database is attached.</exception>
    public void RefuseIfAttached(string database, string what)
    {
        if (Shape is not null)
        {
            throw new StartupException($"The accounts in {database} are those of another application. {what}");
        }
    }

    /// <summary>Writes a shape as the text that is kept in the database.</summary>
    public static string Write(IdentityShape shape) => JsonSerializer.Serialize(shape, _json);

    /// <summary>Reads the text that is kept in the database.</summary>
    /// <exception cref="StartupException">It is not a shape that this version can read.</exception>
    public static IdentityShape Read(string text, string database)
    {
        try
        {
            return JsonSerializer.Deserialize<IdentityShape>(text, _json) ?? throw new JsonException("It is null.");
        }
        catch (JsonException fault)
        {
            throw new StartupException(
                $"The description of the attached database {database} cannot be read: {fault.Message} Start the "
                    + "version of UserAdmin that attached it, or detach the database and attach it again.",
                fault
            );
        }
    }
}
