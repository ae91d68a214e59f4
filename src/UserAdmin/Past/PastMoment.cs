namespace UserAdmin.Past;

/// <summary>
/// What “as of” means: after the last event at or before a moment, after an event of the log, or now.
/// </summary>
/// <param name="At">The moment. All events of this very moment have happened.</param>
/// <param name="Position">Position in the log, 1 or more; the event at it has happened. Used when two events have the
/// same time. If both are given, an event counts if both include it.</param>
public sealed record PastMoment(DateTimeOffset? At = null, long? Position = null)
{
    /// <summary>Now: every event of the log has happened.</summary>
    public static PastMoment Now { get; } = new();
}

/// <summary>Whether something existed at a moment.</summary>
public enum Presence
{
    /// <summary>It existed.</summary>
    There,

    /// <summary>It did not exist yet.</summary>
    NotYet,

    /// <summary>It had been removed for good.</summary>
    Gone,
}
