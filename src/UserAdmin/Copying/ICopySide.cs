using System.Data.Common;
using UserAdmin.Storage;

namespace UserAdmin.Copying;

/// <summary>One of the two databases of a copy: where it is read from, or written to.</summary>
internal interface ICopySide
{
    /// <summary>Looks at the schema of the database, and migrates it.</summary>
    IWriteSetup Setup { get; }

    /// <summary>The database, for reading its log.</summary>
    IWriteStore Store { get; }

    /// <summary>The tables of the write model, in the order in which they are written.</summary>
    IReadOnlyList<CopiedTable> Tables { get; }

    /// <summary>The precision of stored moments, in ticks.</summary>
    long Precision { get; }

    /// <summary>How a statement says that text is compared by its bytes.</summary>
    string ByBytes { get; }

    /// <summary>Keeps consoles from serving the database until the returned object is disposed.</summary>
    /// <exception cref="StartupException">One serves it, or the database cannot be reached.</exception>
    IDisposable Exclude();

    /// <summary>Opens a connection that only reads, and sees one moment of the database until it is closed.</summary>
    /// <exception cref="StartupException">There is no such database, or it cannot be opened.</exception>
    DbConnection OpenSnapshot();

    /// <summary>Returns whether the database exists and has a table.</summary>
    bool Has(CopiedTable table);

    /// <summary>Returns the tables and columns that are not of the write model, for a person.</summary>
    /// <param name="snapshot">An open snapshot.</param>
    IReadOnlyList<string> Unknown(DbConnection snapshot);

    /// <summary>Returns the rows that refer to rows which do not exist, for a person.</summary>
    /// <param name="snapshot">An open snapshot.</param>
    IEnumerable<string> Orphans(DbConnection snapshot);

    /// <summary>Reads a value that is not null.</summary>
    /// <param name="row">The current row.</param>
    /// <param name="i">The index of the column.</param>
    /// <param name="column">The column.</param>
    /// <exception cref="FormatException">The value is not one of this column, or would not be read exactly.</exception>
    object Read(DbDataReader row, int i, CopiedColumn column);

    /// <summary>Returns why this database cannot store a value, as part of a sentence, or null if it can.</summary>
    /// <param name="column">The column of this database.</param>
    /// <param name="value">The value, not null.</param>
    string? Refusal(CopiedColumn column, object value);

    /// <summary>
    /// Returns the data-protection keys that are stored with the database: in it, or in the folder beside its file.
    /// </summary>
    IReadOnlyList<(string Name, string Xml)> Keys();

    /// <summary>Adds data-protection keys, except those that are there.</summary>
    void Add(IReadOnlyList<(string Name, string Xml)> keys);

    /// <summary>Opens a connection that writes.</summary>
    ICopyWriter OpenWriter();

    /// <summary>Returns whether an error is one of this provider.</summary>
    bool Throws(DbException fault);
}

/// <summary>Writes the rows of a copy. Nothing is kept of what was not committed.</summary>
internal interface ICopyWriter : IDisposable
{
    /// <summary>Records that this is an unfinished copy, so that no console serves it; commits.</summary>
    void Mark(UnfinishedCopy copy);

    /// <summary>Inserts a row.</summary>
    void Insert(CopiedTable table, object?[] row);

    /// <summary>Deletes a row by its key, with those that refer to it.</summary>
    void Delete(CopiedTable table, object?[] row);

    /// <summary>Commits what was written since the last time.</summary>
    void Commit();

    /// <summary>
    /// Makes generated keys go on after the copied ones, removes the mark and makes everything durable.
    /// </summary>
    void Finish();
}
