namespace UserAdmin.Projections;

/// <summary>A change of the read model.</summary>
/// <param name="Position">Position that it has reached.</param>
/// <param name="Subjects">Ids of the users and roles that changed. Empty means "anything may have changed": the read
/// model was replaced.</param>
public sealed record ReadModelChange(long Position, IReadOnlySet<string> Subjects)
{
    /// <summary>Whether a role changed. This may change anyone's permissions.</summary>
    public bool ChangesRoles { get; init; }

    /// <summary>Returns whether the subject may have changed.</summary>
    /// <param name="subject">Id of a user or role.</param>
    public bool Concerns(string subject) => Subjects.Count == 0 || Subjects.Contains(subject);
}

/// <summary>Notifies open pages after each commit of the read model.</summary>
public interface IChangeFeed
{
    /// <summary>Subscribes to changes. Subscribe before the first load so that no change is missed.</summary>
    /// <param name="onChange">Called outside any lock, on the runner's thread; it must only hand the work over to
    /// another thread.</param>
    /// <returns>Dispose to stop.</returns>
    IDisposable Subscribe(Action<ReadModelChange> onChange);
}
