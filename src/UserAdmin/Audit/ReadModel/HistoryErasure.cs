using System.Globalization;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Projections;
using UserAdmin.Retention;
using UserAdmin.Roles;
using UserAdmin.Users;

namespace UserAdmin.Audit;

/// <summary>
/// Takes a person out of the history when the account is removed for good. A rebuild, which reads the events without
/// the person's key, writes the same rows at once (decision 93).
/// </summary>
internal static class HistoryErasure
{
    /// <summary>
    /// Takes out what was done to a person and by a person, and the name where others received something.
    /// </summary>
    /// <param name="userId">The person.</param>
    /// <param name="rows">The read model.</param>
    public static void Apply(string userId, IReadModelRows rows)
    {
        rows.ChangeEach<HistoryRow>(nameof(HistoryRow.SubjectId), userId, EraseSubject);
        var received = new HashSet<string>();
        rows.ChangeEach<HistoryRow>(
            nameof(HistoryRow.ActorId),
            userId,
            row =>
            {
                EraseActor(row);
                if (
                    row.EventType is nameof(UserRoleAssigned) or nameof(UserClaimAdded) or nameof(UserClaimChanged)
                    && row.SubjectId != userId
                )
                {
                    received.Add(row.SubjectId);
                }
            }
        );
        foreach (var other in received)
        {
            EraseGiver(userId, other, rows);
        }
    }

    /// <summary>Takes out what the policy does not keep any longer.</summary>
    /// <param name="erased">Which events.</param>
    /// <param name="rows">The read model.</param>
    public static void Apply(TracesErased erased, IReadModelRows rows)
    {
        foreach (var position in erased.Positions)
        {
            if (rows.Find<HistoryRow>(position.ToString(CultureInfo.InvariantCulture)) is not { } row)
            {
                continue;
            }

            if (EventSealing.TraceOf(row.EventType) == erased.Kind)
            {
                row.What = ErasedText.What(row.EventType);
                row.ChangesJson = "";
                row.Reason = ErasedValues.Of(row.Reason);
                row.Words = HistoryProjection.WordsOf(row.What, row.Reason);
            }

            row.IpAddress = erased.Kind == TraceKind.Addresses ? null : row.IpAddress;
            if (row.EventType == nameof(UserSignedIn))
            {
                RemoveSessions(row.SubjectId, erased.Before, rows);
            }
        }
    }

    // They are over, but are removed only when the person signs in the next time.
    private static void RemoveSessions(string userId, DateOnly before, IReadModelRows rows)
    {
        foreach (var session in rows.Where<SessionRow>(nameof(SessionRow.UserId), userId))
        {
            if (DateOnly.FromDateTime(session.SignedInAt.UtcDateTime) < before)
            {
                rows.Remove(session);
            }
        }
    }

    private static void EraseSubject(HistoryRow row)
    {
        // An event that was set aside has a row that is about the log. That of the purge says why there is nothing
        // else.
        if (!EventSealing.IsAboutUser(row.EventType) || row.EventType == nameof(UserPurged))
        {
            return;
        }

        row.What = ErasedText.What(row.EventType);
        row.ChangesJson = "";
        row.Reason = ErasedValues.Of(row.Reason);
        if (row.ActorId == row.SubjectId || !EventSealing.IsAccount(row.ActorId))
        {
            row.IpAddress = null;
        }

        row.Words = HistoryProjection.WordsOf(row.What, row.Reason);
    }

    private static void EraseActor(HistoryRow row)
    {
        (row.ActorName, row.IpAddress) = (EventSealing.Erased, null);
        if (!EventSealing.IsAboutUser(row.EventType) && row.Reason is not null)
        {
            row.Reason = EventSealing.Erased;
            row.Words = HistoryProjection.WordsOf(row.What, row.Reason);
        }
    }

    // Found through the history, because an index of who gave each role would be one more page to write with each.
    private static void EraseGiver(string userId, string other, IReadModelRows rows)
    {
        foreach (var role in rows.Where<UserRoleRow>(nameof(UserRoleRow.UserId), other))
        {
            role.GrantedBy = role.GrantedById == userId ? EventSealing.Erased : role.GrantedBy;
        }

        foreach (var claim in rows.Where<UserClaimRow>(nameof(UserClaimRow.UserId), other))
        {
            claim.AddedBy = claim.AddedById == userId ? EventSealing.Erased : claim.AddedBy;
        }
    }
}
