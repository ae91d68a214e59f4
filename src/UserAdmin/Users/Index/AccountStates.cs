using UserAdmin.Users.Index.Snapshots;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>The data from which the states of all accounts are computed.</summary>
internal sealed class AccountStates
{
    private readonly BitSet _deleted = new();
    private readonly BitSet _disabled = new();
    private readonly BitSet _invited = new();

    // Accounts with a lock end, past or not. They are few, so the exact time is stored for each.
    private readonly BitSet _everLocked = new();
    private readonly Dictionary<int, DateTimeOffset> _lockedUntil = [];

    private BitSet[] Sets => [_deleted, _disabled, _invited, _everLocked];

    /// <summary>The deleted users. Do not modify the set.</summary>
    public BitSet Deleted => _deleted;

    public void Put(int place, UserRow row)
    {
        _deleted[place] = row.DeletedAt is not null;
        _disabled[place] = row.DisabledAt is not null;
        _invited[place] = row.InvitedAt is not null;
        _everLocked[place] = row.LockedUntil is not null;
        if (row.LockedUntil is { } until)
        {
            _lockedUntil[place] = until;
        }
        else
        {
            _lockedUntil.Remove(place);
        }
    }

    public void Remove(int place)
    {
        foreach (var set in Sets)
        {
            set[place] = false;
        }

        _lockedUntil.Remove(place);
    }

    /// <summary>
    /// Returns the accounts that are locked at a point in time, even if they are also disabled or deleted.
    /// </summary>
    public BitSet LockedAt(DateTimeOffset now) => _everLocked.Where(place => _lockedUntil[place] > now);

    /// <summary>
    /// Splits accounts by their state at a point in time, with the same precedence as <see cref="UserRow.StateAt"/>.
    /// </summary>
    /// <param name="accounts">The accounts to split.</param>
    /// <param name="now">The point in time.</param>
    /// <returns>The accounts in each state, indexed by <see cref="UserState"/>.</returns>
    public BitSet[] Split(BitSet accounts, DateTimeOffset now)
    {
        var states = new BitSet[Enum.GetValues<UserState>().Length];
        var rest = accounts.Clone();
        foreach (
            var (state, set) in (ReadOnlySpan<(UserState, BitSet)>)
                [
                    (UserState.Deleted, _deleted),
                    (UserState.Disabled, _disabled),
                    (UserState.Locked, LockedAt(now)),
                    (UserState.Invited, _invited),
                ]
        )
        {
            states[(int)state] = rest.Clone().And(set);
            rest.AndNot(set);
        }

        states[(int)UserState.Active] = rest;
        return states;
    }

    /// <summary>Writes the data into a snapshot, or reads it from there.</summary>
    public void Exchange(IIndexSnapshot snapshot)
    {
        foreach (var set in Sets)
        {
            set.Exchange(snapshot);
        }

        snapshot.Exchange(
            _lockedUntil,
            locked =>
            {
                var (place, ticks) = (locked.Key, locked.Value.UtcTicks);
                snapshot.Exchange(ref place);
                snapshot.Exchange(ref ticks);
                return new(place, new DateTimeOffset(ticks, TimeSpan.Zero));
            }
        );
    }
}

/// <summary>The index of the account's state. Sorted by it, the list has one part for each state.</summary>
internal sealed class StateIndex(AccountStates states) : FieldIndex
{
    public override bool Put(int place, UserRow row, string[]? texts)
    {
        states.Put(place, row);
        return false;
    }

    public override void Remove(int place) => states.Remove(place);

    public override void Exchange(IIndexSnapshot snapshot) => states.Exchange(snapshot);

    public override BitSet Where(SearchCondition condition, BitSet among) =>
        SearchValues.Choice(condition.Filter, condition.Value) is var choice && choice == SearchFields.AnyState
            ? among.Clone()
            : states.Split(among, condition.Moment.Now)[(int)Enum.Parse<UserState>(choice!, ignoreCase: true)];

    public override IEnumerable<(string Value, int Count)> Values(BitSet among, SearchMoment moment) =>
        states
            .Split(among, moment.Now)
            .Select((accounts, state) => (((UserState)state).ToString().ToLowerInvariant(), accounts.Count()));

    public override IReadOnlyList<BitSet> Parts(BitSet match, DateTimeOffset now) => states.Split(match, now);
}

/// <summary>
/// The index of whether the account is locked now, computed from the same <see cref="AccountStates"/>.
/// </summary>
internal sealed class LockedIndex(AccountStates states) : FieldIndex
{
    public override bool Put(int place, UserRow row, string[]? texts) => false;

    public override BitSet Where(SearchCondition condition, BitSet among) =>
        YesNo.Where(states.LockedAt(condition.Moment.Now), condition, among);

    public override IEnumerable<(string Value, int Count)> Values(BitSet among, SearchMoment moment) =>
        YesNo.Values(states.LockedAt(moment.Now), among);
}
