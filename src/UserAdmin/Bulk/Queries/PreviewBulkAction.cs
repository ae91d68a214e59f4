using Microsoft.EntityFrameworkCore;
using UserAdmin.Bulk.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Bulk.Queries;

/// <summary>What a bulk action by the sender would do, user by user. Also needs the permission of the action.</summary>
/// <param name="Action">What to do.</param>
/// <param name="UserIds">Keys of the users; more than 100,000 are refused.</param>
[Permission(Permissions.UsersRead)]
public sealed record PreviewBulkAction(BulkAction Action, IReadOnlyList<string> UserIds) : IQuery<BulkPreview>
{
    /// <summary>The role to assign or remove; null for other actions.</summary>
    public string? RoleId { get; init; }

    /// <summary>Until when to lock; null for other actions.</summary>
    public DateTimeOffset? LockUntil { get; init; }

    /// <summary>Only users with this verdict in the page; null for all.</summary>
    public BulkVerdict? Verdict { get; init; }

    /// <summary>From 1; a page past the end is empty.</summary>
    public int PageNumber { get; init; } = 1;

    /// <summary>1 to 200.</summary>
    public int PageSize { get; init; } = 50;
}

internal sealed class PreviewBulkActionHandler(
    ReadContext context,
    IAttachedDatabase database,
    CurrentMessage current,
    TimeProvider time
) : IQueryHandler<PreviewBulkAction, BulkPreview>
{
    public async Task<Answer<BulkPreview>> Handle(PreviewBulkAction request, CancellationToken cancellationToken)
    {
        if (!BulkActions.All.Contains(request.Action))
        {
            return new() { Refusal = BulkErrors.ActionUnknown };
        }

        var permission = BulkActions.PermissionOf(request.Action);
        if (!current.Access.Permissions.Contains(permission))
        {
            return new() { Refusal = MessagingErrors.NotPermitted(permission) };
        }

        if (request.UserIds.Count > StartBulkAction.MostUsers)
        {
            return new() { Refusal = new Error("bulk.users-invalid", "Choose 1 to 100,000 users.") };
        }

        var ids = BulkActions.InOrder(request.UserIds.Distinct(), current.Context.Actor).ToArray();
        var rules = new BulkRules(await FactsAsync(request, ids, cancellationToken), time);
        var users = await UsersAsync(ids, cancellationToken);
        var verdicts = Array.ConvertAll(ids, id => (Id: id, Judged: rules.Judge(users.GetValueOrDefault(id))));
        return new() { Value = await ShowAsync(request, verdicts, cancellationToken) };
    }

    // The ids are passed as one JSON parameter, because a statement cannot have 100,000 parameters.
    private Task<Dictionary<string, BulkUser>> UsersAsync(string[] ids, CancellationToken cancellationToken) =>
        context
            .Users.Where(row => EF.Parameter(ids).Contains(row.Id))
            .Select(row => new BulkUser(
                new AccountFacts(
                    row.Id,
                    row.DeletedAt != null,
                    row.DisabledAt != null,
                    row.InvitedAt != null,
                    row.HasPassword
                ),
                row.LockedUntil,
                row.MustChangePassword
            ))
            .ToDictionaryAsync(user => user.Account.Id, cancellationToken);

    private async Task<BulkFacts> FactsAsync(
        PreviewBulkAction request,
        string[] ids,
        CancellationToken cancellationToken
    )
    {
        var roles = await context.Roles.ToListAsync(cancellationToken);
        var may = current.Access.Permissions;
        var exceeding = roles.Where(role => !PermissionsOf(role).All(may.Contains)).Select(role => role.Id).ToArray();
        var wanted = BulkActions.NeedsRole(request.Action) ? roles.Find(role => role.Id == request.RoleId) : null;
        var administrators = roles.Where(role => role.IsAdministratorIn(database)).Select(role => role.Id).ToList();
        return new BulkFacts(
            request.Action,
            request.LockUntil,
            current.Context.Actor.Id,
            exceeding.Length == 0 ? new HashSet<string>() : await MembersAsync(exceeding, ids, cancellationToken),
            wanted is null ? new HashSet<string>() : await MembersAsync([wanted.Id], ids, cancellationToken),
            !BulkActions.NeedsRole(request.Action)
                ? null
                : RoleGranting.Refusal(wanted is null ? null : PermissionsOf(wanted), may),
            wanted is not null && administrators.Contains(wanted.Id),
            await AdministratorsAsync(administrators, cancellationToken)
        );
    }

    private static string[] PermissionsOf(RoleRow role) =>
        role.Permissions.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private Task<HashSet<string>> MembersAsync(string[] roleIds, string[] ids, CancellationToken cancellationToken) =>
        context
            .UserRoles.Where(row => roleIds.Contains(row.RoleId) && EF.Parameter(ids).Contains(row.UserId))
            .Select(row => row.UserId)
            .ToHashSetAsync(cancellationToken);

    private Task<HashSet<string>> AdministratorsAsync(List<string> roleIds, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return (
            from member in context.UserRoles
            where roleIds.Contains(member.RoleId)
            join user in context.Users on member.UserId equals user.Id
            where
                user.DisabledAt == null
                && user.DeletedAt == null
                && user.InvitedAt == null
                && (user.LockedUntil == null || user.LockedUntil <= now)
                && (user.HasPassword || user.PasskeyCount > 0 || user.ExternalLogins != "")
            select user.Id
        ).ToHashSetAsync(cancellationToken);
    }

    private async Task<BulkPreview> ShowAsync(
        PreviewBulkAction request,
        (string Id, (BulkVerdict Verdict, Error? Reason) Judged)[] all,
        CancellationToken cancellationToken
    )
    {
        var counts = all.CountBy(user => user.Judged.Verdict).ToDictionary();
        var reasons = all.Where(user => user.Judged.Reason is not null)
            .CountBy(user => user.Judged.Reason!.Message)
            .OrderByDescending(reason => reason.Value)
            .Select(reason => new BulkReason(reason.Key, reason.Value))
            .ToList();
        var size = Math.Clamp(request.PageSize, 1, 200);
        var skip = (int)Math.Min((Math.Max(1, request.PageNumber) - 1L) * size, int.MaxValue);
        var asked = all.Where(user => request.Verdict is null || user.Judged.Verdict == request.Verdict).ToList();
        var shown = asked.Skip(skip).Take(size).ToList();
        var ids = shown.Select(user => user.Id).ToArray();
        var rows = await context
            .Users.Where(row => EF.Parameter(ids).Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var now = time.GetUtcNow();
        return new BulkPreview(
            counts.GetValueOrDefault(BulkVerdict.WillChange),
            counts.GetValueOrDefault(BulkVerdict.AlreadySo),
            counts.GetValueOrDefault(BulkVerdict.Blocked),
            reasons,
            new Page<BulkPreviewRow>(
                [
                    .. shown.Select(user => new BulkPreviewRow(
                        user.Id,
                        rows.GetValueOrDefault(user.Id)?.DisplayName,
                        rows.GetValueOrDefault(user.Id)?.Email,
                        rows.GetValueOrDefault(user.Id)?.StateAt(now),
                        user.Judged.Verdict,
                        user.Judged.Reason?.Message
                    )),
                ],
                asked.Count
            )
        );
    }
}
