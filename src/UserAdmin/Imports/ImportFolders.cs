using Microsoft.Extensions.Options;
using UserAdmin.Settings;

namespace UserAdmin.Imports;

/// <summary>
/// The folder of each import, <c>&lt;data&gt;/imports/&lt;id&gt;</c>. It holds the uploaded file while that may still
/// be read, and the staged rows until somebody deletes them.
/// </summary>
internal sealed class ImportFolders(IOptions<UserAdminOptions> options, IImportStages stages)
{
    private readonly string _root = Path.Combine(Path.GetFullPath(options.Value.DataDirectory), "imports");

    /// <summary>Path of the uploaded file.</summary>
    public string UploadPath(string importId) => Path.Combine(FolderOf(importId), "upload");

    /// <summary>Whether the import has a folder.</summary>
    public bool Exists(string importId) => Directory.Exists(FolderOf(importId));

    /// <summary>Whether the import has staged rows.</summary>
    public bool HasRows(string importId) => stages.HasRows(FolderOf(importId));

    /// <summary>Whether there is an uploaded file; it may be incomplete.</summary>
    public bool HasUpload(string importId) => File.Exists(UploadPath(importId));

    /// <summary>Returns when a file was last added to or removed from the folder.</summary>
    public DateTimeOffset ChangedAt(string importId) => Directory.GetLastWriteTimeUtc(FolderOf(importId));

    /// <summary>Returns the size of the uploaded file in bytes; 0 if it was deleted.</summary>
    public long UploadBytes(string importId) => HasUpload(importId) ? new FileInfo(UploadPath(importId)).Length : 0;

    /// <summary>Returns how many bytes an import uses on disk.</summary>
    public long BytesOf(string importId) =>
        Exists(importId)
            ? new DirectoryInfo(FolderOf(importId))
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Sum(file => file.Length)
            : 0;

    /// <summary>Creates the folder.</summary>
    public void Create(string importId) => Directory.CreateDirectory(FolderOf(importId));

    /// <summary>Opens the staged rows for writing.</summary>
    public IImportStage OpenStage(string importId) => stages.Open(FolderOf(importId));

    /// <summary>Opens the staged rows for reading, or returns null if there are none.</summary>
    public IStagedRows? OpenRows(string importId) =>
        Guid.TryParseExact(importId, "D", out _) && HasRows(importId) ? stages.OpenRows(FolderOf(importId)) : null;

    /// <summary>Deletes the folder of an import.</summary>
    public void Delete(string importId)
    {
        if (Directory.Exists(FolderOf(importId)))
        {
            Directory.Delete(FolderOf(importId), recursive: true);
        }
    }

    /// <summary>Deletes the uploaded file; the staged rows stay.</summary>
    public void DeleteUpload(string importId)
    {
        if (HasUpload(importId))
        {
            File.Delete(UploadPath(importId));
        }
    }

    /// <summary>Returns the ids of the imports that have a folder.</summary>
    public IReadOnlyList<string> All() =>
        Directory.Exists(_root) ? [.. Directory.GetDirectories(_root).Select(folder => Path.GetFileName(folder)!)] : [];

    // Only a UUID is accepted; anything else could name another folder.
    private string FolderOf(string importId) =>
        Guid.TryParseExact(importId, "D", out _)
            ? Path.Combine(_root, importId)
            : throw new ArgumentException("The id of an import is a UUID.", nameof(importId));
}
