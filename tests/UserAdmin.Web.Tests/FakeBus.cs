using UserAdmin.Messaging;

namespace UserAdmin.Web.Tests;

/// <summary>Both buses, answering what a test says, and remembering what was said to them.</summary>
internal sealed class FakeBus : ICommandBus, IQueryBus
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, Func<object, object>> _answers = [];
    private readonly List<object> _asked = [];

    public List<(ICommand Command, CommandContext Context)> Sent { get; } = [];

    /// <summary>What becomes of a command.</summary>
    public Func<ICommand, Task<CommandResult>> OnSend { get; set; } = _ => Task.FromResult(CommandResult.Accepted(100));

    /// <summary>Called with each query, as it comes in.</summary>
    public Action<object> OnAsk { get; set; } = _ => { };

    public IReadOnlyList<TQuery> Asked<TQuery>()
    {
        lock (_lock)
        {
            return [.. _asked.OfType<TQuery>()];
        }
    }

    public void Answer<TQuery, TView>(Func<TQuery, Task<Answer<TView>>> answer)
        where TQuery : IQuery<TView> => _answers[typeof(TQuery)] = query => answer((TQuery)query);

    public void Answer<TQuery, TView>(Func<TQuery, TView?> answer)
        where TQuery : IQuery<TView> =>
        Answer<TQuery, TView>(query => Task.FromResult(new Answer<TView> { Value = answer(query), Position = 50 }));

    public void Refuse(params Error[] errors) => OnSend = _ => Task.FromResult(CommandResult.Refused(errors));

    public Task<CommandResult> SendAsync(
        ICommand command,
        CommandContext context,
        CancellationToken cancellationToken = default
    )
    {
        Sent.Add((command, context));
        return OnSend(command);
    }

    public Task<Answer<TView>> AskAsync<TView>(
        IQuery<TView> query,
        QueryContext context,
        CancellationToken cancellationToken = default
    )
    {
        lock (_lock)
        {
            _asked.Add(query);
        }

        OnAsk(query);
        return _answers.TryGetValue(query.GetType(), out var answer)
            ? (Task<Answer<TView>>)answer(query)
            : throw new InvalidOperationException($"The test does not say what {query} answers.");
    }
}
