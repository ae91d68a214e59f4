namespace UserAdmin.Projections;

/// <summary>The read model has moved on.</summary>
/// <param name="Position">Position it stands at now.</param>
/// <param name="Subjects">Ids of the users and roles that changed. Empty means "anything may have changed": the read
/// model was replaced.</param>
public sealed record ReadModelChange(long Position, IReadOnlySet<string> Subjects)
{
    /// <summary>Whether a role changed, and with it perhaps what anybody may do.</summary>
    public bool ChangesRoles { get; init; }

    /// <summary>Whether the subject may have changed.</summary>
    /// <param name="subject">Id of a user or role.</param>
    public bool Concerns(string subject) => Subjects.Count == 0 || Subjects.Contains(subject);
}

/// <summary>Tells open pages that the read model has moved on, after each of its commits.</summary>
public interface IChangeFeed
{
    /// <summary>Subscribes. Subscribe before the first load: what comes in between is then not missed.</summary>
    /// <param name="onChange">Called outside any lock, on the runner's thread: hand over, do not work.</param>
    /// <returns>Dispose to stop.</returns>
    IDisposable Subscribe(Action<ReadModelChange> onChange);
}
