using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>
/// Keeps data of the read model in memory, such as the index of its users. The runner knows its followers only by this
/// interface.
/// </summary>
internal interface IReadModelFollower
{
    /// <summary>Loads the data from a read model. Nobody writes to it meanwhile.</summary>
    /// <param name="rows">Its rows, as of one moment.</param>
    /// <param name="goOn">Throws if the program is shutting down.</param>
    IReadModelMemory Load(ReadModelWriter rows, Action goOn);

    /// <summary>Makes queries use the loaded data from now on.</summary>
    void Use(IReadModelMemory memory);
}

/// <summary>The data that a follower keeps of one read model.</summary>
internal interface IReadModelMemory
{
    /// <summary>Applies the rows that the last events changed, before any subscriber is notified.</summary>
    void Apply(ReadModelWriter rows);

    /// <summary>Applies the changes that another process has made since.</summary>
    /// <returns>False if there are too many changes or they are unknown; the caller must then load again.</returns>
    bool TryRefresh(ReadModelWriter rows, LogReader log);
}

/// <summary>Receives events after the read model has applied them.</summary>
internal interface IEventFollower
{
    /// <summary>Called with the applied events, in order.</summary>
    void Followed(IReadOnlyList<EventRecord> events);

    /// <summary>
    /// Called when the read model was replaced or another process advanced it; anything may have changed.
    /// </summary>
    void Replaced();
}
