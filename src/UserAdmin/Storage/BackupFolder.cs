using System.Globalization;
using System.Security.Cryptography;

namespace UserAdmin.Storage;

/// <summary>A backup while it is written: a folder with another name until it is complete.</summary>
internal sealed class BackupFolder : IDisposable
{
    /// <summary>How a moment is written in the names of folders.</summary>
    internal const string StampFormat = "yyyyMMdd-HHmmss";

    private readonly string _final;
    private readonly string _partial;
    private readonly string _data;
    private readonly string _below;
    private readonly DateTimeOffset _at;

    private BackupFolder(string below, string data, DateTimeOffset at)
    {
        _final = Path.Combine(below, $"{KeptBackups.Prefix}{Stamp(at)}");
        (_below, _partial, _data, _at) = (below, _final + KeptBackups.Unfinished, data, at);
    }

    /// <summary>Begins a backup in a new folder.</summary>
    /// <param name="target">The folder below which it is created.</param>
    /// <param name="dataDirectory">The folder of the data, which must not contain the backup.</param>
    /// <param name="at">The moment, which gives the folder its name.</param>
    /// <exception cref="StartupException">The folder cannot be used.</exception>
    public static BackupFolder Begin(string target, string dataDirectory, DateTimeOffset at)
    {
        var (below, data) = (Real(Path.GetFullPath(target)), Real(dataDirectory));
        if (
            Path.GetRelativePath(data, below) is var path
            && path.Split('/', '\\')[0] != ".."
            && !Path.IsPathRooted(path)
        )
        {
            throw new StartupException(
                $"The folder {below} is in the data folder {data}, so both would be lost together. Name another "
                    + "folder, best on another disk."
            );
        }

        var folder = new BackupFolder(below, dataDirectory, at);
        if (
            File.Exists(folder._final)
            || Directory.Exists(folder._partial)
            || (Directory.Exists(folder._final) && Directory.EnumerateFileSystemEntries(folder._final).Any())
        )
        {
            throw new StartupException($"There already is a backup {folder._final}. Nothing was changed; try again.");
        }

        PrivateFiles.CreateFolder(below);
        PrivateFiles.CreateFolder(folder._partial);
        return folder;
    }

    /// <summary>Returns a moment as it is written in the names of folders, UTC.</summary>
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString(StampFormat, CultureInfo.InvariantCulture);

    /// <summary>Returns the SHA-256 of a file as lower-case hex.</summary>
    public static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>Returns the path of a file while the backup is written.</summary>
    public string PathOf(string name) => Path.Combine(_partial, name);

    /// <summary>
    /// Writes the manifest and gives the folder its name. Then notes beside it which accounts were purged, and deletes
    /// backups that are old enough.
    /// </summary>
    /// <param name="database">The kind of database.</param>
    /// <param name="position">The position of the last event.</param>
    /// <param name="headHash">The hash of that event.</param>
    /// <param name="erasures">Accounts that were purged, as the database knows.</param>
    /// <param name="keepDays">For how many days backups are kept; null for ever.</param>
    /// <param name="remaining">What the operator still has to run; makes the text of the folder.</param>
    public BackupMade Complete(
        string database,
        long position,
        string headHash,
        IEnumerable<Erasure> erasures,
        int? keepDays,
        Func<string, string>? remaining = null
    )
    {
        var files = Directory
            .EnumerateFiles(_partial, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(_partial, path).Replace('\\', '/'), HashOf);
        new BackupManifest(BackupManifest.ThisVersion, database, position, headHash, _at, files).Write(_partial);
        if (Directory.Exists(_final))
        {
            // It is empty.
            Directory.Delete(_final);
        }

        Directory.Move(_partial, _final);
        ErasureList.Add(_below, [.. ErasureList.Read(_data), .. erasures]);
        var kept = KeptBackups.Tidy(_below, _data, keepDays, _at);
        new LastBackup(_at, position) { Oldest = kept.Oldest, KeepDays = keepDays }.Note(_data);
        return new BackupMade(_final, position, headHash, remaining?.Invoke(_final)) { Kept = kept };
    }

    /// <summary>Deletes what was written of a backup that was not completed.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_partial))
        {
            Directory.Delete(_partial, recursive: true);
        }
    }

    /// <summary>Resolves the links in a path, of which the end may not exist yet.</summary>
    private static string Real(string path)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var real = new DirectoryInfo(Path.Combine(Real(parent), Path.GetFileName(path)));
        return real.Exists && real.ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? target.FullName
            : real.FullName;
    }
}
