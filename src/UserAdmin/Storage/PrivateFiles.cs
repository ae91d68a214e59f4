using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using UserAdmin.Messaging;

namespace UserAdmin.Storage;

/// <summary>
/// Makes the program's files inaccessible to other users of the machine: 0600 for files, 0700 for folders. On Windows
/// the permissions of the folder apply instead.
/// </summary>
public static class PrivateFiles
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <summary>
    /// Makes all files and folders that this process creates from now on private, including those created by libraries.
    /// </summary>
    public static void ForThisProcess()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetMask((uint)Others);
        }
    }

    /// <summary>
    /// Creates an empty private file if there is none. SQLite gives the files that it creates beside a database the
    /// permissions of the database.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    internal static void Create(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
            };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (File.Open(path, options)) { }
        }
    }

    /// <summary>Creates a private folder, and those above it, if there is none.</summary>
    internal static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Copies a file to a private one, which is overwritten, and waits until it is on the disk.</summary>
    internal static void Copy(string from, string to)
    {
        Create(to);
        using var source = File.OpenRead(from);
        using var copy = File.Open(to, FileMode.Truncate);
        source.CopyTo(copy);
        copy.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Removes other users' permissions on a folder of ours and everything in it, and on files elsewhere.
    /// </summary>
    internal static void Mend(string folder, IEnumerable<string> elsewhere, ILogger logger)
    {
        if (!OperatingSystem.IsWindows())
        {
            try
            {
                MendUnix(folder, elsewhere);
            }
            catch (Exception fault)
                when (fault is UnauthorizedAccessException or IOException && !Directory.Exists(folder))
            {
                // Whoever writes to the folder next reports that it cannot be created.
            }
            catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
            {
                logger.LogWarning(
                    fault,
                    "Other users of this machine may be able to read files in {Folder}. Give them to the "
                        + "user who runs UserAdmin, with the permissions 0600, folders 0700.",
                    folder
                );
            }
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void MendUnix(string folder, IEnumerable<string> elsewhere)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var inside = Directory.EnumerateFileSystemEntries(
            folder,
            "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }
        );
        Exception? first = null;
        foreach (var path in elsewhere.Where(File.Exists).Prepend(folder).Concat(inside))
        {
            try
            {
                var mode = File.GetUnixFileMode(path);
                if ((mode & Others) != 0)
                {
                    File.SetUnixFileMode(path, mode & ~Others);
                }
            }
            catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
            {
                // It was deleted meanwhile.
            }
            catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
            {
                // Continue with the other files.
                first ??= fault;
            }
        }

        if (first is not null)
        {
            throw new IOException(first.Message, first);
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [UnsupportedOSPlatform("windows")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
