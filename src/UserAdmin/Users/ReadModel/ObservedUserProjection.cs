using UserAdmin.EventLog;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Users.Commands;

namespace UserAdmin.Users;

/// <summary>Projects what another program did to accounts, with the projections of our own events.</summary>
internal sealed class ObservedUserProjection
    : IProject<UserObserved>,
        IProject<UserObservedChanged>,
        IProject<UserObservedGone>
{
    private readonly UserProjection _users = new();
    private readonly FactorProjection _factors = new();

    public void Apply(UserObserved @event, EventRecord record, IReadModelRows rows)
    {
        var (id, account) = (@event.UserId, @event.Account);
        var row = rows.Find<UserRow>(id);
        if (row is null)
        {
            row = new UserRow
            {
                Id = id,
                CreatedAt = record.At,
                IsCreatedBefore = !@event.IsNew,
            };
            rows.Add(row);
        }

        row.DisplayName = @event.DisplayName;
        row.UserName = account.UserName ?? "";
        row.Email = account.Email ?? "";
        row.EmailConfirmed = account.EmailConfirmed;
        (row.PhoneNumber, row.PhoneNumberConfirmed) = (account.PhoneNumber, account.PhoneNumberConfirmed);
        row.HasPassword = account.HasPassword;
        row.TwoFactorEnabled = account.TwoFactorEnabled;
        row.RecoveryCodesLeft = account.RecoveryCodesLeft;
        row.Attributes = RowAttributes.Stored(
            (account.Attributes ?? []).Select(attribute => KeyValuePair.Create(attribute.Name, attribute.Value))
        );
        SetLock(row, account.LockedUntil, record);
        Add(id, account.Roles, account.Claims, account.Logins, account.Passkeys, record, rows);
        UserProjection.Edited(row, record);
    }

    public void Apply(UserObservedChanged @event, EventRecord record, IReadModelRows rows)
    {
        var (id, row) = (@event.UserId, rows.Get<UserRow>(@event.UserId));
        RowAttributes.Set(row, @event.Fields);
        foreach (var (field, _, to) in @event.Fields.Where(change => !RowAttributes.IsOne(change.Field)))
        {
            SetField(row, field, to);
        }

        row.EmailConfirmed = @event.EmailConfirmed ?? row.EmailConfirmed;
        row.PhoneNumberConfirmed = @event.PhoneNumberConfirmed ?? row.PhoneNumberConfirmed;
        row.TwoFactorEnabled = @event.TwoFactorEnabled ?? row.TwoFactorEnabled;
        row.RecoveryCodesLeft = @event.RecoveryCodesLeft ?? row.RecoveryCodesLeft;
        row.HasPassword = @event.HasPassword ?? row.HasPassword;
        if (@event.PasswordChanged || @event.HasPassword is not null)
        {
            row.PasswordChangedAt = record.At;
        }

        if (@event.Lock is { } change)
        {
            SetLock(row, change.To, record);
        }

        Remove(@event, record, rows);
        Add(
            id,
            @event.RolesAdded,
            @event.ClaimsAdded,
            @event.LoginsAdded,
            [.. @event.PasskeysAdded.Where(added => !Rename(id, added, rows))],
            record,
            rows
        );
        foreach (var passkey in @event.PasskeyKeysChanged)
        {
            rows.Get<PasskeyRow>(id, passkey.PasskeyId).Key = passkey.Key;
        }

        UserProjection.Edited(row, record);
    }

    public void Apply(UserObservedGone @event, EventRecord record, IReadModelRows rows) =>
        UserStateProjection.Remove(@event.UserId, record, rows);

    private static void SetField(UserRow row, string field, string? to)
    {
        switch (field)
        {
            case nameof(CreateUser.UserName):
                row.UserName = to ?? "";
                break;
            case nameof(CreateUser.Email):
                // The link of an invitation went to the address before.
                (row.Email, row.InvitationExpiresAt) = (to ?? "", null);
                break;
            case nameof(CreateUser.PhoneNumber):
                row.PhoneNumber = to;
                break;
            default:
                throw new NotSupportedException($"The read model has no observed field {field}.");
        }
    }

    // Identity has one column for all of this: without a lockout the person can sign in, whatever it was here.
    private static void SetLock(UserRow row, DateTimeOffset? until, EventRecord record)
    {
        var isEndless = ObservedLock.IsEndless(until);
        (row.DisabledAt, row.LockedUntil) = isEndless ? (record.At, null) : ((DateTimeOffset?)null, until);
        (row.DeletedAt, row.PurgeAt, row.InvitedAt, row.InvitationExpiresAt) = (null, null, null, null);
    }

    private void Add(
        string id,
        IReadOnlyList<ObservedRole> roles,
        IReadOnlyList<ObservedClaim> claims,
        IReadOnlyList<ObservedLogin> logins,
        IReadOnlyList<ObservedPasskey> passkeys,
        EventRecord record,
        IReadModelRows rows
    )
    {
        foreach (var role in roles)
        {
            _users.Apply(new UserRoleAssigned(id, role.RoleId, role.Name), record, rows);
        }

        foreach (var claim in claims)
        {
            _factors.Apply(new UserClaimAdded(id, claim.ClaimType, claim.Value), record, rows);
        }

        foreach (var login in logins)
        {
            _factors.Apply(
                new UserExternalLoginAdded(id, login.Provider, login.ProviderKey, login.ProviderName),
                record,
                rows
            );
        }

        foreach (var passkey in passkeys)
        {
            _factors.Apply(
                new UserPasskeyAdded(id, passkey.PasskeyId, passkey.Name, null) { Key = passkey.Key },
                record,
                rows
            );
        }
    }

    private void Remove(UserObservedChanged @event, EventRecord record, IReadModelRows rows)
    {
        var id = @event.UserId;
        foreach (var role in @event.RolesRemoved)
        {
            _users.Apply(new UserRoleRemoved(id, role.RoleId, role.Name), record, rows);
        }

        foreach (var claim in @event.ClaimsRemoved)
        {
            _factors.Apply(new UserClaimRemoved(id, claim.ClaimType, claim.Value), record, rows);
        }

        foreach (var login in @event.LoginsRemoved)
        {
            _factors.Apply(
                new UserExternalLoginRemoved(id, login.Provider, login.ProviderKey, login.ProviderName),
                record,
                rows
            );
        }

        var renamed = @event.PasskeysAdded.Select(added => added.PasskeyId).ToHashSet();
        foreach (var passkey in @event.PasskeysRemoved.Where(passkey => !renamed.Contains(passkey.PasskeyId)))
        {
            _factors.Apply(new UserPasskeyRemoved(id, passkey.PasskeyId, passkey.Name), record, rows);
        }
    }

    private static bool Rename(string id, ObservedPasskey passkey, IReadModelRows rows)
    {
        if (rows.Find<PasskeyRow>(id, passkey.PasskeyId) is not { } row)
        {
            return false;
        }

        row.Name = passkey.Name;
        return true;
    }
}
