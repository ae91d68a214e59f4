using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Something that was tried in vain, for administrators.</summary>
public sealed class RefusedAttemptRow
{
    /// <summary>Position in the event log.</summary>
    public long Position { get; internal set; }

    /// <summary>Why it came to nothing.</summary>
    public RefusedAttemptKind Kind { get; internal set; }

    /// <summary>The account it was aimed at or, for a permission, who tried; null for an unknown account.</summary>
    public string? UserId { get; internal set; }

    /// <summary>
    /// Name of that account as it was then, or what was typed; empty where that was neither an address nor a user name.
    /// </summary>
    public string Who { get; internal set; } = "";

    /// <summary>What was tried, and why it was refused.</summary>
    public string What { get; internal set; } = "";

    /// <summary>Address it came from, when known.</summary>
    public string? IpAddress { get; internal set; }

    /// <summary>How often, the same way, since the row before.</summary>
    public int Count { get; internal set; }

    /// <summary>When it was tried last.</summary>
    public DateTimeOffset LastAt { get; internal set; }
}

/// <summary>Keeps what was tried in vain.</summary>
internal sealed class RefusedAttemptProjection
    : IProject<UnknownAccountTried>,
        IProject<UserAttemptRefused>,
        IProject<UserPermissionRefused>
{
    public void Apply(UnknownAccountTried @event, EventRecord record, IReadModelRows rows) =>
        Add(@event, RefusedAttemptKind.UnknownAccount, null, @event.Typed ?? "", record, rows);

    public void Apply(UserAttemptRefused @event, EventRecord record, IReadModelRows rows) =>
        Add(@event, RefusedAttemptKind.ShutAccount, @event.UserId, NameOf(@event.UserId, rows), record, rows);

    public void Apply(UserPermissionRefused @event, EventRecord record, IReadModelRows rows) =>
        Add(@event, RefusedAttemptKind.Permission, @event.UserId, NameOf(@event.UserId, rows), record, rows);

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
                IpAddress = attempt.FromAddress,
                Count = attempt.Count,
                LastAt = attempt.LastAt,
            }
        );
}
