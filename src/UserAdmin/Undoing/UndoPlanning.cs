using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Past;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Storage.Attached;
using UserAdmin.Users;

namespace UserAdmin.Undoing;

/// <summary>
/// Plans the undo of many accounts for a preview: from the log, with the rules of the commands as far as the read model
/// has the data.
/// </summary>
internal sealed class UndoPlanning(
    IDbContextFactory<WriteContext> contexts,
    ReadContext read,
    SubjectFold fold,
    DatabaseLayout layout,
    CurrentMessage current,
    TimeProvider time
)
{
    private const int AtOnce = 500;

    /// <summary>Returns the plan of each subject; null for one that is not an account.</summary>
    public async IAsyncEnumerable<(UndoEvents Subject, UndoTrace? Trace, UndoPlan? Plan)> OfAsync(
        IReadOnlyList<UndoEvents> subjects,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (may, now) = (current.Access.Permissions, time.GetUtcNow());
        var rows = await read.Roles.ToListAsync(cancellationToken);
        var roles = rows.ToDictionary(
            role => role.Id,
            role => new UndoRole(role.Name, [.. RoleRow.Names(role.Permissions)], role.IsAdministratorIn(layout))
        );
        var administrators = await AdministratorsAsync(roles, now, cancellationToken);
        var exceeding = roles
            .Where(role => !role.Value.Permissions.All(may.Contains))
            .Select(role => role.Key)
            .ToArray();
        foreach (var part in subjects.Chunk(AtOnce))
        {
            var ids = Array.ConvertAll(part, subject => subject.UserId);
            var holdMore = exceeding.Length == 0 ? [] : await MembersAsync(exceeding, ids, cancellationToken);
            var events = await EventsAsync(context, ids, cancellationToken);
            var planned = new List<(UndoEvents Subject, UndoTrace? Trace, UndoPlan? Plan)>();
            foreach (var subject in part)
            {
                var trace = events.TryGetValue(subject.UserId, out var own)
                    ? UndoTrace.Of(fold, own, subject.Positions.ToHashSet())
                    : null;
                planned.Add(
                    (
                        subject,
                        trace,
                        trace is null
                            ? null
                            : UndoPlan.Of(
                                trace,
                                new(now, current.Context.Actor.Id, may)
                                {
                                    HoldsMore =
                                        subject.UserId != current.Context.Actor.Id && holdMore.Contains(subject.UserId),
                                    IsLastAdministrator =
                                        administrators.Count == 1 && administrators.Contains(subject.UserId),
                                    Roles = roles,
                                    Attributes = layout.Attributes,
                                }
                            )
                    )
                );
            }

            await BlockTakenAsync(planned, cancellationToken);
            foreach (var one in planned)
            {
                if (one.Plan?.Commands().Any(IsDeactivating) is true)
                {
                    administrators.Remove(one.Subject.UserId);
                }

                yield return one;
            }
        }
    }

    private static bool IsDeactivating(ICommand command) =>
        command is Users.Commands.DisableUser or Users.Commands.DeleteUser or Users.Commands.LockUser;

    private static async Task<Dictionary<string, List<(EventRecord, IEvent)>>> EventsAsync(
        WriteContext context,
        string[] ids,
        CancellationToken cancellationToken
    )
    {
        var events = new Dictionary<string, List<(EventRecord, IEvent)>>();
        await foreach (var (record, @event) in SubjectEvents.OfAsync(context, ids, long.MaxValue, cancellationToken))
        {
            if (!events.TryGetValue(record.SubjectId, out var own))
            {
                events[record.SubjectId] = own = [];
            }

            own.Add((record, @event));
        }

        return events;
    }

    private async Task BlockTakenAsync(
        List<(UndoEvents Subject, UndoTrace? Trace, UndoPlan? Plan)> planned,
        CancellationToken cancellationToken
    )
    {
        foreach (
            var wanted in planned
                .Where(one => one.Plan is not null)
                .SelectMany(one => one.Plan!.Unique.Select(item => (one.Subject.UserId, one.Plan, Item: item)))
                .GroupBy(one => one.Item.Key.Name)
                .ToList()
        )
        {
            var values = wanted.Select(one => one.Item.Target!).Distinct().ToArray();
            var owners = await read
                .Users.Where(row => EF.Parameter(values).Contains(EF.Property<string?>(row, wanted.Key)))
                .Select(row => new
                {
                    row.Id,
                    Value = EF.Property<string>(row, wanted.Key),
                    row.DisplayName,
                })
                .ToListAsync(cancellationToken);
            foreach (var (userId, plan, item) in wanted)
            {
                if (owners.Find(owner => owner.Value == item.Target && owner.Id != userId) is { } owner)
                {
                    plan.Block(item, $"{owner.DisplayName} has this value now.");
                }
            }
        }
    }

    private Task<HashSet<string>> MembersAsync(string[] roleIds, string[] ids, CancellationToken cancellationToken) =>
        read
            .UserRoles.Where(row => roleIds.Contains(row.RoleId) && EF.Parameter(ids).Contains(row.UserId))
            .Select(row => row.UserId)
            .ToHashSetAsync(cancellationToken);

    private Task<HashSet<string>> AdministratorsAsync(
        Dictionary<string, UndoRole> roles,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var roleIds = roles.Where(role => role.Value.IsAdministrator).Select(role => role.Key).ToArray();
        return (
            from member in read.UserRoles
            where roleIds.Contains(member.RoleId)
            join user in read.Users on member.UserId equals user.Id
            where
                user.DisabledAt == null
                && user.DeletedAt == null
                && user.InvitedAt == null
                && (user.LockedUntil == null || user.LockedUntil <= now)
                && (user.HasPassword || user.PasskeyCount > 0 || user.ExternalLogins != "")
            select user.Id
        ).ToHashSetAsync(cancellationToken);
    }
}
