namespace UserAdmin.Imports;

/// <summary>
/// Keeps the working data of imports, which is not part of the log: the uploaded file while that may still be read, and
/// the staged rows until somebody deletes them. Any other node that takes over an import must find both.
/// </summary>
internal interface IImportStorage
{
    /// <summary>Whether anything of the import is kept.</summary>
    bool Exists(string importId);

    /// <summary>Whether the import has staged rows.</summary>
    bool HasRows(string importId);

    /// <summary>Whether there is an uploaded file; it may be incomplete.</summary>
    bool HasUpload(string importId);

    /// <summary>Returns when something was last added or removed; it must exist.</summary>
    DateTimeOffset ChangedAt(string importId);

    /// <summary>Returns the size of the uploaded file in bytes; 0 if it was deleted.</summary>
    long UploadBytes(string importId);

    /// <summary>Returns how many bytes an import uses.</summary>
    long BytesOf(string importId);

    /// <summary>Begins to receive the file of a new import.</summary>
    /// <exception cref="IOException">There is one already.</exception>
    Task<IImportUpload> ReceiveAsync(string importId, CancellationToken cancellationToken);

    /// <summary>Opens the uploaded file for reading; it must exist.</summary>
    FileStream OpenUpload(string importId);

    /// <summary>Opens the staged rows for writing.</summary>
    IImportStage OpenStage(string importId);

    /// <summary>Opens the staged rows for reading, or returns null if there are none.</summary>
    IStagedRows? OpenRows(string importId);

    /// <summary>Deletes everything of an import.</summary>
    void Delete(string importId);

    /// <summary>Deletes the uploaded file; the staged rows stay.</summary>
    void DeleteUpload(string importId);

    /// <summary>Returns the ids of the imports of which anything is kept.</summary>
    IReadOnlyList<string> All();
}

/// <summary>A file that is being received; dispose it when everything was written.</summary>
internal interface IImportUpload : IAsyncDisposable
{
    /// <summary>Adds bytes to the end of the file.</summary>
    Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Completes the file; it can be opened then.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);
}
