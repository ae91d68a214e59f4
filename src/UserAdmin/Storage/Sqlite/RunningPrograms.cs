using System.Diagnostics;

namespace UserAdmin.Storage.Sqlite;

/// <summary>
/// Detects whether another program has the databases open. Each program holds a shared lock on a file beside them while
/// it runs.
/// </summary>
internal static class RunningPrograms
{
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(3);

    /// <summary>Registers this program as running.</summary>
    public static FileStream Join(SqliteFiles files)
    {
        var path = PathOf(files);
        using (File.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite)) { }

        return Hold(path, FileAccess.Read, FileShare.Read, _longestWait);
    }

    /// <summary>Keeps other programs from starting.</summary>
    /// <param name="files">The databases.</param>
    /// <param name="running">What to tell the person if another program is running.</param>
    /// <exception cref="StartupException">Another program is running; nothing was changed.</exception>
    public static IDisposable Exclude(SqliteFiles files, string running)
    {
        try
        {
            return Hold(files, _longestWait);
        }
        catch (IOException fault)
        {
            throw new StartupException(running, fault);
        }
    }

    /// <summary>
    /// Keeps other programs of this schema from starting, wherever their read models are. All of them register.
    /// </summary>
    /// <param name="files">The databases.</param>
    /// <param name="running">What to tell the person if another program is running.</param>
    /// <exception cref="StartupException">Another program is running; nothing was changed.</exception>
    public static IDisposable ExcludeRegistered(SqliteFiles files, string running)
    {
        try
        {
            return Hold(PathOf(files), FileAccess.ReadWrite, FileShare.None, _longestWait);
        }
        catch (IOException fault)
        {
            throw new StartupException(running, fault);
        }
    }

    /// <summary>Keeps other programs from starting, or returns null at once if one is already running.</summary>
    public static IDisposable? TryExclude(SqliteFiles files)
    {
        try
        {
            return Hold(files, TimeSpan.Zero);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string PathOf(SqliteFiles files) => files.WritePath + ".running";

    private static Holds Hold(SqliteFiles files, TimeSpan longestWait)
    {
        var held = new Holds();
        try
        {
            // Older versions do not register here, but they lock the read model that they use.
            foreach (
                var path in files
                    .ReadPaths.Concat(files.OtherReadPaths())
                    .Select(read => read + ".reading")
                    .Where(File.Exists)
                    .Append(PathOf(files))
            )
            {
                held.Add(Hold(path, FileAccess.ReadWrite, FileShare.None, longestWait));
            }

            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static FileStream Hold(string path, FileAccess access, FileShare share, TimeSpan longestWait)
    {
        for (var started = Stopwatch.GetTimestamp(); ; Thread.Sleep(50))
        {
            try
            {
                return new FileStream(
                    path,
                    access == FileAccess.Read ? FileMode.Open : FileMode.OpenOrCreate,
                    access,
                    share
                );
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(started) < longestWait)
            {
                // Another program is just starting or ending.
            }
        }
    }

    private sealed class Holds : List<FileStream>, IDisposable
    {
        public void Dispose() => ForEach(file => file.Dispose());
    }
}
