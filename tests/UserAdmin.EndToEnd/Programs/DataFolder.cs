namespace UserAdmin.EndToEnd.Programs;

/// <summary>A data directory of a test's own, gone when the test is.</summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("useradmin-end-to-end-").FullName;

    /// <summary>The setting that sends the program there.</summary>
    public string Setting => $"--UserAdmin:DataDirectory={Path}";

    /// <summary>The write database.</summary>
    public string WriteDatabase => File("write.db");

    /// <summary>Both places of the read model.</summary>
    public IReadOnlyList<string> ReadDatabases => [File("read.db"), File("read.green.db")];

    /// <summary>A file in the folder.</summary>
    /// <param name="name">Its name.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
