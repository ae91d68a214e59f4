using System.Data.Common;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>The storage of the read model in use, and of the candidate that is built beside it.</summary>
internal interface IReadStore
{
    /// <summary>Creates a context on the read model in use.</summary>
    ReadContext CreateContext();

    /// <summary>
    /// Reads the checkpoint of the read model in use without writing anything. If no read model of this program's shape
    /// is complete, reads its predecessor's; null if there is none. Works before <see
    /// cref="IStoreSetup.PrepareAsync"/>.
    /// </summary>
    /// <exception cref="DbException">The file cannot be read.</exception>
    Checkpoint? FindCheckpoint();

    /// <summary>
    /// Finds the checkpoint of the last complete read model of another shape, or null. While there is no read model of
    /// this program's shape, only this checkpoint tells which log was in use.
    /// </summary>
    Checkpoint? FindPredecessor();

    /// <summary>
    /// Opens the writer of the read model in use. The caller makes sure that there is only one at a time.
    /// </summary>
    ReadModelWriter OpenWriter();

    /// <summary>
    /// Opens the writer of a complete read model newer than the one in use (another process has rebuilt it), or returns
    /// null.
    /// </summary>
    ReadModelWriter? OpenNewer();

    /// <summary>
    /// Creates an empty read model beside the one in use, invisible to everyone else. Until it is made durable, it may
    /// be written without rollback and without protection against a power failure.
    /// </summary>
    ReadModelWriter CreateCandidate();

    /// <summary>
    /// Makes the candidate durable and puts it where other processes find it, not yet marked complete.
    /// </summary>
    /// <param name="candidate">The candidate; disposed.</param>
    /// <returns>The writer to use from now on.</returns>
    ReadModelWriter MakeDurable(ReadModelWriter candidate);

    /// <summary>Locks the place where the next read model is built, for this process alone.</summary>
    /// <exception cref="RebuildRunningException">Another process holds the lock.</exception>
    IDisposable HoldCandidate();

    /// <summary>Makes all new contexts use this writer's read model.</summary>
    void Use(ReadModelWriter writer);

    /// <summary>
    /// How often <see cref="Use"/> has switched to another read model. A context created before a switch may find its
    /// file gone.
    /// </summary>
    int Switches { get; }
}

/// <summary>Thrown when another process holds the place where the read model would be rebuilt.</summary>
internal sealed class RebuildRunningException(Exception cause)
    : Exception(
        "Another program is rebuilding the read model, or still reads the one this rebuild would replace. "
            + "Wait a few seconds and try again.",
        cause
    );
