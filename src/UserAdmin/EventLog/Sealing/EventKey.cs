using System.Globalization;

namespace UserAdmin.EventLog.Sealing;

/// <summary>
/// The key that encrypts what events say about one person, or about everybody on one day. It is stored beside the
/// accounts, and deleting it is what erases.
/// </summary>
internal sealed class EventKey
{
    /// <summary>Bytes of a key: AES-256.</summary>
    public const int Length = 32;

    /// <summary>
    /// A user's id; or what a key of a day is for and the day, such as <c>addresses:739585</c> (<c>OfDay</c>).
    /// </summary>
    public string Id { get; set; } = "";

    /// <summary>The key, 32 random bytes; null once it was deleted, so that no new one takes its place.</summary>
    public byte[]? Key { get; set; }

    /// <summary>When it was made, or deleted.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Returns the id of the key of a day.</summary>
    /// <param name="kind">What it is for.</param>
    /// <param name="at">A moment of the day, in UTC.</param>
    public static string OfDay(TraceKind kind, DateTimeOffset at) => OfDay(kind, at.UtcTicks / TimeSpan.TicksPerDay);

    /// <inheritdoc cref="OfDay(TraceKind, DateTimeOffset)"/>
    /// <param name="kind">What it is for.</param>
    /// <param name="day">Days since 0001-01-01, in UTC.</param>
    public static string OfDay(TraceKind kind, long day) =>
        string.Create(CultureInfo.InvariantCulture, $"{(kind == TraceKind.SignIns ? "sign-ins:" : "addresses:")}{day}");

    /// <summary>Returns of which day a key is, and what it is for; null for that of an account.</summary>
    /// <param name="id">Its id.</param>
    public static (TraceKind Kind, long Day)? DayOf(string id)
    {
        foreach (var kind in (ReadOnlySpan<TraceKind>)[TraceKind.SignIns, TraceKind.Addresses])
        {
            if (
                long.TryParse(
                    id.AsSpan(id.IndexOf(':', StringComparison.Ordinal) + 1),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var day
                )
                && id == OfDay(kind, day)
            )
            {
                return (kind, day);
            }
        }

        return null;
    }
}

/// <summary>What a policy of retention erases after some days.</summary>
public enum TraceKind
{
    /// <summary>Sign-ins: device, method and session of each.</summary>
    SignIns,

    /// <summary>IP addresses, and what is known of refused attempts.</summary>
    Addresses,
}

/// <summary>Marks an event whose personal text a policy of retention erases after some days.</summary>
/// <param name="kind">Which rule applies.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class TraceAttribute(TraceKind kind) : Attribute
{
    public TraceKind Kind { get; } = kind;
}
