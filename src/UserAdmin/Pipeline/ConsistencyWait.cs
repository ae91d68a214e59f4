using MediatR;
using UserAdmin.Messaging;
using UserAdmin.Projections;

namespace UserAdmin.Pipeline;

/// <summary>
/// Fourth and last for queries: waits until the read model holds the sender's own last change, and says in the answer
/// where it stands (decision 14).
/// </summary>
internal sealed class ConsistencyWait<TQuery, TView>(ReadModelPosition position, CurrentMessage current)
    : IPipelineBehavior<TQuery, Answer<TView>>
    where TQuery : IQuery<TView>
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(2);

    public async Task<Answer<TView>> Handle(
        TQuery request,
        RequestHandlerDelegate<Answer<TView>> next,
        CancellationToken cancellationToken
    )
    {
        var isStale =
            current.AtLeast > position.Current
            && !await position.WaitAsync(current.AtLeast, _longest, cancellationToken);
        // Before the query runs: the data may be newer than this, never older.
        var standsAt = position.Current;
        var answer = await next();
        return answer with { Position = standsAt, IsStale = isStale };
    }
}
