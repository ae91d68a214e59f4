namespace UserAdmin.Storage;

/// <summary>
/// The data-protection keys in <c>&lt;data&gt;/keys</c>: one file per key. Without them sign-ins, forms and the links
/// in mails are worth nothing.
/// </summary>
internal static class KeyRingFiles
{
    /// <summary>The name of the folder, in the data folder and in a backup.</summary>
    public const string Folder = "keys";

    /// <summary>Copies all keys of a data folder to another folder, which gets a folder of the same name.</summary>
    public static void Copy(string dataDirectory, string target)
    {
        var (from, to) = (Path.Combine(dataDirectory, Folder), Path.Combine(target, Folder));
        if (Directory.Exists(from))
        {
            PrivateFiles.CreateFolder(to);
            foreach (var file in Directory.EnumerateFiles(from, "*.xml"))
            {
                PrivateFiles.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            }
        }
    }

    /// <summary>Verifies the keys in a backup.</summary>
    /// <exception cref="StartupException">One is missing or was changed.</exception>
    public static void Verify(string backup, BackupManifest manifest)
    {
        foreach (
            var (name, hash) in manifest.Files.Where(file =>
                file.Key.StartsWith($"{Folder}/", StringComparison.Ordinal)
            )
        )
        {
            var path = Path.Combine(backup, name);
            if (!File.Exists(path) || BackupFolder.HashOf(path) != hash)
            {
                throw new StartupException(
                    $"The backup {backup} is damaged: {name} is missing or was changed. Nothing was restored."
                );
            }
        }
    }

    /// <summary>
    /// Adds the keys of a backup to those in a data folder. A key that was made since the backup stays: it reads
    /// nothing but what it has protected itself. So each moment of this is a valid state, before and after the database
    /// is restored.
    /// </summary>
    public static void Restore(string backup, BackupManifest manifest, string dataDirectory)
    {
        PrivateFiles.CreateFolder(Path.Combine(dataDirectory, Folder));
        foreach (var name in manifest.Files.Keys.Where(name => name.StartsWith($"{Folder}/", StringComparison.Ordinal)))
        {
            var path = Path.Combine(dataDirectory, Folder, Path.GetFileName(name));
            PrivateFiles.Copy(Path.Combine(backup, name), path + ".restoring");
            File.Move(path + ".restoring", path, overwrite: true);
        }
    }
}
