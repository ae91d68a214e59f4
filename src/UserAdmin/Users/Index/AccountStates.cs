using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>The data from which the states of all accounts are computed.</summary>
internal sealed class AccountStates
{
    private readonly BitSet _all;
    private readonly BitSet _deleted = new();
    private readonly BitSet _disabled = new();
    private readonly BitSet _invited = new();

    // Accounts with a lock end, past or not. They are few, so the exact time is stored for each.
    private readonly BitSet _everLocked = new();
    private readonly Dictionary<int, DateTimeOffset> _lockedUntil = [];

    /// <param name="all">All users, including the deleted ones.</param>
    public AccountStates(BitSet all) => _all = all;

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
        foreach (var set in (ReadOnlySpan<BitSet>)[_deleted, _disabled, _invited, _everLocked])
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
    /// Returns the accounts that are in a state at a point in time, with the same precedence as
    /// <see cref="UserRow.StateAt"/>.
    /// </summary>
    public BitSet InState(UserState state, DateTimeOffset now) =>
        state switch
        {
            UserState.Deleted => _deleted.Clone(),
            UserState.Disabled => _disabled.Clone().AndNot(_deleted),
            UserState.Locked => Open().And(LockedAt(now)),
            UserState.Invited => Open().AndNot(LockedAt(now)).And(_invited),
            UserState.Active => Open().AndNot(LockedAt(now)).AndNot(_invited),
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state."),
        };

    private BitSet Open() => _all.Clone().AndNot(_deleted).AndNot(_disabled);
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

    public override BitSet Where(SearchCondition condition, BitSet among) =>
        SearchValues.Choice(condition.Filter, condition.Value) is var choice && choice == SearchFields.AnyState
            ? among.Clone()
            : states.InState(Enum.Parse<UserState>(choice!, ignoreCase: true), condition.Moment.Now).And(among);

    public override IEnumerable<(string Value, int Count)> Values(BitSet among, SearchMoment moment) =>
        Enum.GetValues<UserState>()
            .Select(state => (state.ToString().ToLowerInvariant(), states.InState(state, moment.Now).CountAnd(among)));

    public override IReadOnlyList<BitSet> Parts(BitSet match, DateTimeOffset now) =>
        [.. Enum.GetValues<UserState>().Select(state => states.InState(state, now).And(match))];
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
