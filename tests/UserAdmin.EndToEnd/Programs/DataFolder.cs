namespace UserAdmin.EndToEnd.Programs;

/// <summary>A data directory for one test, deleted with it.</summary>
/// <param name="server">Connection string of the write database, if that is on a server.</param>
public sealed class DataFolder(string? server = null) : IDisposable
{
    private static readonly Lock _preparing = new();
    private static Task<DataFolder>? _prepared;

    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("useradmin-end-to-end-").FullName;

    /// <summary>The setting that makes the program use the folder.</summary>
    public string Setting => $"--UserAdmin:DataDirectory={Path}";

    /// <summary>All settings that make the program use the folder and, if there is one, the server.</summary>
    public IReadOnlyList<string> Settings =>
        server is null ? [Setting] : [Setting, $"--ConnectionStrings:Write={server}"];

    /// <summary>The write database, unless it is on a server.</summary>
    public string WriteDatabase => File("write.db");

    /// <summary>The paths of both read models; the program chooses their names at its first start.</summary>
    public IReadOnlyList<string> ReadDatabases =>
        [
            .. Directory
                .EnumerateFiles(Path, "read.*.db")
                .Select(path => System.IO.Path.GetFileName(path).Split('.')[1])
                .Distinct()
                .SelectMany(shape => (string[])[File($"read.{shape}.db"), File($"read.{shape}.green.db")]),
        ];

    /// <summary>Returns the path of a file in the folder.</summary>
    /// <param name="name">Its name.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// Copies databases into the folder as the program makes them at its first start, which saves each program a
    /// second.
    /// </summary>
    public async Task FillAsync()
    {
        Task<DataFolder> prepared;
        lock (_preparing)
        {
            prepared = _prepared ??= PrepareAsync();
        }

        foreach (var file in Directory.EnumerateFiles((await prepared).Path, "*.db"))
        {
            System.IO.File.Copy(file, File(System.IO.Path.GetFileName(file)));
        }
    }

    private static async Task<DataFolder> PrepareAsync()
    {
        var data = new DataFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => data.Dispose();
        (await BuiltProgram.RunAsync("send", data.Setting)).ExitCode.ShouldBe(0);
        return data;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
