using System.Data.Common;
using Microsoft.Data.Sqlite;
using UserAdmin.Messaging;

namespace UserAdmin.Storage.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteFaults : IProviderFaults
{
    public Error? Unavailable(DbException fault) =>
        (fault as SqliteException)?.SqliteErrorCode switch
        {
            // SQLite has no code of its own for it.
            SqliteErrors.General when fault.Message.Contains("no such column", StringComparison.Ordinal) =>
                DatabaseFaults.ColumnsChanged,
            SqliteErrors.Busy or SqliteErrors.Locked => new(
                "database.locked",
                "Another program has locked the database, so nothing was changed. Try again in a moment; "
                    + "if it stays so, tell whoever runs the program."
            ),
            SqliteErrors.Full => new(
                "database.disk-full",
                "The disk is full, so nothing was changed. Tell whoever runs the program to make room, then try again."
            ),
            SqliteErrors.ReadOnly or SqliteErrors.CannotOpen => new(
                "database.read-only",
                "The database cannot be written, so nothing was changed. Tell whoever runs the program."
            ),
            _ => null,
        };

    // A file has no connection that could be lost.
    public bool IsInterrupted(DbException fault) => false;

    public bool MayPass(DbException fault) => false;

    // Others wait while a transaction of ours writes, and the other way round.
    public bool IsConflict(DbException fault) => false;

    public bool IsDiskFull(DbException fault) => fault is SqliteException { SqliteErrorCode: SqliteErrors.Full };
}
