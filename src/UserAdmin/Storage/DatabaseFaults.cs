using System.Data.Common;
using UserAdmin.Messaging;

namespace UserAdmin.Storage;

/// <summary>Tells faults that a person can do something about from others.</summary>
public interface IDatabaseFaults
{
    /// <summary>What is wrong with a database, if that is what a fault comes from; otherwise null.</summary>
    /// <param name="fault">Any exception.</param>
    Error? Unavailable(Exception? fault);

    /// <summary>Whether the disk, or what the account of the program may use of it, was full.</summary>
    /// <param name="fault">Any exception.</param>
    bool IsDiskFull(Exception? fault);
}

/// <summary>The same for the faults that one provider throws.</summary>
internal interface IProviderFaults
{
    /// <summary>
    /// What to tell the person whose action met the fault; null for a fault of another kind, after which it is not
    /// known what was done.
    /// </summary>
    Error? Unavailable(DbException fault);

    /// <summary>Whether the disk of the database was full.</summary>
    bool IsDiskFull(DbException fault);
}

/// <inheritdoc/>
internal sealed class DatabaseFaults(IProviderFaults provider) : IDatabaseFaults
{
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
                case DbException database when provider.Unavailable(database) is { } error:
                    return error;
                case AggregateException { InnerExceptions.Count: > 1 } several:
                    return several.InnerExceptions.Select(Unavailable).FirstOrDefault(error => error is not null);
            }
        }

        return null;
    }

    public bool IsDiskFull(Exception? fault) =>
        fault switch
        {
            null => false,
            IOException { HResult: LinuxNoSpace or LinuxQuota or WindowsDiskFull or WindowsHandleDiskFull } => true,
            DbException database when provider.IsDiskFull(database) => true,
            _ => IsDiskFull(fault.InnerException),
        };
}
