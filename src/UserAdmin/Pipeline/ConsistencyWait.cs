using MediatR;
using UserAdmin.Messaging;
using UserAdmin.Projections;

namespace UserAdmin.Pipeline;

/// <summary>
/// The fourth and last pipeline step for queries: waits until the read model contains the sender's own last change, and
/// puts the read model's position into the answer (decision 14).
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
        // Read before the query runs, so that the data may be newer than this position but never older.
        var standsAt = position.Current;
        var answer = await next();
        return answer with { Position = standsAt, IsStale = isStale };
    }
}
