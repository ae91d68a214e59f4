using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Following;

/// <summary>
/// Applies the events of single users and roles to rows in memory: their state as the log knows it, without the read
/// model, which may lag behind.
/// </summary>
internal sealed class SubjectFold(ProjectionCatalogue projections)
{
    /// <summary>Returns the rows of each subject.</summary>
    /// <param name="context">The log.</param>
    /// <param name="subjectIds">Users or roles, some thousands at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="until">Position of the last event to apply.</param>
    /// <returns>By subject; those without events are missing.</returns>
    /// <exception cref="UnreadableEventException">An event that was not set aside cannot be read.</exception>
    public async Task<Dictionary<string, FoldedRows>> OfAsync(
        WriteContext context,
        IReadOnlyList<string> subjectIds,
        CancellationToken cancellationToken,
        long until = long.MaxValue
    )
    {
        var folded = new Dictionary<string, FoldedRows>();
        await foreach (var (record, @event) in SubjectEvents.OfAsync(context, subjectIds, until, cancellationToken))
        {
            if (!folded.TryGetValue(record.SubjectId, out var rows))
            {
                folded[record.SubjectId] = rows = new FoldedRows();
            }

            projections.Apply(@event, record, rows);
        }

        return folded;
    }

    /// <summary>Returns the account as the log knows it, or null if it has none, or none any more.</summary>
    public static (UserRow Row, ObservedAccount Account)? AccountOf(FoldedRows rows) =>
        rows.All<UserRow>().FirstOrDefault() is not { } row
            ? null
            : (
                row,
                new ObservedAccount
                {
                    UserName = row.UserName.Length == 0 ? null : row.UserName,
                    Email = row.Email.Length == 0 ? null : row.Email,
                    EmailConfirmed = row.EmailConfirmed,
                    PhoneNumber = row.PhoneNumber,
                    Attributes =
                    [
                        .. RowAttributes.Of(row.Attributes).Select(one => new AttributeValue(one.Key, one.Value)),
                    ],
                    PhoneNumberConfirmed = row.PhoneNumberConfirmed,
                    HasPassword = row.HasPassword,
                    TwoFactorEnabled = row.TwoFactorEnabled,
                    RecoveryCodesLeft = row.RecoveryCodesLeft,
                    LockedUntil = (row.DisabledAt ?? row.DeletedAt ?? row.InvitedAt) is null
                        ? row.LockedUntil
                        : DateTimeOffset.MaxValue,
                    Roles = [.. rows.All<UserRoleRow>().Select(role => new ObservedRole(role.RoleId, role.RoleName))],
                    Claims =
                    [
                        .. rows.All<UserClaimRow>().Select(claim => new ObservedClaim(claim.ClaimType, claim.Value)),
                    ],
                    Logins =
                    [
                        .. rows.All<ExternalLoginRow>()
                            .Select(login => new ObservedLogin(login.Provider, login.ProviderKey, login.ProviderName)),
                    ],
                    Passkeys =
                    [
                        .. rows.All<PasskeyRow>()
                            .Select(passkey => new ObservedPasskey(passkey.PasskeyId, passkey.Name)
                            {
                                Key = passkey.Key,
                            }),
                    ],
                }
            );
}
