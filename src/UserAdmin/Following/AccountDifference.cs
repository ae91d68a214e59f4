using UserAdmin.EventLog;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Following;

/// <summary>Compares an account in the stock tables with the account that the log knows.</summary>
internal static class AccountDifference
{
    // PostgreSQL stores microseconds.
    private static readonly TimeSpan _sameMoment = TimeSpan.FromMilliseconds(1);

    /// <summary>Returns what another program changed, or null if nothing differs.</summary>
    /// <param name="userId">The account.</param>
    /// <param name="known">The account as the log knows it.</param>
    /// <param name="stock">The account as it is.</param>
    /// <param name="profile">What marks the secrets that were set here; null if it is gone.</param>
    /// <param name="now">The current time: a lockout that is over is none.</param>
    public static UserObservedChanged? Of(
        string userId,
        ObservedAccount known,
        StockAccount stock,
        UserProfile? profile,
        DateTimeOffset now
    )
    {
        var found = stock.Account;
        var changed = new UserObservedChanged(userId, [.. Fields(known, found)])
        {
            EmailConfirmed = Changed(known.EmailConfirmed, found.EmailConfirmed),
            PhoneNumberConfirmed = Changed(known.PhoneNumberConfirmed, found.PhoneNumberConfirmed),
            HasPassword = Changed(known.HasPassword, found.HasPassword),
            TwoFactorEnabled = Changed(known.TwoFactorEnabled, found.TwoFactorEnabled),
            RecoveryCodesLeft = known.RecoveryCodesLeft == found.RecoveryCodesLeft ? null : found.RecoveryCodesLeft,
            Lock = Lock(known.LockedUntil, found.LockedUntil, now),
            PasswordChanged =
                known.HasPassword
                && profile?.PasswordMark is { } mark
                && stock.PasswordHash?.EndsWith(mark, StringComparison.Ordinal) is false,
            AuthenticatorChanged = IsOther(profile?.AuthenticatorMark, userId, stock.AuthenticatorKey),
            RecoveryCodesChanged = IsOther(profile?.RecoveryCodesMark, userId, stock.RecoveryCodes),
            RolesAdded = Missing(found.Roles, known.Roles, role => role.RoleId),
            RolesRemoved = Missing(known.Roles, found.Roles, role => role.RoleId),
            ClaimsAdded = Missing(found.Claims, known.Claims, claim => claim),
            ClaimsRemoved = Missing(known.Claims, found.Claims, claim => claim),
            LoginsAdded = Missing(found.Logins, known.Logins, login => (login.Provider, login.ProviderKey)),
            LoginsRemoved = Missing(known.Logins, found.Logins, login => (login.Provider, login.ProviderKey)),
            PasskeysAdded = Missing(found.Passkeys, known.Passkeys, passkey => (passkey.PasskeyId, passkey.Name)),
            PasskeysRemoved = Missing(known.Passkeys, found.Passkeys, passkey => (passkey.PasskeyId, passkey.Name)),
            PasskeyKeysChanged = [.. found.Passkeys.Where(passkey => HasOtherKey(passkey, known.Passkeys))],
        };
        return changed.IsAny ? changed : null;
    }

    /// <summary>Returns the lockout that is still in effect, with one without an end at the last moment.</summary>
    public static DateTimeOffset? InEffect(DateTimeOffset? until, DateTimeOffset now) =>
        ObservedLock.IsEndless(until) ? DateTimeOffset.MaxValue
        : until > now ? until
        : null;

    private static IEnumerable<FieldChange> Fields(ObservedAccount known, ObservedAccount found)
    {
        if (known.UserName != found.UserName)
        {
            yield return new(nameof(CreateUser.UserName), known.UserName, found.UserName);
        }

        if (known.Email != found.Email)
        {
            yield return new(nameof(CreateUser.Email), known.Email, found.Email);
        }

        if (known.PhoneNumber != found.PhoneNumber)
        {
            yield return new(nameof(CreateUser.PhoneNumber), known.PhoneNumber, found.PhoneNumber);
        }

        foreach (var change in Attributes(known.Attributes ?? [], found.Attributes ?? []))
        {
            yield return change;
        }
    }

    private static IEnumerable<FieldChange> Attributes(
        IReadOnlyList<AttributeValue> known,
        IReadOnlyList<AttributeValue> found
    )
    {
        var (before, now) = (known.ToDictionary(one => one.Name), found.ToDictionary(one => one.Name));
        return before
            .Keys.Union(now.Keys)
            .Select(name => new FieldChange(
                AccountAttribute.Prefix + name,
                before.GetValueOrDefault(name)?.Value,
                now.GetValueOrDefault(name)?.Value
            ))
            .Where(change => change.From != change.To);
    }

    private static ObservedLock? Lock(DateTimeOffset? known, DateTimeOffset? found, DateTimeOffset now)
    {
        var (from, to) = (InEffect(known, now), InEffect(found, now));
        return from == to || (from - to)?.Duration() < _sameMoment ? null : new(from, to);
    }

    private static bool? Changed(bool from, bool to) => from == to ? null : to;

    // Without a mark nothing is known of the secret.
    private static bool IsOther(string? mark, string userId, string? secret) =>
        mark is not null && mark != UserProfile.MarkOf(userId, secret);

    // As above: that of a passkey whose event is older is not known.
    private static bool HasOtherKey(ObservedPasskey found, IReadOnlyList<ObservedPasskey> known) =>
        known.Any(passkey =>
            passkey.PasskeyId == found.PasskeyId && passkey.Key is not null && passkey.Key != found.Key
        );

    private static IReadOnlyList<T> Missing<T, TKey>(IReadOnlyList<T> all, IReadOnlyList<T> others, Func<T, TKey> key)
    {
        if (all.Count == 0)
        {
            return [];
        }

        var there = others.Select(key).ToHashSet();
        return [.. all.Where(one => !there.Contains(key(one)))];
    }
}
