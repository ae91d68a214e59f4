using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Settings;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;

namespace UserAdmin.Users.Index.Snapshots;

/// <summary>
/// The snapshot of the index on disk, <c>&lt;data&gt;/users.index</c>. With it, the program answers lists after a start
/// without reading every row. It may be deleted at any time; one that is damaged, or that another build, another log or
/// another read model has written, is ignored. Decision 67 gives reasons and figures.
/// </summary>
internal sealed class UserIndexSnapshots(
    IOptions<UserAdminOptions> options,
    UserFieldSet fields,
    ILogger<UserIndexSnapshots> logger
)
{
    // What the index contains depends on this program's code and on the Unicode data by which texts are folded. The
    // number is that of the file's own layout before the first value.
    private readonly string _build =
        $"UserAdmin list index 1 {typeof(UserIndex).Module.ModuleVersionId} {RuntimeInformation.FrameworkDescription} "
        + $"{CultureInfo.InvariantCulture.CompareInfo.Version.SortId} {fields.Signature}";

    private const int BufferSize = 64 * 1024;

    private Task<(SnapshotHeading, UserIndex?)>? _reading;

    /// <summary>The path of the snapshot.</summary>
    public string Path { get; } =
        System.IO.Path.Combine(System.IO.Path.GetFullPath(options.Value.DataDirectory), "users.index");

    /// <summary>
    /// Reads the snapshot on another thread, for the next call of <see cref="TryRead"/>, which then checks whether it
    /// fits.
    /// </summary>
    public Task ReadAheadAsync() =>
        // Nobody knows yet at which position the read model is.
        _reading = Task.Run(() => Read(heading => heading.Build == _build));

    /// <summary>Reads the index from the snapshot, as of the position at which it was written.</summary>
    /// <param name="checkpoint">The checkpoint of the read model whose index it has to be.</param>
    /// <param name="log">The log.</param>
    /// <returns>Null if there is no snapshot that fits.</returns>
    public UserIndex? TryRead(Checkpoint checkpoint, LogReader log)
    {
        try
        {
#pragma warning disable VSTHRD002 // Called while a lock is held, and the reading thread waits for nobody.
            var (heading, index) = Interlocked.Exchange(ref _reading, null) is { } reading
                ? reading.GetAwaiter().GetResult()
                : Read(Fits);
#pragma warning restore VSTHRD002
            if (Fits(heading))
            {
                return index;
            }

            logger.LogInformation("The snapshot of the list index belongs to another build, log or read model.");
            return null;

            bool Fits(SnapshotHeading heading) => heading.Fits(_build, checkpoint, log);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            // The first start: when the reading began, there was not even a folder.
            return null;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            logger.LogWarning(fault, "The list index cannot be read from its snapshot; it is read from the rows.");
            return null;
        }
    }

    /// <summary>Writes a snapshot in place of the one before.</summary>
    /// <param name="index">The index.</param>
    /// <param name="generation">The generation of its read model.</param>
    /// <param name="log">The log.</param>
    /// <returns>The position of the snapshot.</returns>
    /// <exception cref="IOException">It cannot be written; the one before remains.</exception>
    public long Write(UserIndex index, int generation, LogReader log)
    {
        // Left behind by a crash, it is written again.
        var building = Path + ".new";
        try
        {
            PrivateFiles.Create(building);
            var heading = new SnapshotHeading { Build = _build, Generation = generation };
            using (var file = new FileStream(building, FileMode.Truncate, FileAccess.Write, FileShare.None, BufferSize))
            {
                var writer = new SnapshotWriter(file);
                index.Write(
                    writer,
                    position =>
                    {
                        (heading.Position, heading.Hash) = (position, log.HashAt(position) ?? []);
                        heading.Exchange(writer);
                    }
                );
                writer.Finish();
            }

            File.Move(building, Path, overwrite: true);
            return heading.Position;
        }
        catch
        {
            File.Delete(building);
            throw;
        }
    }

    /// <summary>
    /// Copies an index, by way of a file that is deleted at once: two indexes of a million users in memory are enough.
    /// </summary>
    /// <param name="index">The index. Changes of it wait until most of it is written.</param>
    /// <returns>The copy, and the log position that it is of.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public (UserIndex Copy, long Position) Copy(UserIndex index)
    {
        var path = $"{Path}.{Guid.NewGuid():N}.tmp";
        PrivateFiles.Create(path);
        using var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.None,
            BufferSize,
            FileOptions.DeleteOnClose
        );
        var writer = new SnapshotWriter(file);
        var written = 0L;
        index.Write(writer, position => written = position);
        writer.Finish();
        file.Position = 0;
        var reader = new SnapshotReader(file);
        var copy = new UserIndex(fields);
        copy.Read(reader);
        reader.Finish();
        return (copy, written);
    }

    /// <summary>Deletes the snapshot.</summary>
    public void Delete() => File.Delete(Path);

    /// <summary>Returns the heading of the snapshot, and the index if the heading is accepted.</summary>
    private (SnapshotHeading Heading, UserIndex? Index) Read(Predicate<SnapshotHeading> accepts)
    {
        var started = Stopwatch.GetTimestamp();
        // Arrays larger than the buffer are read past it.
        using var file = new FileStream(
            Path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            BufferSize
        );
        var reader = new SnapshotReader(file);
        var heading = new SnapshotHeading();
        heading.Exchange(reader);
        if (!accepts(heading))
        {
            return (heading, null);
        }

        var index = new UserIndex(fields);
        index.Read(reader);
        reader.Finish();
        logger.LogInformation(
            "The list index of event {Position} was read from its snapshot in {Milliseconds:0} ms.",
            index.Position,
            Stopwatch.GetElapsedTime(started).TotalMilliseconds
        );
        return (heading, index);
    }
}
