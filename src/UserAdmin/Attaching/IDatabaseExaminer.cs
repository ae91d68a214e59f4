using System.Data.Common;
using UserAdmin.Storage;

namespace UserAdmin.Attaching;

/// <summary>Looks at a database that may hold the accounts of an application.</summary>
internal interface IDatabaseExaminer
{
    /// <summary>Looks, and changes nothing.</summary>
    /// <exception cref="StartupException">
    /// The database cannot be reached or read; the message tells why and what to do.
    /// </exception>
    Examination Examine(ExaminationOptions options, CancellationToken cancellationToken);
}

/// <summary>A database that is being looked at, in a transaction that cannot write.</summary>
internal interface IExaminedDatabase
{
    /// <summary>The file, or the server and the database.</summary>
    string Name { get; }

    /// <summary><c>SQLite</c> or <c>PostgreSQL</c>.</summary>
    string Provider { get; }

    /// <summary>The version of the server or library.</summary>
    string Version { get; }

    /// <summary>Where statements run that both providers understand.</summary>
    DbConnection Connection { get; }

    /// <summary>Whether tables are in schemas, and columns keep the type and length they were declared with.</summary>
    bool IsStrict { get; }

    /// <summary>Whether UserAdmin has migrated this database.</summary>
    bool IsOurs();

    /// <summary>Returns all tables that can be seen, but for ours.</summary>
    IReadOnlyList<FoundTable> FindTables();

    /// <summary>Returns those tables of a list that the role may not read.</summary>
    IReadOnlyList<IdentityTable> NotReadable(IReadOnlyList<IdentityTable> tables);

    /// <summary>Returns what text keys look like; only where keys of UUIDs are declared as text.</summary>
    KeyValues CountKeys(IReadOnlyList<IdentityTable> tables);

    /// <summary>Returns what the values of a column are, by the values if the declaration does not tell.</summary>
    ExtraColumnType TypeOf(IdentityTable table, FoundColumn column);

    /// <summary>Returns SQL for a value as text.</summary>
    string Text(string sql);

    /// <summary>
    /// Returns a condition that holds only if a value is of ASCII letters and another is the same in upper case.
    /// </summary>
    string IsUpper(string plain, string upper);

    /// <summary>Returns accounts whose LockoutEnd cannot be read.</summary>
    UnreadableRows UnreadableTimes(IdentityTable users, string id, string time);

    /// <summary>Returns the objects with names of those that the console adds.</summary>
    IReadOnlyList<string> InTheWay();

    /// <summary>Returns what the console may do.</summary>
    ExaminationRights Rights(IReadOnlyList<IdentityTable> tables);
}

/// <summary>What text keys look like.</summary>
/// <param name="Total">All keys.</param>
/// <param name="Upper">UUIDs in upper case.</param>
/// <param name="Lower">UUIDs in lower case.</param>
/// <param name="LowerExamples">Up to five of them.</param>
internal sealed record KeyValues(long Total, long Upper, long Lower, IReadOnlyList<string> LowerExamples);

/// <summary>Rows with a value that cannot be read.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Examples">Up to five keys.</param>
internal sealed record UnreadableRows(long Count, IReadOnlyList<string> Examples);
