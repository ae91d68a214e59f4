using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Projections;
using UserAdmin.Retention;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>A refused attempt, shown to administrators.</summary>
public sealed class RefusedAttemptRow
{
    /// <summary>Position in the event log.</summary>
    public long Position { get; internal set; }

    /// <summary>The kind of refusal.</summary>
    public RefusedAttemptKind Kind { get; internal set; }

    /// <summary>
    /// The target account or, for a missing permission, the user who tried; the key of the application if the kind is
    /// <see cref="RefusedAttemptKind.Application"/>; null for an unknown account.
    /// </summary>
    public string? UserId { get; internal set; }

    /// <summary>
    /// The name of that account or application at the time, or the typed text; empty if the text was neither an
    /// address nor a user name.
    /// </summary>
    public string Who { get; internal set; } = "";

    /// <summary>What was tried, and why it was refused.</summary>
    public string What { get; internal set; } = "";

    /// <summary>Address it came from, when known.</summary>
    public string? IpAddress { get; internal set; }

    /// <summary>How often the same was tried since the previous row.</summary>
    public int Count { get; internal set; }

    /// <summary>When it was tried last.</summary>
    public DateTimeOffset LastAt { get; internal set; }
}

/// <summary>Adds refused attempts to the read model.</summary>
internal sealed class RefusedAttemptProjection
    : IProject<UnknownAccountTried>,
        IProject<UserAttemptRefused>,
        IProject<UserPermissionRefused>,
        IProject<ApplicationAttemptRefused>,
        IProject<UserPurged>,
        IProject<TracesErased>
{
    public void Apply(UnknownAccountTried @event, EventRecord record, IReadModelRows rows) =>
        Add(@event, RefusedAttemptKind.UnknownAccount, null, @event.Typed ?? "", record, rows);

    public void Apply(UserAttemptRefused @event, EventRecord record, IReadModelRows rows) =>
        Add(@event, RefusedAttemptKind.InactiveAccount, @event.UserId, NameOf(@event.UserId, rows), record, rows);

    public void Apply(UserPermissionRefused @event, EventRecord record, IReadModelRows rows) =>
        Add(@event, RefusedAttemptKind.Permission, @event.UserId, NameOf(@event.UserId, rows), record, rows);

    public void Apply(ApplicationAttemptRefused @event, EventRecord record, IReadModelRows rows) =>
        Add(@event, RefusedAttemptKind.Application, @event.ApplicationId, @event.Name, record, rows);

    public void Apply(UserPurged @event, EventRecord record, IReadModelRows rows)
    {
        foreach (var row in rows.Where<RefusedAttemptRow>(nameof(RefusedAttemptRow.UserId), @event.UserId))
        {
            (row.Who, row.IpAddress) = (EventSealing.Erased, null);
        }
    }

    public void Apply(TracesErased @event, EventRecord record, IReadModelRows rows)
    {
        if (@event.Kind != TraceKind.Addresses)
        {
            return;
        }

        foreach (var position in @event.Positions)
        {
            if (rows.Find<RefusedAttemptRow>(position.ToString(CultureInfo.InvariantCulture)) is { } row)
            {
                rows.Remove(row);
            }
        }
    }

    private static string NameOf(string userId, IReadModelRows rows) => rows.Find<UserRow>(userId)?.DisplayName ?? "";

    private static void Add(
        IRefusedAttempt attempt,
        RefusedAttemptKind kind,
        string? userId,
        string who,
        EventRecord record,
        IReadModelRows rows
    ) =>
        rows.Add(
            new RefusedAttemptRow
            {
                Position = record.Position,
                Kind = kind,
                UserId = userId,
                Who = who,
                What = attempt.What,
                IpAddress = ErasedValues.Address(attempt.FromAddress),
                Count = attempt.Count,
                LastAt = attempt.LastAt,
            }
        );
}
