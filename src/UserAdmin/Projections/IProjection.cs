using UserAdmin.EventLog;

namespace UserAdmin.Projections;

/// <summary>
/// Folds one kind of event into rows of the read model. No guard against repetition: the runner applies each event
/// once.
/// </summary>
/// <typeparam name="TEvent">The event.</typeparam>
internal interface IProject<in TEvent>
    where TEvent : IEvent
{
    void Apply(TEvent @event, EventRecord record, IReadModelRows rows);
}

/// <summary>The rows a projection may read and change; stored together with the checkpoint, or not at all.</summary>
internal interface IReadModelRows
{
    /// <summary>A row by its key, to be changed, or null.</summary>
    TRow? Find<TRow>(params ReadOnlySpan<string> key)
        where TRow : class, new();

    /// <summary>A row that has to be there.</summary>
    /// <exception cref="InvalidOperationException">It is not: the log contradicts itself.</exception>
    TRow Get<TRow>(params ReadOnlySpan<string> key)
        where TRow : class, new();

    /// <summary>Every row whose column has the value, to be changed.</summary>
    IReadOnlyList<TRow> Where<TRow>(string column, string value)
        where TRow : class, new();

    /// <summary>A new row.</summary>
    void Add<TRow>(TRow row)
        where TRow : class, new();

    /// <summary>Takes a row away.</summary>
    void Remove<TRow>(TRow row)
        where TRow : class, new();
}
