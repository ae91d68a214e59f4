using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Imports;

/// <summary>The data needed to judge some rows of an import, looked up for all of them at once.</summary>
/// <param name="Matches">The accounts that the rows match, by key.</param>
/// <param name="Foreign">Keys that no new account may take: those of accounts that a stock application created, and ids
/// of purged accounts.</param>
/// <param name="Taken">The values that must be unique, such as names and addresses, with their owners.</param>
/// <param name="HoldMore">Accounts that hold permissions that the actor lacks.</param>
/// <param name="Holders">Accounts that hold any permission.</param>
/// <param name="Members">Which accounts already have which of the roles to give.</param>
/// <param name="Named">The roles that the rows name.</param>
/// <param name="Logins">The external logins that accounts have, of those in the rows.</param>
internal sealed record ImportFacts(
    IReadOnlyDictionary<string, User> Matches,
    IReadOnlySet<string> Foreign,
    UniqueValues Taken,
    IReadOnlySet<string> HoldMore,
    IReadOnlySet<string> Holders,
    IReadOnlySet<(string UserId, string RoleId)> Members,
    NamedRoles Named,
    HashSet<ImportedLogin> Logins
)
{
    /// <summary>Reads the data for some rows.</summary>
    /// <param name="context">The context to read from. The accounts can be changed only if it tracks them.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="options">What the import does.</param>
    /// <param name="actorId">The person in whose name the import runs.</param>
    /// <param name="may">What that person may do.</param>
    /// <param name="named">The roles that the rows name.</param>
    /// <param name="normalizer">Identity's normaliser.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<ImportFacts> ReadAsync(
        WriteContext context,
        IReadOnlyList<ImportedRow> rows,
        ImportOptions options,
        string actorId,
        IReadOnlySet<string> may,
        NamedRoles named,
        ILookupNormalizer normalizer,
        CancellationToken cancellationToken
    )
    {
        var (matches, foreign) = await MatchesAsync(
            context,
            [.. rows.Select(row => row.Key).OfType<string>().Distinct()],
            options.MatchOn,
            cancellationToken
        );
        if (options.MatchOn != ImportField.Id)
        {
            foreign.UnionWith(
                await UsedAsync(context, [.. rows.Select(row => row.GivenId).OfType<string>()], cancellationToken)
            );
        }

        var ids = matches.Values.Select(user => user.Id).ToArray();
        var taken = await UniqueValues.ReadAsync(
            context,
            [.. rows.Select(row => row.Creation)],
            normalizer,
            cancellationToken
        );
        var roleIds = options.RoleIds.Concat(named.Ids).Distinct().ToArray();
        return new ImportFacts(
            matches,
            foreign,
            taken,
            ids.Length == 0 || may.Count >= Permissions.All.Count
                ? new HashSet<string>()
                : await HoldMoreAsync(context, ids, actorId, may, cancellationToken),
            ids.Length == 0 ? new HashSet<string>() : await HoldersAsync(context, ids, cancellationToken),
            ids.Length == 0 || roleIds.Length == 0
                ? new HashSet<(string, string)>()
                : await MembersAsync(context, ids, roleIds, cancellationToken),
            named,
            await LoginsAsync(context, [.. rows.SelectMany(row => row.Logins)], cancellationToken)
        );
    }

    private static async Task<HashSet<ImportedLogin>> LoginsAsync(
        WriteContext context,
        IReadOnlyList<ImportedLogin> logins,
        CancellationToken cancellationToken
    )
    {
        if (logins.Count == 0)
        {
            return [];
        }

        var (providers, keys) = (
            logins.Select(login => login.Provider).Distinct().ToArray(),
            logins.Select(login => login.Key).Distinct().ToArray()
        );
        var found = await context
            .UserLogins.AsNoTracking()
            .Where(login =>
                EF.Parameter(providers).Contains(login.LoginProvider) && EF.Parameter(keys).Contains(login.ProviderKey)
            )
            .Select(login => new { login.LoginProvider, login.ProviderKey })
            .ToListAsync(cancellationToken);
        return [.. found.Select(login => new ImportedLogin(login.LoginProvider, login.ProviderKey))];
    }

    private static async Task<(Dictionary<string, User> Matches, HashSet<string> Foreign)> MatchesAsync(
        WriteContext context,
        string[] keys,
        ImportField matchOn,
        CancellationToken cancellationToken
    )
    {
        var users = context.Users.Include(user => user.Profile).AsQueryable();
        users =
            matchOn == ImportField.Email ? users.Where(user => EF.Parameter(keys).Contains(user.NormalizedEmail))
            : matchOn == ImportField.UserName
                ? users.Where(user => EF.Parameter(keys).Contains(user.NormalizedUserName))
            : matchOn == ImportField.ExternalId
                ? users.Where(user => EF.Parameter(keys).Contains(user.Profile.ExternalId))
            : users.Where(user => EF.Parameter(keys).Contains(user.Id));
        var matches = new Dictionary<string, User>();
        var foreign = new HashSet<string>();
        foreach (var user in await users.ToListAsync(cancellationToken))
        {
            var key =
                matchOn == ImportField.Email ? user.NormalizedEmail!
                : matchOn == ImportField.UserName ? user.NormalizedUserName!
                : matchOn == ImportField.ExternalId ? user.Profile?.ExternalId!
                : user.Id;
            _ = user.Profile is null ? foreign.Add(key) : matches.TryAdd(key, user);
        }

        if (matchOn == ImportField.Id)
        {
            var known = await SubjectsAsync(context, keys, cancellationToken);
            foreign.UnionWith(known.Where(id => !matches.ContainsKey(id)));
        }

        return (matches, foreign);
    }

    /// <summary>Returns the keys that an account, or anything else in the log, has or had.</summary>
    private static async Task<IEnumerable<string>> UsedAsync(
        WriteContext context,
        string[] keys,
        CancellationToken cancellationToken
    ) =>
        keys.Length == 0
            ? []
            :
            [
                .. await SubjectsAsync(context, keys, cancellationToken),
                .. await context
                    .Users.Where(user => EF.Parameter(keys).Contains(user.Id))
                    .Select(user => user.Id)
                    .ToListAsync(cancellationToken),
            ];

    private static Task<List<string>> SubjectsAsync(
        WriteContext context,
        string[] keys,
        CancellationToken cancellationToken
    ) =>
        context
            .EventLog.Where(record => EF.Parameter(keys).Contains(record.SubjectId))
            .Select(record => record.SubjectId)
            .Distinct()
            .ToListAsync(cancellationToken);

    private static Task<HashSet<string>> HoldMoreAsync(
        WriteContext context,
        string[] ids,
        string actorId,
        IReadOnlySet<string> may,
        CancellationToken cancellationToken
    )
    {
        var beyond = Permissions.All.Select(permission => permission.Name).Where(name => !may.Contains(name)).ToArray();
        return (
            from member in context.UserRoles
            where EF.Parameter(ids).Contains(member.UserId) && member.UserId != actorId
            join claim in context.RoleClaims on member.RoleId equals claim.RoleId
            where
                claim.ClaimType == Permissions.ClaimTypeIn(context.Layout)
                && EF.Parameter(beyond).Contains(claim.ClaimValue)
            select member.UserId
        ).ToHashSetAsync(cancellationToken);
    }

    private static Task<HashSet<string>> HoldersAsync(
        WriteContext context,
        string[] ids,
        CancellationToken cancellationToken
    ) =>
        (
            from member in context.UserRoles
            where EF.Parameter(ids).Contains(member.UserId)
            join claim in context.RoleClaims on member.RoleId equals claim.RoleId
            where
                claim.ClaimType == Permissions.ClaimTypeIn(context.Layout)
                && Permissions.Names.Contains(claim.ClaimValue)
            select member.UserId
        ).ToHashSetAsync(cancellationToken);

    private static async Task<HashSet<(string UserId, string RoleId)>> MembersAsync(
        WriteContext context,
        string[] ids,
        string[] roleIds,
        CancellationToken cancellationToken
    )
    {
        var members = await context
            .UserRoles.AsNoTracking()
            .Where(member => EF.Parameter(roleIds).Contains(member.RoleId) && EF.Parameter(ids).Contains(member.UserId))
            .Select(member => new { member.UserId, member.RoleId })
            .ToListAsync(cancellationToken);
        return [.. members.Select(member => (member.UserId, member.RoleId))];
    }
}
