using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>
/// A projection: applies one type of event to rows of the read model. It need not guard against repetition, because the
/// runner applies each event once.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
internal interface IProject<in TEvent>
    where TEvent : IEvent
{
    void Apply(TEvent @event, EventRecord record, IReadModelRows rows);
}

/// <summary>
/// The rows that a projection may read and change. They are stored in the same transaction as the checkpoint.
/// </summary>
internal interface IReadModelRows
{
    /// <summary>Finds a row by its key, or null. The caller may change it.</summary>
    TRow? Find<TRow>(params ReadOnlySpan<string> key)
        where TRow : class, new();

    /// <summary>Returns a row that must exist.</summary>
    /// <exception cref="InvalidOperationException">The row does not exist: the log contradicts itself.</exception>
    TRow Get<TRow>(params ReadOnlySpan<string> key)
        where TRow : class, new();

    /// <summary>
    /// Returns every row whose column has the value. The caller may change them, but not that column: it keeps the
    /// value that the row was added with.
    /// </summary>
    IReadOnlyList<TRow> Where<TRow>(string column, string value)
        where TRow : class, new();

    /// <summary>
    /// Changes every row whose column has the value. Unlike with <see cref="Where"/>, there may be any number of them:
    /// they are read and written in portions, and are not among those that the batch has seen.
    /// </summary>
    /// <typeparam name="TRow">The row; its key is one number.</typeparam>
    void ChangeEach<TRow>(string column, string value, Action<TRow> change)
        where TRow : class, new();

    /// <summary>Adds a row.</summary>
    void Add<TRow>(TRow row)
        where TRow : class, new();

    /// <summary>Removes a row.</summary>
    void Remove<TRow>(TRow row)
        where TRow : class, new();
}
