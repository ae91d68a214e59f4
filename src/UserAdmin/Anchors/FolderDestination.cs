using Microsoft.Extensions.Options;

namespace UserAdmin.Anchors;

/// <summary>Writes a file for each anchor, and the public key, to a folder.</summary>
internal sealed class FolderDestination(IOptions<AnchorOptions> options) : IAnchorDestination
{
    // So many digits of a key's fingerprint tell it from any other.
    private const int ShortKey = 16;

    public string Name => "folder";

    public string? Target => options.Value.Folder;

    public bool OnlyTheLast => false;

    public async Task<string?> DeliverAsync(Anchor anchor, string? publicKey, CancellationToken cancellationToken)
    {
        try
        {
            if (publicKey is not null)
            {
                await KeepAsync($"key-{anchor.KeyId[..ShortKey]}.pem", publicKey, cancellationToken);
            }

            return await KeepAsync(anchor.FileName, anchor.ToString(), cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"The file could not be written: {fault.Message}";
        }
    }

    /// <summary>Writes a file, which is never overwritten: what was kept is the proof.</summary>
    private async Task<string?> KeepAsync(string name, string text, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Target!, name);
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        if (!File.Exists(path))
        {
            try
            {
                await using (var file = new StreamWriter(unfinished))
                {
                    await file.WriteAsync(text.AsMemory(), cancellationToken);
                    await file.FlushAsync(cancellationToken);
                    ((FileStream)file.BaseStream).Flush(flushToDisk: true);
                }

                File.Move(unfinished, path, overwrite: false);
            }
            catch
            {
                File.Delete(unfinished);
                throw;
            }
        }

        return await File.ReadAllTextAsync(path, cancellationToken) == text
            ? null
            : $"There is another {name} already, and it was left alone: the log was restored or rewritten after it "
                + "was signed. Verify the log with that file, then move it elsewhere.";
    }
}
