using System.Buffers.Binary;
using UserAdmin.Users.Index.Snapshots;
using UserAdmin.Users.Queries;

namespace UserAdmin.Users.Index;

/// <summary>
/// The keys of all users, and the place of each in the index. It takes 24 bytes per user; a dictionary of strings would
/// take 150.
/// </summary>
internal sealed class KeyColumn
{
    private const int Free = -1;
    private const int Gone = -2;

    // The keys that are not UUIDs: accounts created by a stock application may have any text as key.
    private readonly Dictionary<int, string> _others = [];
    private readonly Dictionary<string, int> _otherPlaces = [];
    private readonly List<int> _free = [];
    private readonly PagedArray<UInt128> _keys = new();
    private int[] _slots = NewSlots(1024);
    private int _used;

    /// <summary>One more than the highest place.</summary>
    public int End { get; private set; }

    /// <summary>The key at a place.</summary>
    public string this[int place] => _others.TryGetValue(place, out var other) ? other : Text(_keys[place]);

    /// <summary>Returns the place of a key, or −1 if it has none.</summary>
    public int Find(string key) =>
        TryNumber(key, out var number) ? Find(number) : _otherPlaces.GetValueOrDefault(key, Free);

    /// <summary>Returns the place of a key, and assigns a new place if it has none.</summary>
    public int Add(string key)
    {
        var place = Find(key);
        if (place >= 0)
        {
            return place;
        }

        if (_free.Count > 0)
        {
            place = _free[^1];
            _free.RemoveAt(_free.Count - 1);
        }
        else
        {
            place = End++;
        }

        if (TryNumber(key, out _keys.At(place)))
        {
            Put(place);
        }
        else
        {
            (_keys.At(place), _others[place], _otherPlaces[key]) = (UInt128.MaxValue, key, place);
        }

        return place;
    }

    /// <summary>Removes a key. Its place is reused for the next new key.</summary>
    public void Remove(int place)
    {
        if (_others.Remove(place, out var other))
        {
            _otherPlaces.Remove(other);
        }
        else
        {
            var slot = Slot(_keys[place]);
            while (_slots[slot] != place)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = Gone;
        }

        _free.Add(place);
    }

    /// <summary>Returns the upper half (0) or the lower half of a key.</summary>
    public ulong NumberOf(int place, int half) => half == 0 ? (ulong)(_keys[place] >> 64) : (ulong)_keys[place];

    /// <summary>
    /// Compares the keys at two places. The order is that of their texts; keys that are not UUIDs come last.
    /// </summary>
    public int Compare(int one, int other) =>
        _keys[one].CompareTo(_keys[other]) is var order and not 0 ? order
        : one == other ? 0
        : string.CompareOrdinal(_others.GetValueOrDefault(one), _others.GetValueOrDefault(other));

    /// <summary>Compares the key at a place with another key.</summary>
    public int Compare(int place, string key) =>
        TryNumber(key, out var number)
            ? _keys[place].CompareTo(number) is var order and not 0
                ? order
                : _others.ContainsKey(place)
                    ? 1
                    : 0
            : _others.TryGetValue(place, out var other)
                ? string.CompareOrdinal(other, key)
                : -1;

    /// <summary>Returns a copy of the keys at some places, which stays valid when the places are reused.</summary>
    public UserKeys Take(IEnumerable<int> places)
    {
        var keys = new UserKeys([]);
        foreach (var place in places)
        {
            keys.Add(_keys[place], _others.GetValueOrDefault(place));
        }

        return keys;
    }

    /// <summary>Returns the text of a key that is stored as a number.</summary>
    public static string Text(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    /// <summary>Writes the keys into a snapshot, or reads them from there.</summary>
    public void Exchange(IIndexSnapshot snapshot)
    {
        var end = End;
        snapshot.Exchange(ref end);
        End = end;
        snapshot.Exchange(ref _used);
        snapshot.Exchange(ref _slots);
        _keys.Exchange(snapshot);
        snapshot.Exchange(
            _free,
            place =>
            {
                snapshot.Exchange(ref place);
                return place;
            }
        );
        snapshot.Exchange(
            _others,
            other =>
            {
                var (place, key) = (other.Key, other.Value ?? "");
                snapshot.Exchange(ref place);
                snapshot.Exchange(ref key);
                _otherPlaces[key] = place;
                return new(place, key);
            }
        );
    }

    private int Find(UInt128 number)
    {
        for (var slot = Slot(number); _slots[slot] != Free; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (_slots[slot] >= 0 && _keys[_slots[slot]] == number && !_others.ContainsKey(_slots[slot]))
            {
                return _slots[slot];
            }
        }

        return Free;
    }

    private void Put(int place)
    {
        // Even when the table is four fifths full, most keys are found at the first or second slot.
        if (++_used > _slots.Length / 5 * 4)
        {
            _slots = NewSlots(_slots.Length << 1);
            _used = 1;
            var free = _free.ToHashSet();
            for (var other = 0; other < End; other++)
            {
                if (other != place && !free.Contains(other) && !_others.ContainsKey(other))
                {
                    _used++;
                    PutInSlot(other);
                }
            }
        }

        PutInSlot(place);
    }

    private void PutInSlot(int place)
    {
        var slot = Slot(_keys[place]);
        while (_slots[slot] != Free)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = place;
    }

    // Hashes the last bytes of the key: in a UUID v7 they are random, whereas the first ones are a timestamp.
    private int Slot(UInt128 number) => (int)(((ulong)number * 0x9E3779B97F4A7C15UL) >> 33) & (_slots.Length - 1);

    private static int[] NewSlots(int size)
    {
        var slots = new int[size];
        Array.Fill(slots, Free);
        return slots;
    }

    private static bool TryNumber(string key, out UInt128 number)
    {
        number = default;
        if (key.Length != 36 || !Guid.TryParseExact(key, "D", out var guid))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        // A UUID in capital letters is another text, so it is not stored as a number.
        return !key.AsSpan().ContainsAnyInRange('A', 'F');
    }
}
