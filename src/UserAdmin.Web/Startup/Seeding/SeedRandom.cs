using System.Security.Cryptography;
using System.Text;

namespace UserAdmin.Web.Startup.Seeding;

/// <summary>
/// The random numbers of one seeded user: the same for the same seed and number, on every machine and in every order
/// (SplitMix64; creating a <see cref="Random"/> with a seed takes a microsecond).
/// </summary>
/// <param name="seed">Seed of the whole population.</param>
/// <param name="number">Number of the user.</param>
internal struct SeedRandom(long seed, int number)
{
    private ulong _state = ((ulong)seed * 0x9E3779B97F4A7C15) ^ ((ulong)number * 0xD1B54A32D192ED03);

    /// <summary>Returns a number of at least 0 and below 1.</summary>
    public double Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) / (double)(1UL << 53);
    }

    /// <summary>Returns a number of at least 0 and below a limit.</summary>
    public int Below(int end) => (int)(Next() * end);

    public bool Chance(double share) => Next() < share;

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>
    /// Returns one of the items, the first ones far more often than the last, as with names and departments.
    /// </summary>
    public T Skewed<T>(IReadOnlyList<T> items)
    {
        var part = Next();
        return items[(int)(part * part * items.Count)];
    }
}

/// <summary>Derives keys from their purpose, so that a second run finds what the first one created.</summary>
internal static class SeedIds
{
    // 2026-01-01. UUIDs of version 7 start with a timestamp, so keys with higher numbers sort later.
    private const long Milliseconds = 1_767_225_600_000;

    /// <summary>Returns a UUID v7 whose random part is derived from a name.</summary>
    /// <param name="what">The name.</param>
    /// <param name="order">Milliseconds after the common timestamp; increasing keys keep an index dense.</param>
    public static Guid Of(string what, int order = 0)
    {
        Span<byte> bytes = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(what), bytes);
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)((Milliseconds + order) >> (8 * (5 - i)));
        }

        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes[..16], bigEndian: true);
    }
}
