namespace UserAdmin.EndToEnd.Programs;

/// <summary>A data directory of a test's own, gone when the test is.</summary>
public sealed class DataFolder : IDisposable
{
    private static readonly Lock _preparing = new();
    private static Task<DataFolder>? _prepared;

    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("useradmin-end-to-end-").FullName;

    /// <summary>The setting that sends the program there.</summary>
    public string Setting => $"--UserAdmin:DataDirectory={Path}";

    /// <summary>The write database.</summary>
    public string WriteDatabase => File("write.db");

    /// <summary>Both places of the read model, whose names the program makes up at its first start.</summary>
    public IReadOnlyList<string> ReadDatabases =>
        [
            .. Directory
                .EnumerateFiles(Path, "read.*.db")
                .Select(path => System.IO.Path.GetFileName(path).Split('.')[1])
                .Distinct()
                .SelectMany(shape => (string[])[File($"read.{shape}.db"), File($"read.{shape}.green.db")]),
        ];

    /// <summary>A file in the folder.</summary>
    /// <param name="name">Its name.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// Puts databases there as the program makes them at its first start: each program that finds them has a second
    /// less to do.
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
