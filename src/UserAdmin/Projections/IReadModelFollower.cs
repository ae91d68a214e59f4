using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>
/// Keeps something in memory that belongs to the read model, such as the index of its users. The runner knows its
/// followers by this interface only.
/// </summary>
internal interface IReadModelFollower
{
    /// <summary>Reads from a read model what is kept of it. Nobody writes it meanwhile.</summary>
    /// <param name="rows">Its rows, as of one moment.</param>
    /// <param name="goOn">Throws when the program ends meanwhile.</param>
    IReadModelMemory Load(ReadModelWriter rows, Action goOn);

    /// <summary>From now on queries are answered from what was loaded.</summary>
    void Use(IReadModelMemory memory);
}

/// <summary>What a follower keeps of one read model.</summary>
internal interface IReadModelMemory
{
    /// <summary>Takes over the rows that the last events have changed, before anybody is told of them.</summary>
    void Apply(ReadModelWriter rows);

    /// <summary>Takes over what another process has changed since.</summary>
    /// <returns>False when that is too much or not known: load anew.</returns>
    bool TryRefresh(ReadModelWriter rows, LogReader log);
}

/// <summary>Told of events once the read model has taken them in.</summary>
internal interface IEventFollower
{
    /// <summary>The events that were taken in, in order.</summary>
    void Followed(IReadOnlyList<EventRecord> events);

    /// <summary>The read model was replaced, or moved on by another process: anything may have changed.</summary>
    void Replaced();
}
