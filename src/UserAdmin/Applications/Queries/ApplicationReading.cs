using Microsoft.EntityFrameworkCore;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Applications.Queries;

/// <summary>Reads applications with what their rows do not hold: keys, names of people, the last use.</summary>
internal sealed class ApplicationReading(
    ReadContext context,
    ApplicationKeyUses uses,
    CurrentMessage current,
    TimeProvider time
)
{
    /// <summary>Reads applications, by name.</summary>
    /// <param name="applicationId">The only one to read; null for all.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<List<ApplicationRow>> ReadAsync(string? applicationId, CancellationToken cancellationToken)
    {
        var rows = await context
            .Applications.Where(row => applicationId == null || row.Id == applicationId)
            .OrderBy(row => row.Name)
            .ThenBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var keys = await context
            .ApplicationKeys.Where(row => applicationId == null || row.ApplicationId == applicationId)
            .ToListAsync(cancellationToken);
        var used = rows.Count == 0 ? null : await uses.ReadAsync(applicationId, cancellationToken);
        var names = await NamesAsync(rows, keys, cancellationToken);
        var now = time.GetUtcNow();
        foreach (var key in keys)
        {
            key.IsLive = key.RevokedAt is null && (key.ExpiresAt is not { } end || end > now);
            key.LastUsedAt = used is not null && used.TryGetValue(key.KeyId, out var at) ? at : null;
            key.CreatedBy =
                key.CreatedById == Actor.System.Id ? Actor.System.Name : names.GetValueOrDefault(key.CreatedById, "");
        }

        var byApplication = keys.ToLookup(key => key.ApplicationId);
        foreach (var row in rows)
        {
            row.State =
                row.DisabledAt is not null ? ApplicationState.Disabled
                : row.ExpiresAt is { } end && end <= now ? ApplicationState.Expired
                : ApplicationState.Active;
            row.OwnerName = row.OwnerId is { } owner ? names.GetValueOrDefault(owner, "") : "";
            row.Keys = [.. byApplication[row.Id].OrderByDescending(key => key.CreatedAt).ThenBy(key => key.KeyId)];
            row.LiveKeys = row.Keys.Count(key => key.IsLive);
            row.LastUsedAt = row.Keys.Max(key => key.LastUsedAt);
        }

        return rows;
    }

    private async Task<Dictionary<string, string>> NamesAsync(
        List<ApplicationRow> rows,
        List<ApplicationKeyRow> keys,
        CancellationToken cancellationToken
    )
    {
        string[] ids =
        [
            .. rows.Select(row => row.OwnerId).Concat(keys.Select(key => key.CreatedById)).OfType<string>().Distinct(),
        ];
        string[] applications =
        [
            .. ids.Where(id => id.StartsWith(Actor.ApplicationPrefix, StringComparison.Ordinal))
                .Select(id => id[Actor.ApplicationPrefix.Length..]),
        ];
        var names =
            applications.Length == 0
                ? []
                : await context
                    .Applications.Where(row => applications.Contains(row.Id))
                    .ToDictionaryAsync(row => Actor.ApplicationPrefix + row.Id, row => row.Name, cancellationToken);
        if (current.Access.Permissions.Contains(Permissions.UsersRead))
        {
            foreach (
                var user in await context
                    .Set<UserRow>()
                    .Where(row => ids.Contains(row.Id))
                    .Select(row => new { row.Id, row.DisplayName })
                    .ToListAsync(cancellationToken)
            )
            {
                names[user.Id] = user.DisplayName;
            }
        }

        return names;
    }
}
