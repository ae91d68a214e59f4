using System.Reflection;
using System.Text.Json;

namespace UserAdmin.Storage;

/// <summary>Describes a backup. It is the file <c>manifest.json</c> in the backup's folder.</summary>
/// <param name="Version">The version of the program that made the backup.</param>
/// <param name="Database">The kind of database.</param>
/// <param name="Position">The position of the last event.</param>
/// <param name="HeadHash">The hash of that event, as lower-case hex.</param>
/// <param name="TakenAt">When the backup was made, UTC.</param>
/// <param name="Files">The SHA-256 of every file, as lower-case hex, by its path in the folder, with <c>/</c>.</param>
internal sealed record BackupManifest(
    string Version,
    string Database,
    long Position,
    string HeadHash,
    DateTimeOffset TakenAt,
    IReadOnlyDictionary<string, string> Files
)
{
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The version of this program.</summary>
    public static string ThisVersion { get; } =
        typeof(BackupManifest)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion
        ?? "unknown";

    /// <exception cref="StartupException">There is no manifest, or it cannot be read.</exception>
    public static BackupManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<BackupManifest>(file, _json) ?? throw new JsonException("It is empty.");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StartupException(
                $"There is no backup in {folder}: it has no {FileName}. Name the folder useradmin-… that backup has "
                    + "made.",
                fault
            );
        }
        catch (JsonException fault)
        {
            throw new StartupException($"The file {path} cannot be read: {fault.Message}", fault);
        }
    }

    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        PrivateFiles.Create(path);
        using var file = File.Open(path, FileMode.Truncate);
        JsonSerializer.Serialize(file, this, _json);
        file.Flush(flushToDisk: true);
    }
}
