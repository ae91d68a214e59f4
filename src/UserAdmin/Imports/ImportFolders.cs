using Microsoft.Extensions.Options;
using UserAdmin.Settings;

namespace UserAdmin.Imports;

/// <inheritdoc/>
/// <remarks>Each import has a folder, <c>&lt;data&gt;/imports/&lt;id&gt;</c>.</remarks>
internal sealed class ImportFolders(IOptions<UserAdminOptions> options, IImportStages stages) : IImportStorage
{
    private readonly string _root = Path.Combine(Path.GetFullPath(options.Value.DataDirectory), "imports");

    public bool Exists(string importId) => Directory.Exists(FolderOf(importId));

    public bool HasRows(string importId) => stages.HasRows(FolderOf(importId));

    public bool HasUpload(string importId) => File.Exists(UploadPath(importId));

    public DateTimeOffset ChangedAt(string importId) => Directory.GetLastWriteTimeUtc(FolderOf(importId));

    public long UploadBytes(string importId) => HasUpload(importId) ? new FileInfo(UploadPath(importId)).Length : 0;

    public long BytesOf(string importId) =>
        Exists(importId)
            ? new DirectoryInfo(FolderOf(importId))
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Sum(file => file.Length)
            : 0;

    public Task<IImportUpload> ReceiveAsync(string importId, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(FolderOf(importId));
        return Task.FromResult<IImportUpload>(
            new Upload(
                new FileStream(
                    UploadPath(importId),
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.None,
                    1 << 16,
                    FileOptions.Asynchronous
                )
            )
        );
    }

    // Shared, because another wizard may read the same upload.
    public FileStream OpenUpload(string importId) =>
        new(
            UploadPath(importId),
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            1 << 16,
            FileOptions.SequentialScan
        );

    public IImportStage OpenStage(string importId)
    {
        // A list of people to invite comes without a file, and so without a folder.
        Directory.CreateDirectory(FolderOf(importId));
        return stages.Open(FolderOf(importId));
    }

    public IStagedRows? OpenRows(string importId) =>
        Guid.TryParseExact(importId, "D", out _) && HasRows(importId) ? stages.OpenRows(FolderOf(importId)) : null;

    public void Delete(string importId)
    {
        if (Directory.Exists(FolderOf(importId)))
        {
            Directory.Delete(FolderOf(importId), recursive: true);
        }
    }

    public void DeleteUpload(string importId)
    {
        if (HasUpload(importId))
        {
            File.Delete(UploadPath(importId));
        }
    }

    public IReadOnlyList<string> All() =>
        Directory.Exists(_root) ? [.. Directory.GetDirectories(_root).Select(folder => Path.GetFileName(folder)!)] : [];

    private string UploadPath(string importId) => Path.Combine(FolderOf(importId), "upload");

    // Only a UUID is accepted; anything else could name another folder.
    private string FolderOf(string importId) =>
        Guid.TryParseExact(importId, "D", out _)
            ? Path.Combine(_root, importId)
            : throw new ArgumentException("The id of an import is a UUID.", nameof(importId));

    private sealed class Upload(FileStream file) : IImportUpload
    {
        public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
            await file.WriteAsync(bytes, cancellationToken);

        public async Task CompleteAsync(CancellationToken cancellationToken)
        {
            await file.FlushAsync(cancellationToken);
            await file.DisposeAsync();
        }

        public ValueTask DisposeAsync() => file.DisposeAsync();
    }
}
