using Microsoft.Data.Sqlite;
using UserAdmin.Messaging;
using UserAdmin.Storage.Sqlite;

namespace UserAdmin.Storage;

/// <summary>
/// A database cannot be used just now: another program has locked it, the disk is full, or it may not be written.
/// Nothing was changed.
/// </summary>
/// <param name="error">What is wrong and what to do.</param>
/// <param name="cause">What was caught.</param>
public sealed class DatabaseUnavailableException(Error error, Exception cause) : Exception(error.Message, cause)
{
    /// <summary>What is wrong and what to do.</summary>
    public Error Error { get; } = error;

    /// <summary>What is wrong with a database, if that is what a fault comes from; otherwise null.</summary>
    /// <param name="fault">Any exception.</param>
    public static Error? ErrorOf(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            switch (fault)
            {
                case DatabaseUnavailableException known:
                    return known.Error;
                case SqliteException sqlite:
                    return SqliteErrors.Unavailable(sqlite);
                case AggregateException { InnerExceptions.Count: > 1 } several:
                    return several.InnerExceptions.Select(ErrorOf).FirstOrDefault(error => error is not null);
            }
        }

        return null;
    }
}
