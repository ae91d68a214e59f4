using System.Runtime.InteropServices;

namespace UserAdmin.Storage;

/// <summary>What this process may do with a file, without opening it.</summary>
internal static class FileRights
{
    // W_OK of access(2).
    private const int Write = 2;

    /// <summary>Returns whether it may write to a file or folder that exists.</summary>
    public static bool MayWrite(string path) =>
        // Opening and closing a file would end the locks that SQLite has on it in this process.
        OperatingSystem.IsWindows()
            ? Directory.Exists(path) || !File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly)
            : Access(path, Write) == 0;

#pragma warning disable SYSLIB1054 // A generated call would need unsafe code.
    [DllImport("libc", EntryPoint = "access", CharSet = CharSet.Ansi, BestFitMapping = false)]
#pragma warning restore SYSLIB1054
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
