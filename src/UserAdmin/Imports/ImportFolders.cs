using Microsoft.Extensions.Options;
using UserAdmin.Settings;

namespace UserAdmin.Imports;

/// <summary>
/// The folder of each import, <c>&lt;data&gt;/imports/&lt;id&gt;</c>: the file as it came until it is read, and the
/// staged rows until somebody deletes them.
/// </summary>
internal sealed class ImportFolders(IOptions<UserAdminOptions> options, IImportStages stages)
{
    private readonly string _root = Path.Combine(Path.GetFullPath(options.Value.DataDirectory), "imports");

    /// <summary>The file as it came.</summary>
    public string UploadPath(string importId) => Path.Combine(FolderOf(importId), "upload");

    /// <summary>Whether there is a folder.</summary>
    public bool Exists(string importId) => Directory.Exists(FolderOf(importId));

    /// <summary>Whether there are rows.</summary>
    public bool HasRows(string importId) => stages.HasRows(FolderOf(importId));

    /// <summary>Whether there is the file as it came, or comes.</summary>
    public bool HasUpload(string importId) => File.Exists(UploadPath(importId));

    /// <summary>When something was last put into the folder or taken out.</summary>
    public DateTimeOffset ChangedAt(string importId) => Directory.GetLastWriteTimeUtc(FolderOf(importId));

    /// <summary>Bytes of the file as it came; 0 when it is gone.</summary>
    public long UploadBytes(string importId) => HasUpload(importId) ? new FileInfo(UploadPath(importId)).Length : 0;

    /// <summary>Bytes that an import takes on disk.</summary>
    public long BytesOf(string importId) =>
        Exists(importId)
            ? new DirectoryInfo(FolderOf(importId))
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Sum(file => file.Length)
            : 0;

    /// <summary>Makes the folder.</summary>
    public void Create(string importId) => Directory.CreateDirectory(FolderOf(importId));

    /// <summary>The staged rows, to write.</summary>
    public IImportStage OpenStage(string importId) => stages.Open(FolderOf(importId));

    /// <summary>The staged rows to read, or null when there are none.</summary>
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

    /// <summary>Deletes the file as it came; its rows stay.</summary>
    public void DeleteUpload(string importId)
    {
        if (HasUpload(importId))
        {
            File.Delete(UploadPath(importId));
        }
    }

    /// <summary>Ids of the imports that have a folder.</summary>
    public IReadOnlyList<string> All() =>
        Directory.Exists(_root) ? [.. Directory.GetDirectories(_root).Select(folder => Path.GetFileName(folder)!)] : [];

    // An id is a UUID; anything else could name another folder.
    private string FolderOf(string importId) =>
        Guid.TryParseExact(importId, "D", out _)
            ? Path.Combine(_root, importId)
            : throw new ArgumentException("The id of an import is a UUID.", nameof(importId));
}
