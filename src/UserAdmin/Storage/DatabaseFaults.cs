using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;

namespace UserAdmin.Storage;

/// <summary>Recognises the database errors that a person can do something about.</summary>
public interface IDatabaseFaults
{
    /// <summary>Returns what is wrong with a database if that caused the exception, otherwise null.</summary>
    /// <param name="fault">Any exception.</param>
    Error? Unavailable(Exception? fault);

    /// <summary>
    /// Returns the error if the connection to a database server was lost while it worked, otherwise null. It is not
    /// known whether the server has finished; a command can be sent again with the same id.
    /// </summary>
    /// <param name="fault">Any exception.</param>
    Error? Interrupted(Exception? fault);

    /// <summary>
    /// Returns whether waiting for some seconds may help: the connection was lost, the server cannot be reached, or it
    /// cannot write because its standby is taking over.
    /// </summary>
    /// <param name="fault">Any exception.</param>
    bool MayPass(Exception? fault);

    /// <summary>
    /// Returns whether another program was changing the same rows at the same moment. Nothing was done, and another try
    /// finds the rows as they are now.
    /// </summary>
    /// <param name="fault">Any exception.</param>
    bool IsConflict(Exception? fault);

    /// <summary>Returns whether the exception was caused by a full disk or an exhausted disk quota.</summary>
    /// <param name="fault">Any exception.</param>
    bool IsDiskFull(Exception? fault);
}

/// <summary>Recognises the same errors among the exceptions of one database provider.</summary>
internal interface IProviderFaults
{
    /// <summary>
    /// Returns the error for the person whose action failed, or null for any other exception, after which it is unknown
    /// what was done.
    /// </summary>
    Error? Unavailable(DbException fault);

    /// <summary>Returns whether the connection was lost while the database worked.</summary>
    bool IsInterrupted(DbException fault);

    /// <summary>Returns whether the server cannot be used now, but perhaps in a few seconds.</summary>
    bool MayPass(DbException fault);

    /// <summary>Returns whether a transaction of another program was in the way, so that nothing was done.</summary>
    bool IsConflict(DbException fault);

    /// <summary>Returns whether the disk of the database was full.</summary>
    bool IsDiskFull(DbException fault);
}

/// <inheritdoc/>
internal sealed class DatabaseFaults(IEnumerable<IProviderFaults> providers) : IDatabaseFaults
{
    /// <summary>The application whose accounts these are dropped or renamed a column while the program runs.</summary>
    public static Error ColumnsChanged { get; } =
        new(
            "database.columns-changed",
            "The application to which these accounts belong has changed its tables, so nothing was changed here. Tell "
                + "whoever runs this console to start it again: it reads the columns when it starts."
        );

    private static readonly Error _interrupted = new(
        "database.interrupted",
        "The connection to the database server was lost, so it is not known whether this was done. Look, and try "
            + "again if it was not; if it stays so, tell whoever runs the program."
    );

    private const int LinuxNoSpace = 28;
    private const int LinuxQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    public Error? Unavailable(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            switch (fault)
            {
                case DatabaseUnavailableException known:
                    return known.Error;
                case DbException database when Unavailable(database) is { } error:
                    return error;
                case AggregateException { InnerExceptions.Count: > 1 } several:
                    return several.InnerExceptions.Select(Unavailable).FirstOrDefault(error => error is not null);
            }
        }

        return null;
    }

    public Error? Interrupted(Exception? fault) =>
        fault switch
        {
            null => null,
            DatabaseUnavailableException known when known.Error == _interrupted => known.Error,
            DbException database when providers.Any(provider => provider.IsInterrupted(database)) => _interrupted,
            _ => Interrupted(fault.InnerException),
        };

    public bool MayPass(Exception? fault) =>
        fault switch
        {
            null => false,
            // It knows its own causes: those of several servers, for example.
            DbException database => providers.Any(provider => provider.MayPass(database)),
            _ => MayPass(fault.InnerException),
        };

    public bool IsConflict(Exception? fault) =>
        fault switch
        {
            // Whoever throws the former has waited already.
            null or DatabaseUnavailableException => false,
            DbUpdateConcurrencyException or ObservedMeanwhileException => true,
            DbException database => providers.Any(provider => provider.IsConflict(database)),
            _ => IsConflict(fault.InnerException),
        };

    public bool IsDiskFull(Exception? fault) =>
        fault switch
        {
            null => false,
            IOException { HResult: LinuxNoSpace or LinuxQuota or WindowsDiskFull or WindowsHandleDiskFull } => true,
            DbException database when providers.Any(provider => provider.IsDiskFull(database)) => true,
            _ => IsDiskFull(fault.InnerException),
        };

    private Error? Unavailable(DbException fault) =>
        providers.Select(provider => provider.Unavailable(fault)).FirstOrDefault(error => error is not null);
}
