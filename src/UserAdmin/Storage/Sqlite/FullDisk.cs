using Microsoft.Data.Sqlite;

namespace UserAdmin.Storage.Sqlite;

/// <summary>Tells a full disk from other failures, because a person can do something about it.</summary>
public static class FullDisk
{
    private const int LinuxNoSpace = 28;
    private const int LinuxQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    // SQLITE_FULL.
    private const int DatabaseFull = 13;

    /// <summary>Whether the disk, or what the account of the program may use of it, was full.</summary>
    /// <param name="fault">What was thrown.</param>
    public static bool Is(Exception? fault) =>
        fault switch
        {
            null => false,
            IOException { HResult: LinuxNoSpace or LinuxQuota or WindowsDiskFull or WindowsHandleDiskFull } => true,
            SqliteException { SqliteErrorCode: DatabaseFull } => true,
            _ => Is(fault.InnerException),
        };
}
