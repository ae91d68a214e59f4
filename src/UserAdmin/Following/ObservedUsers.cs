using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Past;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Following;

/// <summary>Finds what another program did to accounts.</summary>
internal sealed class ObservedUsers(SubjectFold fold, IEventCheck check, ObservedProfiles profiles, TimeProvider time)
{
    /// <summary>Compares accounts with the log. Changes nothing.</summary>
    /// <param name="context">The context, in a transaction.</param>
    /// <param name="ids">The accounts.</param>
    /// <param name="newIds">Those that were created a moment ago.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<IReadOnlyList<ObservedUser>> CompareAsync(
        WriteContext context,
        IReadOnlyList<string> ids,
        IReadOnlySet<string> newIds,
        CancellationToken cancellationToken
    )
    {
        var stock = await StockAccounts.ReadAsync(context, ids, cancellationToken);
        var folded = await fold.OfAsync(context, ids, cancellationToken);
        var there = await context
            .UserProfiles.AsNoTracking()
            .Where(profile => EF.Parameter(ids).Contains(profile.UserId))
            .ToDictionaryAsync(profile => profile.UserId, cancellationToken);
        var found = new List<ObservedUser>();
        foreach (var id in ids)
        {
            var known = folded.TryGetValue(id, out var rows) ? SubjectFold.AccountOf(rows) : null;
            var (account, profile) = (stock.GetValueOrDefault(id), there.GetValueOrDefault(id));
            if (Compare(id, known, account, profile, newIds.Contains(id)) is { } one)
            {
                if (one.Event is not null)
                {
                    Verify(one.Event);
                }

                found.Add(one);
            }
        }

        return found;
    }

    /// <summary>Returns the event and the profile that an account begins with here.</summary>
    /// <param name="id">The account.</param>
    /// <param name="stock">The account as it is.</param>
    public (UserObserved Event, UserProfile Profile) FirstSeen(string id, StockAccount stock)
    {
        var account = stock.Account with
        {
            LockedUntil = AccountDifference.InEffect(stock.Account.LockedUntil, time.GetUtcNow()),
        };
        var found = new UserObserved(id, ObservedNames.Of(account, id), account);
        return (found, profiles.Begin(new(id, found, stock, null), account.LockedUntil));
    }

    private ObservedUser? Compare(
        string id,
        (UserRow Row, ObservedAccount Account)? known,
        StockAccount? stock,
        UserProfile? profile,
        bool isNew
    )
    {
        var now = time.GetUtcNow();
        if (stock is null)
        {
            return known is { } gone ? new(id, new UserObservedGone(id), null, gone.Row) : null;
        }

        if (known is { } before)
        {
            var changed = AccountDifference.Of(id, before.Account, stock, profile, now);
            return changed is null && profile is not null ? null : new(id, changed, stock, before.Row);
        }

        return new(id, FirstSeen(id, stock).Event with { IsNew = isNew }, stock, null);
    }

    private void Verify(IEvent @event) =>
        check.Verify(
            @event,
            new EventRecord
            {
                Position = 1,
                Type = @event.GetType().Name,
                SubjectId = @event.SubjectId,
                Payload = EventCodec.Encode(@event),
                At = time.GetUtcNow(),
            }
        );
}
