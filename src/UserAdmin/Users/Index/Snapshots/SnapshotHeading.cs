using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Users.Index.Snapshots;

/// <summary>The beginning of a snapshot, which tells whether the rest can be used.</summary>
internal sealed class SnapshotHeading
{
    private string _build = "";
    private int _generation;
    private long _position;
    private byte[] _hash = [];

    /// <summary>What the content depends on besides the log: the build of the program and the platform.</summary>
    public string Build
    {
        get => _build;
        init => _build = value;
    }

    /// <summary>The generation of the read model (<see cref="Checkpoint.Generation"/>).</summary>
    public int Generation
    {
        get => _generation;
        init => _generation = value;
    }

    /// <summary>The log position of the rows that the index reflects.</summary>
    public long Position
    {
        get => _position;
        set => _position = value;
    }

    /// <summary>The hash of the event at that position.</summary>
    public byte[] Hash
    {
        get => _hash;
        set => _hash = value;
    }

    /// <summary>Writes the heading into a snapshot, or reads it from there.</summary>
    public void Exchange(IIndexSnapshot snapshot)
    {
        snapshot.Exchange(ref _build);
        snapshot.Exchange(ref _generation);
        snapshot.Exchange(ref _position);
        snapshot.Exchange(ref _hash);
    }

    /// <summary>
    /// Returns whether this build can use the snapshot for a read model, applying the events since its position.
    /// </summary>
    public bool Fits(string build, Checkpoint checkpoint, LogReader log) =>
        // A read model that is being built has no snapshot; the one of its predecessor may differ.
        checkpoint.IsComplete
        && _build == build
        && _generation == checkpoint.Generation
        && _position <= checkpoint.Position
        && log.HashAt(_position) is { } hash
        && hash.AsSpan().SequenceEqual(_hash);
}
