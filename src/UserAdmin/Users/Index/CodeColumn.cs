using UserAdmin.Text;
using UserAdmin.Users.Index.Snapshots;

namespace UserAdmin.Users.Index;

/// <summary>
/// A column for values that many users share, such as the department. It stores each value once, and for each user the
/// number (code) of the value.
/// </summary>
internal sealed class CodeColumn
{
    private readonly Dictionary<string, int> _codes = [];
    private readonly List<CodeValue> _values = [new("", "", "")];

    // How many users have each value. A value that nobody has any more is forgotten: it may be all that is left of a
    // person.
    private readonly List<int> _uses = [0];
    private readonly List<int> _free = [];
    private readonly NarrowColumn _column = new();
    private int[]? _ranks;

    /// <summary>
    /// The values, indexed by code. Code 0 means no value; the codes of forgotten values are empty, and nobody has
    /// them.
    /// </summary>
    public IReadOnlyList<CodeValue> Values => _values;

    /// <summary>The code of a user's value.</summary>
    public int this[int place] => _column[place];

    /// <summary>Stores a value. Returns true if it changed.</summary>
    public bool Set(int place, string? value)
    {
        var code = 0;
        if (!string.IsNullOrEmpty(value) && !_codes.TryGetValue(value, out code))
        {
            code = Add(value);
        }

        var before = _column[place];
        // Also the value of a new user is stored who has none: only a stored one is found.
        if (!_column.Set(place, code))
        {
            return false;
        }

        _uses[code]++;
        if (--_uses[before] == 0 && before != 0)
        {
            Forget(before);
        }

        return true;
    }

    /// <summary>Returns the users among <paramref name="among"/> whose value passes a test.</summary>
    public BitSet Where(Func<CodeValue, bool> accepts, BitSet among) =>
        _column.Where([.. _values.Select(value => accepts(value) ? 1UL : 0UL)], among);

    /// <summary>
    /// Counts the users among <paramref name="among"/> who have each value; the result is indexed by code.
    /// </summary>
    public int[] Count(BitSet among)
    {
        var counts = new int[_values.Count];
        var words = among.Words;
        for (var i = 0; i < words.Length; i++)
        {
            for (var bits = words[i]; bits != 0; bits &= bits - 1)
            {
                counts[this[(i << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits)]]++;
            }
        }

        return counts;
    }

    /// <summary>Returns the rank of each code in the order of the folded values; equal values share a rank.</summary>
    public int[] Ranks()
    {
        if (_ranks is null)
        {
            var order = Enumerable
                .Range(0, _values.Count)
                .OrderBy(code => _values[code].Folded, StringComparer.Ordinal)
                .ToArray();
            var ranks = new int[order.Length];
            for (var i = 1; i < order.Length; i++)
            {
                ranks[order[i]] =
                    ranks[order[i - 1]] + (_values[order[i]].Folded == _values[order[i - 1]].Folded ? 0 : 1);
            }

            _ranks = ranks;
        }

        return _ranks;
    }

    /// <summary>Writes the values into a snapshot, or reads them from there.</summary>
    public void Exchange(IIndexSnapshot snapshot)
    {
        List<string> values = [.. _values.Skip(1).Select(value => value.Value)];
        snapshot.Exchange(
            values,
            value =>
            {
                value ??= "";
                snapshot.Exchange(ref value);
                return value;
            }
        );
        snapshot.Exchange(
            _uses,
            count =>
            {
                snapshot.Exchange(ref count);
                return count;
            }
        );
        if (snapshot.IsReading)
        {
            foreach (var value in values)
            {
                _values.Add(_values[0]);
                if (value.Length == 0)
                {
                    _free.Add(_values.Count - 1);
                }
                else
                {
                    Put(_values.Count - 1, value);
                }
            }
        }

        _column.Exchange(snapshot);
    }

    private int Add(string value)
    {
        if (_free.Count == 0)
        {
            _values.Add(default);
            _uses.Add(0);
            _free.Add(_values.Count - 1);
        }

        var code = _free[^1];
        _free.RemoveAt(_free.Count - 1);
        Put(code, value);
        return code;
    }

    private void Put(int code, string value)
    {
        _codes.Add(value, code);
        _values[code] = new(value, UserTexts.Folded(value), UserText.ValueKey(value));
        _ranks = null;
    }

    private void Forget(int code)
    {
        _codes.Remove(_values[code].Value);
        _values[code] = _values[0];
        _free.Add(code);
        _ranks = null;
    }
}

/// <summary>A value that many users share.</summary>
/// <param name="Value">The value as it was entered.</param>
/// <param name="Folded">The folded value, used for searching and sorting.</param>
/// <param name="Key">The key by which values are compared for equality.</param>
internal readonly record struct CodeValue(string Value, string Folded, string Key);
