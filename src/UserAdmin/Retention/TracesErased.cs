using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;

namespace UserAdmin.Retention;

/// <summary>
/// What some events say about sign-ins or addresses was erased, because the policy keeps it for so long only.
/// </summary>
/// <param name="Kind">What was erased.</param>
/// <param name="Before">The first day, in UTC, that is kept.</param>
/// <param name="Positions">Log positions of the events, in order.</param>
internal sealed record TracesErased(TraceKind Kind, DateOnly Before, IReadOnlyList<long> Positions) : IEvent
{
    public string SubjectId => SubjectOf(Kind);

    /// <summary>
    /// Returns the subject id of the events of a kind. Each has one of its own, so that the last one is found at once.
    /// </summary>
    public static string SubjectOf(TraceKind kind) =>
        kind == TraceKind.SignIns ? "retention-sign-ins" : "retention-addresses";

    public string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(Kind == TraceKind.SignIns ? "Details of sign-ins" : "IP addresses")} before {Before:yyyy-MM-dd} "
                + $"erased, as the policy says: {Positions.Count:N0} {(Positions.Count == 1 ? "event" : "events")}"
        );
}
