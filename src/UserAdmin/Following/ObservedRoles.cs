using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Past;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Following;

/// <summary>What another program did to a role.</summary>
/// <param name="Event">The event.</param>
internal sealed record ObservedRoleChange(IEvent Event)
{
    /// <summary>Whether the role is gone.</summary>
    public bool IsGone => Event is RoleObservedGone;
}

/// <summary>Finds what another program did to roles, and brings our own table up to date.</summary>
internal sealed class ObservedRoles(SubjectFold fold)
{
    /// <summary>Compares roles with the log. Changes nothing.</summary>
    public async Task<IReadOnlyList<ObservedRoleChange>> CompareAsync(
        WriteContext context,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        var stock = await context
            .Roles.AsNoTracking()
            .Where(role => EF.Parameter(ids).Contains(role.Id))
            .Select(role => new { role.Id, role.Name })
            .ToDictionaryAsync(role => role.Id, role => StockAccounts.Part(role.Name), cancellationToken);
        var held = (
            await context
                .RoleClaims.AsNoTracking()
                .Where(claim => EF.Parameter(ids).Contains(claim.RoleId))
                .Select(claim => new
                {
                    claim.RoleId,
                    claim.ClaimType,
                    claim.ClaimValue,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(
            claim => claim.RoleId,
            claim => new RoleClaim(StockAccounts.Part(claim.ClaimType), StockAccounts.Part(claim.ClaimValue))
        );
        var type = Permissions.ClaimTypeIn(context.Layout);
        var folded = await fold.OfAsync(context, ids, cancellationToken);
        var found = new List<ObservedRoleChange>();
        foreach (var id in ids)
        {
            var known = folded.GetValueOrDefault(id)?.All<RoleRow>().FirstOrDefault();
            var permissions = held[id]
                .Where(claim => Permissions.IsOurs(claim, type))
                .Select(claim => claim.Value)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .ToList();
            var others = held[id]
                .Where(claim => !Permissions.IsOurs(claim, type))
                .Distinct()
                .OrderBy(claim => (claim.ClaimType, claim.Value))
                .ToList();
            if (Compare(id, known, stock.GetValueOrDefault(id), permissions, others) is { } @event)
            {
                found.Add(new(@event));
            }
        }

        return found;
    }

    /// <summary>Brings the profiles of roles up to date. The caller saves the context.</summary>
    public static async Task CarryOutAsync(
        WriteContext context,
        IReadOnlyList<ObservedRoleChange> changes,
        CancellationToken cancellationToken
    )
    {
        foreach (var role in changes)
        {
            var id = role.Event.SubjectId;
            if (role.IsGone)
            {
                await context.RoleProfiles.Where(row => row.RoleId == id).ExecuteDeleteAsync(cancellationToken);
            }
            else if (!await context.RoleProfiles.AnyAsync(row => row.RoleId == id, cancellationToken))
            {
                context.Add(new RoleProfile { RoleId = id });
            }
        }
    }

    private static IEvent? Compare(
        string id,
        RoleRow? known,
        string? name,
        List<string> permissions,
        List<RoleClaim> claims
    )
    {
        switch (known, name)
        {
            case (null, null):
                return null;
            case (null, { } found):
                return new RoleObserved(id, found, permissions) { Claims = claims };
            case ({ } gone, null):
                return new RoleObservedGone(id, gone.Name);
            case ({ } before, { } found):
                var had = before.PermissionNames.Where(Permissions.Names.Contains).ToList();
                List<string> added = [.. permissions.Except(had)];
                List<string> removed = [.. had.Except(permissions)];
                var changed = new RoleObservedChanged(id, before.Name, found, added, removed, permissions)
                {
                    ClaimsAdded = [.. claims.Except(before.OtherClaimList)],
                    ClaimsRemoved = [.. before.OtherClaimList.Except(claims)],
                };
                return changed.Changes.Count == 0 ? null : changed;
        }
    }
}
