using System.Text.Json;

namespace UserAdmin.Tool.Profiles;

/// <summary>The profiles, and which one is used unless another is named.</summary>
internal sealed record ProfileSet
{
    /// <summary>The name of the profile in use; null if there is none.</summary>
    public string? Current { get; init; }

    /// <summary>The profiles by name.</summary>
    public SortedDictionary<string, Profile> All { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>
/// The file with the profiles. It holds keys, so nobody but its owner may read it: it is created that way, and not read
/// otherwise, as ssh does with its keys.
/// </summary>
/// <param name="folder">Its folder.</param>
internal sealed class ProfileFile(string folder)
{
    private const UnixFileMode OfOthers =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Path of the file.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, "profiles.json");

    /// <summary>Reads the file; no profiles if there is none.</summary>
    /// <exception cref="ToolException">Others can read it, or it cannot be understood.</exception>
    public ProfileSet Read()
    {
        if (!File.Exists(Path))
        {
            return new ProfileSet();
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & OfOthers) != 0)
        {
            throw new ToolException(
                ExitCode.Usage,
                $"Others can read {Path}, which holds keys. Run: chmod 600 {Path}",
                "If they may have read it, have an administrator revoke the keys."
            );
        }

        try
        {
            return JsonSerializer.Deserialize<ProfileSet>(File.ReadAllText(Path), _json) ?? new ProfileSet();
        }
        catch (JsonException)
        {
            throw new ToolException(
                ExitCode.Usage,
                $"{Path} cannot be read. Repair it, or delete it and add the profiles again."
            );
        }
    }

    /// <summary>Writes the file: as a whole or not at all, and for its owner only.</summary>
    /// <param name="profiles">The profiles.</param>
    public void Write(ProfileSet profiles)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (OperatingSystem.IsWindows())
        {
            // Only its owner can read what is below APPDATA.
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var beside = $"{Path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = new FileStream(beside, options))
            {
                JsonSerializer.Serialize(file, profiles, _json);
            }

            File.Move(beside, Path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
