using System.Data.Common;
using UserAdmin.Storage;

namespace UserAdmin.Projections;

/// <summary>The read model in use, and the place beside it where the next one is built.</summary>
internal interface IReadStore
{
    /// <summary>A context on the read model in use.</summary>
    ReadContext CreateContext();

    /// <summary>
    /// The checkpoint of the read model in use, read without writing anything; where none of this program's shape is
    /// complete, its predecessor's, or null. Works before <see cref="IStoreSetup.PrepareAsync"/>.
    /// </summary>
    /// <exception cref="DbException">The file cannot be read.</exception>
    Checkpoint? FindCheckpoint();

    /// <summary>
    /// The checkpoint of the last complete read model of another shape, or null. While there is none of this program's
    /// shape, it is the only witness of which log that was.
    /// </summary>
    Checkpoint? FindPredecessor();

    /// <summary>The writer of the read model in use. The caller sees to it that there is one at a time.</summary>
    ReadModelWriter OpenWriter();

    /// <summary>
    /// The writer of a complete read model newer than the one in use (another process has rebuilt), or null.
    /// </summary>
    ReadModelWriter? OpenNewer();

    /// <summary>
    /// An empty read model beside the one in use, seen by nobody else. It may be written without the means to undo or
    /// to survive a power cut, until it is made durable.
    /// </summary>
    ReadModelWriter CreateCandidate();

    /// <summary>Makes what was built durable and puts it where the others find it, not yet complete.</summary>
    /// <param name="candidate">The candidate; disposed.</param>
    /// <returns>Its writer from now on.</returns>
    ReadModelWriter MakeDurable(ReadModelWriter candidate);

    /// <summary>
    /// Takes exclusive hold of the place where the next read model is built, or says that another process has it.
    /// </summary>
    /// <exception cref="RebuildRunningException">Somebody else is building one.</exception>
    IDisposable HoldCandidate();

    /// <summary>Turns all new contexts to this writer's read model.</summary>
    void Use(ReadModelWriter writer);

    /// <summary>
    /// How often <see cref="Use"/> has turned contexts away: one that was made before may find its file gone.
    /// </summary>
    int Switches { get; }
}

/// <summary>The place where the read model would be rebuilt is taken.</summary>
internal sealed class RebuildRunningException(Exception cause)
    : Exception(
        "Another program is rebuilding the read model, or still reads the one this rebuild would replace. "
            + "Wait a few seconds and try again.",
        cause
    );
