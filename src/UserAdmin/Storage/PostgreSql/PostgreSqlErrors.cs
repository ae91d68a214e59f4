using System.Data.Common;
using System.Net.Sockets;
using Npgsql;
using UserAdmin.Messaging;

namespace UserAdmin.Storage.PostgreSql;

/// <summary>The errors of PostgreSQL that the program handles (its documentation, appendix A).</summary>
internal static class PostgreSqlErrors
{
    // Error codes of a server that stops or ends the session.
    private static readonly string[] _ended =
    [
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        // A transaction that has waited for too long: idle_in_transaction_session_timeout.
        "25P03",
    ];

    /// <summary>Returns whether the server could not be reached, so that nothing can have been done there.</summary>
    public static bool IsUnreachable(DbException fault) =>
        fault is NpgsqlException { InnerException: SocketException } and not PostgresException
        || fault.SqlState
            is PostgresErrorCodes.CannotConnectNow
                or PostgresErrorCodes.TooManyConnections
                or PostgresErrorCodes.SqlClientUnableToEstablishSqlConnection;

    /// <summary>
    /// Returns whether the connection was lost while the server worked, or it did not answer in time.
    /// </summary>
    public static bool IsInterrupted(DbException fault) =>
        fault is NpgsqlException { InnerException: IOException or TimeoutException } and not PostgresException
        || (fault.SqlState is { } state && Array.IndexOf(_ended, state) >= 0);

    /// <summary>Creates an exception with one line for the person who started the program.</summary>
    public static StartupException Explain(DbException fault, PostgreSqlServer server) =>
        new(
            fault.SqlState switch
            {
                PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                    $"The server {server.Name} refused the user name or password. Check ConnectionStrings:Write.",
                PostgresErrorCodes.InvalidCatalogName =>
                    $"There is no database {server.Name}. Create it, or correct ConnectionStrings:Write.",
                PostgresErrorCodes.InsufficientPrivilege => $"The user of {server.Name} may not do this: {Text(fault)} "
                    + "It must be able to create tables there, and a schema.",
                PostgresErrorCodes.ReadOnlySqlTransaction =>
                    $"The server {server.Name} is a standby: nothing can be changed there. Check "
                        + "ConnectionStrings:Write.",
                PostgresErrorCodes.LockNotAvailable =>
                    $"Another program has locked the database {server.Name}. Wait until it has finished.",
                PostgresErrorCodes.DiskFull => $"There is no space left on the server {server.Name}. Make room there.",
                _ when IsUnreachable(fault) =>
                    $"The server {server.Name} cannot be reached ({Text(fault)}). Check that it runs, and that "
                        + "ConnectionStrings:Write names it.",
                _ => $"The database {server.Name} cannot be used: {Text(fault)}",
            },
            fault
        );

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
            PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => new(
                "database.locked",
                "Another program has locked the database, so nothing was changed. Try again in a moment; "
                    + "if it stays so, tell whoever runs the program."
            ),
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

    public bool IsDiskFull(DbException fault) => fault is PostgresException { SqlState: PostgresErrorCodes.DiskFull };
}
