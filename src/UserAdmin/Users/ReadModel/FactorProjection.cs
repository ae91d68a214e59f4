using UserAdmin.EventLog;
using UserAdmin.Projections;

namespace UserAdmin.Users;

/// <summary>
/// Projects what a person signs in with (password, second factor, passkeys, external logins), and the claims.
/// </summary>
internal sealed class FactorProjection
    : IProject<UserTemporaryPasswordSet>,
        IProject<UserPasswordChangeRequired>,
        IProject<UserPasswordChanged>,
        IProject<UserTwoFactorEnabled>,
        IProject<UserTwoFactorDisabled>,
        IProject<UserRecoveryCodesCreated>,
        IProject<UserRecoveryCodeUsed>,
        IProject<UserPasskeyAdded>,
        IProject<UserPasskeyRenamed>,
        IProject<UserPasskeyRemoved>,
        IProject<UserSignedIn>,
        IProject<UserExternalLoginAdded>,
        IProject<UserExternalLoginRemoved>,
        IProject<UserClaimAdded>,
        IProject<UserClaimChanged>,
        IProject<UserClaimRemoved>
{
    public void Apply(UserTemporaryPasswordSet @event, EventRecord record, IReadModelRows rows) =>
        Set(@event.UserId, record, rows, row => (row.HasPassword, row.MustChangePassword) = (true, true));

    public void Apply(UserPasswordChangeRequired @event, EventRecord record, IReadModelRows rows) =>
        Set(@event.UserId, record, rows, row => row.MustChangePassword = true);

    public void Apply(UserPasswordChanged @event, EventRecord record, IReadModelRows rows) =>
        Set(
            @event.UserId,
            record,
            rows,
            row => (row.HasPassword, row.MustChangePassword, row.PasswordChangedAt) = (true, false, record.At)
        );

    public void Apply(UserTwoFactorEnabled @event, EventRecord record, IReadModelRows rows) =>
        Set(
            @event.UserId,
            record,
            rows,
            row => (row.TwoFactorEnabled, row.RecoveryCodesLeft) = (true, @event.RecoveryCodes)
        );

    public void Apply(UserTwoFactorDisabled @event, EventRecord record, IReadModelRows rows) =>
        Set(@event.UserId, record, rows, row => (row.TwoFactorEnabled, row.RecoveryCodesLeft) = (false, 0));

    public void Apply(UserRecoveryCodesCreated @event, EventRecord record, IReadModelRows rows) =>
        rows.Get<UserRow>(@event.UserId).RecoveryCodesLeft = @event.Count;

    public void Apply(UserRecoveryCodeUsed @event, EventRecord record, IReadModelRows rows) =>
        rows.Get<UserRow>(@event.UserId).RecoveryCodesLeft = @event.Left;

    public void Apply(UserPasskeyAdded @event, EventRecord record, IReadModelRows rows)
    {
        rows.Add(
            new PasskeyRow
            {
                UserId = @event.UserId,
                PasskeyId = @event.PasskeyId,
                Name = @event.Name,
                Key = @event.Key,
                AddedAt = record.At,
            }
        );
        Set(@event.UserId, record, rows, row => row.PasskeyCount++);
    }

    public void Apply(UserPasskeyRenamed @event, EventRecord record, IReadModelRows rows)
    {
        if (rows.Find<PasskeyRow>(@event.UserId, @event.PasskeyId) is { } passkey)
        {
            passkey.Name = @event.To;
        }
    }

    public void Apply(UserPasskeyRemoved @event, EventRecord record, IReadModelRows rows)
    {
        // A passkey that a stock application added never had a row here.
        if (rows.Find<PasskeyRow>(@event.UserId, @event.PasskeyId) is { } passkey)
        {
            rows.Remove(passkey);
            Set(@event.UserId, record, rows, row => row.PasskeyCount--);
        }
    }

    public void Apply(UserSignedIn @event, EventRecord record, IReadModelRows rows)
    {
        if (@event.PasskeyId is not null && rows.Find<PasskeyRow>(@event.UserId, @event.PasskeyId) is { } passkey)
        {
            passkey.LastUsedAt = record.At;
        }
    }

    public void Apply(UserExternalLoginAdded @event, EventRecord record, IReadModelRows rows)
    {
        Remove(@event.UserId, @event.Provider, @event.ProviderKey, rows);
        rows.Add(
            new ExternalLoginRow
            {
                UserId = @event.UserId,
                Provider = @event.Provider,
                ProviderKey = @event.ProviderKey,
                ProviderName = @event.ProviderName,
                AddedAt = record.At,
            }
        );
        SetLogins(@event.UserId, record, rows);
    }

    public void Apply(UserExternalLoginRemoved @event, EventRecord record, IReadModelRows rows)
    {
        Remove(@event.UserId, @event.Provider, @event.ProviderKey, rows);
        SetLogins(@event.UserId, record, rows);
    }

    public void Apply(UserClaimAdded @event, EventRecord record, IReadModelRows rows)
    {
        RemoveClaim(@event.UserId, @event.ClaimType, @event.Value, rows);
        rows.Add(
            new UserClaimRow
            {
                UserId = @event.UserId,
                ClaimType = @event.ClaimType,
                Value = @event.Value,
                AddedBy = record.ActorName,
                AddedById = record.ActorId,
                AddedAt = record.At,
            }
        );
    }

    public void Apply(UserClaimChanged @event, EventRecord record, IReadModelRows rows)
    {
        RemoveClaim(@event.UserId, @event.ClaimType, @event.From, rows);
        Apply(new UserClaimAdded(@event.UserId, @event.ClaimType, @event.To), record, rows);
    }

    public void Apply(UserClaimRemoved @event, EventRecord record, IReadModelRows rows) =>
        RemoveClaim(@event.UserId, @event.ClaimType, @event.Value, rows);

    // Also called when a login is added: a stock application may have removed an earlier one without an event, so that
    // its row still exists.
    private static void Remove(string userId, string provider, string providerKey, IReadModelRows rows)
    {
        if (rows.Find<ExternalLoginRow>(userId, provider, providerKey) is { } login)
        {
            rows.Remove(login);
        }
    }

    private static void RemoveClaim(string userId, string type, string value, IReadModelRows rows)
    {
        if (rows.Find<UserClaimRow>(userId, type, value) is { } claim)
        {
            rows.Remove(claim);
        }
    }

    private static void SetLogins(string userId, EventRecord record, IReadModelRows rows) =>
        Set(
            userId,
            record,
            rows,
            row =>
                row.ExternalLogins = string.Join(
                    ", ",
                    rows.Where<ExternalLoginRow>(nameof(ExternalLoginRow.UserId), userId)
                        .Select(login => login.ProviderName)
                        .Order(StringComparer.Ordinal)
                )
        );

    private static void Set(string userId, EventRecord record, IReadModelRows rows, Action<UserRow> change)
    {
        var row = rows.Get<UserRow>(userId);
        change(row);
        UserProjection.Edited(row, record);
    }
}
