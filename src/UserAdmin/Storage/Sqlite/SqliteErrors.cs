using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <summary>The SQLite result codes that the program handles (https://sqlite.org/rescode.html).</summary>
internal static class SqliteErrors
{
    public const int General = 1;
    public const int Busy = 5;
    public const int Locked = 6;
    public const int ReadOnly = 8;
    public const int Io = 10;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int TooBig = 18;
    public const int Constraint = 19;
    public const int Mismatch = 20;
    public const int NotADatabase = 26;

    /// <summary>
    /// Returns whether the error was caused by the value to be stored, and not by the database or the machine. Such an
    /// error would occur again.
    /// </summary>
    public static bool IsOfTheValue(DbException fault) =>
        fault is SqliteException { SqliteErrorCode: Constraint or Mismatch or TooBig };

    /// <summary>Creates an exception with one line for the person who started the program.</summary>
    public static StartupException Explain(SqliteException fault, string path) =>
        new(
            fault.SqliteErrorCode switch
            {
                Busy or Locked =>
                    $"The database {path} is locked by another program. Close that program, or wait until "
                        + "it has finished, and start again.",
                ReadOnly => $"The database {path} cannot be written. Give the user who runs UserAdmin write "
                    + "permission to the file and its folder.",
                CannotOpen => $"The database {path} cannot be opened. Check that the folder exists and that the user "
                    + "who runs UserAdmin may write there.",
                NotADatabase =>
                    $"The file {path} is not an SQLite database. Check that the connection string names the right "
                        + "file. If it does, the file is damaged: a read database may simply be deleted, it is "
                        + "rebuilt from the log; restore any other from a backup.",
                Corrupt => $"The database {path} is damaged. A read database may simply be deleted, it is rebuilt from "
                    + "the log; restore any other from a backup.",
                Full => $"There is no space left for the database {path}. Make room and start again.",
                Io => $"The disk failed while reading or writing {path}. Check the disk and start again.",
                _ => $"The database {path} cannot be used: {fault.Message}",
            },
            fault
        );
}
