using System.Data.Common;
using System.Net.Sockets;
using Npgsql;
using UserAdmin.Messaging;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>The errors of PostgreSQL that the program handles (its documentation, appendix A).</summary>
internal static class PostgreSqlErrors
{
    private const string NoHost = "No suitable host was found.";

    // Error codes of a server that stops or ends the session.
    private static readonly string[] _ended =
    [
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        // A transaction that has waited for too long: idle_in_transaction_session_timeout.
        "25P03",
    ];

    // A transaction of another program was in the way. A value that must be unique, or a row that is referred to, was
    // checked before, and came or went since.
    private static readonly string[] _conflicts =
    [
        PostgresErrorCodes.DeadlockDetected,
        PostgresErrorCodes.SerializationFailure,
        PostgresErrorCodes.LockNotAvailable,
        PostgresErrorCodes.UniqueViolation,
        PostgresErrorCodes.ForeignKeyViolation,
    ];

    /// <summary>Another program holds a lock for too long.</summary>
    public static Error Locked { get; } =
        new(
            "database.locked",
            "Another program has locked the database, so nothing was changed. Try again in a moment; "
                + "if it stays so, tell whoever runs the program."
        );

    /// <summary>Another program holds a lock on a row that a command has to change.</summary>
    public static Error RowLocked { get; } =
        new(
            "database.row-locked",
            "Another program has begun to change the same account or role and has not finished for some seconds, so "
                + "nothing was changed here. Try again in a moment; if it stays so, that program keeps a transaction "
                + "open: tell whoever runs it."
        );

    /// <summary>Returns whether the server could not be reached, so that nothing can have been done there.</summary>
    public static bool IsUnreachable(DbException fault) =>
        fault is NpgsqlException { InnerException: SocketException } and not PostgresException
        || IsNoHost(fault)
        || fault.SqlState
            is PostgresErrorCodes.CannotConnectNow
                or PostgresErrorCodes.TooManyConnections
                or PostgresErrorCodes.SqlClientUnableToEstablishSqlConnection;

    /// <summary>Returns whether the server cannot write, because it is a standby.</summary>
    public static bool IsStandby(DbException fault) => fault.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction;

    /// <summary>
    /// Returns whether the connection was lost while the server worked, or it did not answer in time.
    /// </summary>
    public static bool IsInterrupted(DbException fault) =>
        fault is NpgsqlException { InnerException: IOException or TimeoutException } and not PostgresException
        || (fault.SqlState is { } state && Array.IndexOf(_ended, state) >= 0);

    /// <summary>
    /// Returns whether another program was changing the same rows, or has changed the type of a column, so that the
    /// statement was refused.
    /// </summary>
    public static bool IsConflict(DbException fault) =>
        (fault.SqlState is { } state && Array.IndexOf(_conflicts, state) >= 0) || IsStalePlan(fault);

    // The application has migrated a table. Npgsql prepares the statement again at the next try; the code alone is that
    // of everything that the server does not support, and its message is translated.
    private static bool IsStalePlan(DbException fault) =>
        fault
            is PostgresException { SqlState: PostgresErrorCodes.FeatureNotSupported, Routine: "RevalidateCachedQuery" };

    // Npgsql has no other sign of it than its text: none of several hosts is the primary. If one of them gave a reason
    // that does not pass, such as a wrong password, that counts.
    private static bool IsNoHost(DbException fault) =>
        fault is NpgsqlException and not PostgresException
        && fault.InnerException switch
        {
            null => fault.Message == NoHost,
            AggregateException several => several.InnerExceptions.All(MayPass),
            _ => false,
        };

    private static bool MayPass(Exception fault) =>
        fault is SocketException or IOException or TimeoutException
        || (fault is DbException known && (IsUnreachable(known) || IsInterrupted(known) || IsStandby(known)));

    /// <summary>Creates an exception with one line for the person who started the program.</summary>
    public static StartupException Explain(DbException fault, PostgreSqlServer server)
    {
        // Of several hosts, the one with a reason of its own.
        var cause =
            (fault.InnerException as AggregateException)?.InnerExceptions.OfType<PostgresException>().FirstOrDefault()
            ?? fault;
        return new(
            cause.SqlState switch
            {
                PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                    $"The server {server.Name} refused the user name or password. Check ConnectionStrings:Write.",
                PostgresErrorCodes.InvalidCatalogName =>
                    $"There is no database {server.Name}. Create it, or correct ConnectionStrings:Write.",
                PostgresErrorCodes.InsufficientPrivilege => $"The user of {server.Name} may not do this: {Text(cause)} "
                    + "It must be able to create tables there, and a schema.",
                PostgresErrorCodes.ReadOnlySqlTransaction =>
                    $"The server {server.Name} is a standby: nothing can be changed there. Check "
                        + "ConnectionStrings:Write.",
                PostgresErrorCodes.LockNotAvailable =>
                    $"Another program has locked the database {server.Name}. Wait until it has finished.",
                PostgresErrorCodes.DiskFull => $"There is no space left on the server {server.Name}. Make room there.",
                _ when IsUnreachable(fault) && server.HasSeveralHosts =>
                    $"None of {server.Name} can be reached and is the primary ({Text(cause)}). Check that one of them "
                        + "runs and is not a standby, and that ConnectionStrings:Write names it.",
                _ when IsUnreachable(fault) =>
                    $"The server {server.Name} cannot be reached ({Text(fault)}). Check that it runs, and that "
                        + "ConnectionStrings:Write names it.",
                _ => $"The database {server.Name} cannot be used: {Text(cause)}",
            },
            fault
        );
    }

    private static string Text(DbException fault) =>
        (fault as PostgresException)?.MessageText ?? fault.InnerException?.Message ?? fault.Message;
}

/// <inheritdoc/>
internal sealed class PostgreSqlFaults : IProviderFaults
{
    public Error? Unavailable(DbException fault) =>
        fault switch
        {
            NpgsqlException when PostgreSqlErrors.IsUnreachable(fault) => new(
                "database.unreachable",
                "The database server cannot be reached, so nothing was changed. Try again in a moment; if it stays "
                    + "so, tell whoever runs the program."
            ),
            PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => PostgreSqlErrors.RowLocked,
            PostgresException { SqlState: PostgresErrorCodes.UndefinedColumn } => DatabaseFaults.ColumnsChanged,
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new(
                "database.disk-full",
                "The disk of the database server is full, so nothing was changed. Tell whoever runs the program to "
                    + "make room, then try again."
            ),
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => new(
                "database.read-only",
                "The database cannot be written, so nothing was changed. Tell whoever runs the program."
            ),
            // The stock tables on PostgreSQL have limits that those on SQLite do not have.
            PostgresException { SqlState: PostgresErrorCodes.StringDataRightTruncation } => new(
                "database.too-long",
                "A value is longer than the database can store, so nothing was changed. Shorten it."
            ),
            _ => null,
        };

    public bool IsInterrupted(DbException fault) => PostgreSqlErrors.IsInterrupted(fault);

    public bool MayPass(DbException fault) =>
        PostgreSqlErrors.IsUnreachable(fault)
        || PostgreSqlErrors.IsInterrupted(fault)
        || PostgreSqlErrors.IsStandby(fault);

    public bool IsConflict(DbException fault) => PostgreSqlErrors.IsConflict(fault);

    public bool IsDiskFull(DbException fault) => fault is PostgresException { SqlState: PostgresErrorCodes.DiskFull };
}
