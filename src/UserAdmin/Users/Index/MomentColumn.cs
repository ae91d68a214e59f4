namespace UserAdmin.Users.Index;

/// <summary>A column of moments, as UTC ticks; 0 stands for never.</summary>
internal sealed class MomentColumn
{
    private long[] _ticks = [];

    public long this[int place] => place < _ticks.Length ? _ticks[place] : 0;

    /// <summary>Stores a moment; true when it was another before.</summary>
    public bool Set(int place, DateTimeOffset? moment)
    {
        if (place >= _ticks.Length)
        {
            Array.Resize(ref _ticks, Math.Max(place + 1, Math.Max(1024, _ticks.Length + (_ticks.Length >> 1))));
        }

        (var before, _ticks[place]) = (_ticks[place], moment?.UtcTicks ?? 0);
        return before != _ticks[place];
    }

    /// <summary>Stores a number instead.</summary>
    public bool SetNumber(int place, long number) => Set(place, number == 0 ? null : new DateTimeOffset(number, TimeSpan.Zero));

    /// <summary>Those of some users whose moment lies in a span; never lies in none.</summary>
    public BitSet Within(DateTimeOffset from, DateTimeOffset to, BitSet among)
    {
        var (first, end) = (Math.Max(1, from.UtcTicks), to == DateTimeOffset.MaxValue ? long.MaxValue : to.UtcTicks);
        if (end <= first)
        {
            return new BitSet();
        }

        var width = (ulong)(end - first);
        return among.WhereAll(start =>
        {
            // Without branches: several times as fast as one user after the other.
            var passed = 0UL;
            var values = _ticks.AsSpan(Math.Min(start, _ticks.Length));
            for (var i = Math.Min(values.Length, 64) - 1; i >= 0; i--)
            {
                passed = (passed << 1) | ((ulong)(values[i] - first) < width ? 1UL : 0UL);
            }

            return passed;
        });
    }

    /// <summary>Those of some users for whom the moment has not come.</summary>
    public BitSet Never(BitSet among) => among.Clone().AndNot(Within(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, among));
}
