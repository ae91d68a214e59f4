using UserAdmin.Users.Index.Snapshots;

namespace UserAdmin.Users.Index;

/// <summary>
/// All users in the order of one column; users with equal keys are ordered by name, then by the account's key. The
/// order is built on first use and takes 4 bytes per user. Later changes are queued, and merged in one pass when the
/// order is next used.
/// </summary>
internal sealed class SortOrder(SortColumn column, SortColumn names, SortColumn keys) : IComparer<int>
{
    // The highest depth (see SortColumn.Numbers). Texts that are equal up to it are compared as a whole.
    private const int MostDepth = 6;

    // Up to this number of queued changes, each old place is looked for by itself; that is one fast scan for each.
    private const int MostLookedFor = 16;

    private readonly BitSet _waiting = new();
    private readonly List<int> _waitingPlaces = [];
    private int[] _places = [];
    private int _count;

    /// <summary>Whether the order has been built.</summary>
    public bool IsMade { get; private set; }

    /// <summary>Whether the order is built and has no queued changes.</summary>
    public bool IsCurrent => IsMade && _waitingPlaces.Count == 0;

    /// <summary>When the order was last used, in milliseconds of <see cref="Environment.TickCount64"/>.</summary>
    public long AskedAt { get; private set; }

    /// <summary>The users in order.</summary>
    public ReadOnlySpan<int> Places => _places.AsSpan(0, _count);

    public int Compare(int x, int y) =>
        column.Compare(x, y) is var order and not 0 ? order
        : names.Compare(x, y) is var byName and not 0 ? byName
        : keys.Compare(x, y);

    /// <summary>Compares a user with a cursor.</summary>
    public int Compare(int place, SortCursor cursor) =>
        column.Compare(place, cursor.Key) is var order and not 0 ? order
        : names.Compare(place, new SortKey(0, cursor.Name)) is var byName and not 0 ? byName
        : keys.Compare(place, new SortKey(0, cursor.Id));

    /// <summary>Returns the cursor of a user.</summary>
    public SortCursor CursorAt(int place, int part) =>
        new(part, column.KeyOf(place), names.KeyOf(place).Text, keys.KeyOf(place).Text);

    public void Asked() => AskedAt = Environment.TickCount64;

    /// <summary>Queues a user whose place in the order has changed, or who was deleted.</summary>
    public void Changed(int place)
    {
        if (IsMade && !_waiting[place])
        {
            _waiting[place] = true;
            _waitingPlaces.Add(place);
        }
    }

    /// <summary>Releases the memory until the order is used again.</summary>
    public void Forget()
    {
        (_places, _count, IsMade) = ([], 0, false);
        Settle();
    }

    /// <summary>Builds the order, or merges the queued changes.</summary>
    /// <param name="all">All users.</param>
    /// <param name="byName">The order by name, which must be up to date; null when this is that order.</param>
    public void BringUpToDate(BitSet all, SortOrder? byName)
    {
        if (!IsMade || _waitingPlaces.Count > _count / 4)
        {
            Make(all, byName);
        }
        else if (_waitingPlaces.Count > 0)
        {
            Merge(all);
        }

        IsMade = true;
        Settle();
    }

    /// <summary>
    /// Returns whether it is cheaper to sort some users anew than to look for them among all: reading a page passes
    /// over more of the others the fewer there are.
    /// </summary>
    public bool IsFew(int count) => (long)count * count <= _count / 4;

    /// <summary>Returns some of the users in this order.</summary>
    public int[] Sorted(BitSet some)
    {
        int[] places = [.. some.Places()];
        Sort(places, depth: 0, nameRanks: null);
        return places;
    }

    /// <summary>Returns the users who have no value in the column; they are the first ones in this order.</summary>
    public BitSet WithoutValue()
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            (low, high) = column.HasValue(_places[middle]) ? (low, middle) : (middle + 1, high);
        }

        var without = new BitSet();
        foreach (var place in _places.AsSpan(0, low))
        {
            without[place] = true;
        }

        return without;
    }

    /// <summary>Writes the order into a snapshot, or reads it from there.</summary>
    public void Exchange(IIndexSnapshot snapshot)
    {
        var isMade = IsMade;
        snapshot.Exchange(ref isMade);
        IsMade = isMade;
        snapshot.Exchange(ref _count);
        snapshot.Exchange(ref _places);
        int[] waiting = [.. _waitingPlaces];
        snapshot.Exchange(ref waiting);
        if (snapshot.IsReading)
        {
            foreach (var place in waiting)
            {
                Changed(place);
            }

            Asked();
        }
    }

    /// <summary>
    /// Counts the users before a cursor, or up to and including the user that the cursor was taken from.
    /// </summary>
    /// <param name="places">Users in this order.</param>
    /// <param name="cursor">The cursor.</param>
    /// <param name="including">Whether to count the user that the cursor was taken from.</param>
    public int CountBefore(ReadOnlySpan<int> places, SortCursor cursor, bool including)
    {
        var (low, high) = (0, places.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            var order = Compare(places[middle], cursor);
            (low, high) = order < 0 || (including && order == 0) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Make(BitSet all, SortOrder? byName)
    {
        _count = all.Count();
        if (_places.Length < _count)
        {
            _places = new int[_count + (_count >> 4)];
        }

        var next = 0;
        foreach (var place in all.Places())
        {
            _places[next++] = place;
        }

        Sort(_places.AsSpan(0, _count), depth: 0, byName is null ? null : RanksOf(byName));
    }

    private void Sort(Span<int> places, int depth, int[]? nameRanks)
    {
        var numbers = column.Numbers(places, depth);
        numbers.AsSpan().Sort(places);
        for (var first = 0; first < places.Length; )
        {
            var end = first + 1;
            while (end < places.Length && numbers[end] == numbers[first])
            {
                end++;
            }

            if (end - first > 1)
            {
                SortEqual(places[first..end], depth, column.IsDecisive(numbers[first]), nameRanks);
            }

            first = end;
        }
    }

    /// <summary>
    /// Sorts users with equal numbers: by the next number, or by name if their keys are equal.
    /// </summary>
    private void SortEqual(Span<int> places, int depth, bool isDecided, int[]? nameRanks)
    {
        if (!isDecided && places.Length > 16 && depth < MostDepth)
        {
            Sort(places, depth + 1, nameRanks);
        }
        else if (isDecided && nameRanks is not null)
        {
            // Comparing ranks is faster than comparing names, and hundreds of thousands of rows may have equal keys.
            var ranks = new int[places.Length];
            for (var i = 0; i < ranks.Length; i++)
            {
                ranks[i] = nameRanks[places[i]];
            }

            ranks.AsSpan().Sort(places);
        }
        else
        {
            places.Sort(this);
        }
    }

    private static int[] RanksOf(SortOrder byName)
    {
        var highest = -1;
        foreach (var place in byName.Places)
        {
            highest = Math.Max(highest, place);
        }

        var ranks = new int[highest + 1];
        for (var i = 0; i < byName.Places.Length; i++)
        {
            ranks[byName.Places[i]] = i;
        }

        return ranks;
    }

    private void Merge(BitSet all)
    {
        var kept = _waitingPlaces.Count <= MostLookedFor ? LeaveOutFew() : LeaveOutMany();
        var arriving = _waitingPlaces.Where(place => all[place]).ToArray();
        Array.Sort(arriving, this);
        _count = kept + arriving.Length;
        if (_places.Length < _count)
        {
            Array.Resize(ref _places, _count + (_count >> 4));
        }

        // Works backwards, so that each stretch between two new places is moved only once.
        for (var i = arriving.Length - 1; i >= 0; i--)
        {
            var at = Array.BinarySearch(_places, 0, kept, arriving[i], this);
            at = at < 0 ? ~at : at;
            _places.AsSpan(at, kept - at).CopyTo(_places.AsSpan(at + i + 1));
            (_places[at + i], kept) = (arriving[i], at);
        }
    }

    /// <summary>Takes the queued users out of the order. Returns the number of those that stay.</summary>
    private int LeaveOutMany()
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (!_waiting[_places[i]])
            {
                _places[kept++] = _places[i];
            }
        }

        return kept;
    }

    /// <summary>The same for a few: moves what lies between them, and leaves the rest where it is.</summary>
    private int LeaveOutFew()
    {
        var places = _places.AsSpan(0, _count);
        var steps = new List<int>(_waitingPlaces.Count);
        foreach (var place in _waitingPlaces)
        {
            if (places.IndexOf(place) is var step and >= 0)
            {
                steps.Add(step);
            }
        }

        steps.Sort();
        for (var i = 0; i < steps.Count; i++)
        {
            var end = i + 1 < steps.Count ? steps[i + 1] : _count;
            places[(steps[i] + 1)..end].CopyTo(places[(steps[i] - i)..]);
        }

        return _count - steps.Count;
    }

    private void Settle()
    {
        foreach (var place in _waitingPlaces)
        {
            _waiting[place] = false;
        }

        _waitingPlaces.Clear();
    }
}
