using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Users;

namespace UserAdmin.Past;

/// <summary>
/// Tells what an account or a role was like, by applying its events in memory with the projections of the read model
/// (decision 88). The read model is not asked, because it only has the present.
/// </summary>
internal sealed class PastStates(IDbContextFactory<WriteContext> contexts, SubjectFold fold, TimeProvider time)
{
    /// <summary>Returns an account at a moment, or null if the log has never heard of it.</summary>
    /// <param name="userId">Key of the account.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<AccountState?> OfAccountAsync(
        string userId,
        PastMoment moment,
        CancellationToken cancellationToken
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var history = await fold.OfAccountAsync(
            context,
            userId,
            moment.Position ?? long.MaxValue,
            moment.At,
            cancellationToken
        );
        var row = history.Rows.All<UserRow>().FirstOrDefault(one => one.Id == userId);
        if (row is null && !await LogQueries.AnySubjectKnown(context, [userId], cancellationToken))
        {
            return null;
        }

        var roles = Ordered<UserRoleRow>(history, role => role.RoleName, role => role.RoleId);
        return new AccountState
        {
            Presence = PresenceOf(row, history),
            At = await MomentAsync(context, moment, history, cancellationToken),
            Position = history.Position,
            Row = row,
            Roles = roles,
            Claims = Ordered<UserClaimRow>(history, claim => claim.ClaimType, claim => claim.Value),
            Logins = Ordered<ExternalLoginRow>(history, login => login.ProviderName, login => login.ProviderKey),
            Passkeys = Ordered<PasskeyRow>(history, passkey => passkey.Name, passkey => passkey.PasskeyId),
            Permissions = UserPermissionRow.Of(
                roles.Select(role => (role, history.Rows.Find<RoleRow>(role.RoleId)?.Permissions ?? ""))
            ),
        };
    }

    /// <summary>Returns a role at a moment, or null if the log has never heard of it.</summary>
    /// <param name="roleId">Key of the role.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<RoleState?> OfRoleAsync(string roleId, PastMoment moment, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var history = await fold.OfRoleAsync(
            context,
            roleId,
            moment.Position ?? long.MaxValue,
            moment.At,
            cancellationToken
        );
        var row = history.Rows.All<RoleRow>().FirstOrDefault(one => one.Id == roleId);
        return row is null && !await LogQueries.AnySubjectKnown(context, [roleId], cancellationToken)
            ? null
            : new RoleState
            {
                Presence = PresenceOf(row, history),
                At = await MomentAsync(context, moment, history, cancellationToken),
                Position = history.Position,
                Row = row,
            };
    }

    private static Presence PresenceOf(object? row, FoldedHistory history) =>
        row is not null ? Presence.There
        : history.HasBegun ? Presence.Gone
        : Presence.NotYet;

    // An event of another subject may be at the position; then it is its time that counts.
    private async Task<DateTimeOffset> MomentAsync(
        WriteContext context,
        PastMoment moment,
        FoldedHistory history,
        CancellationToken cancellationToken
    ) =>
        moment switch
        {
            { At: { } at } => at,
            { Position: { } position } when position == history.Position && history.At is { } at => at,
            { Position: { } position } => await context
                .EventLog.Where(record => record.Position <= position)
                .OrderByDescending(record => record.Position)
                .Select(record => (DateTimeOffset?)record.At)
                .FirstOrDefaultAsync(cancellationToken)
                ?? time.GetUtcNow(),
            _ => time.GetUtcNow(),
        };

    private static List<TRow> Ordered<TRow>(FoldedHistory history, Func<TRow, string> by, Func<TRow, string> thenBy)
        where TRow : class =>
        [
            .. history
                .Rows.All<TRow>()
                .OrderBy(by, StringComparer.OrdinalIgnoreCase)
                .ThenBy(thenBy, StringComparer.Ordinal),
        ];
}
