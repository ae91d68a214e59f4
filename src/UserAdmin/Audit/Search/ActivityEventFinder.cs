using UserAdmin.Messaging;
using UserAdmin.Undoing;

namespace UserAdmin.Audit.Search;

/// <summary>Finds the events to undo by a search of the activity.</summary>
internal sealed class ActivityEventFinder(ActivitySearch search, IActivityReader reader) : IFindsEvents
{
    public async Task<(IReadOnlyList<FoundEvent> Events, bool AreAll, Error? Refusal)> FindAsync(
        string text,
        int most,
        CancellationToken cancellationToken
    )
    {
        var (filter, refusal) = await search.ReadAsync(text, cancellationToken);
        if (filter is null)
        {
            return ([], false, refusal);
        }

        var (events, areAll) = await FindAsync(filter, most, cancellationToken);
        return (events, areAll, null);
    }

    public async Task<(IReadOnlyList<FoundEvent> Events, bool AreAll)> OfBatchAsync(
        string batchId,
        int most,
        CancellationToken cancellationToken
    )
    {
        var (events, areAll) = await FindAsync(
            new ActivityFilter(
                [new([new ActivityTest.OneOf(ActivityColumn.Batch, [batchId])], IsNegated: false)],
                Span: null
            ),
            most,
            cancellationToken
        );
        return ([.. events.Where(one => one.SubjectId != batchId)], areAll);
    }

    private async Task<(IReadOnlyList<FoundEvent> Events, bool AreAll)> FindAsync(
        ActivityFilter filter,
        int most,
        CancellationToken cancellationToken
    )
    {
        var (facts, areAll) = await reader.NewestAsync(filter, most, cancellationToken);
        return ([.. facts.Select(fact => new FoundEvent(fact.Position, fact.SubjectId))], areAll);
    }
}
