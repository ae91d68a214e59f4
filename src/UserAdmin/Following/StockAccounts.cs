using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Following;

/// <summary>An account in the stock tables, with the secrets whose marks are compared.</summary>
internal sealed record StockAccount(
    ObservedAccount Account,
    string? PasswordHash,
    string? AuthenticatorKey,
    string? RecoveryCodes
);

/// <summary>Reads accounts from the stock tables as they are now.</summary>
internal static class StockAccounts
{
    /// <summary>Reads accounts; those that do not exist are missing.</summary>
    /// <param name="context">The context; nothing is tracked.</param>
    /// <param name="ids">Some thousands at most.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<Dictionary<string, StockAccount>> ReadAsync(
        WriteContext context,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        var users = await UsersAsync(context, ids, cancellationToken);
        var roles = await RolesAsync(context, ids, cancellationToken);
        var claims = await ClaimsAsync(context, ids, cancellationToken);
        var logins = await LoginsAsync(context, ids, cancellationToken);
        var passkeys = await PasskeysAsync(context, ids, cancellationToken);
        var tokens = (
            await context
                .UserTokens.AsNoTracking()
                .Where(token => EF.Parameter(ids).Contains(token.UserId) && token.LoginProvider == StockTokens.Provider)
                .Select(token => new
                {
                    token.UserId,
                    token.Name,
                    token.Value,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(token => (token.UserId, token.Name), token => token.Value);
        return users.ToDictionary(
            user => user.Id,
            user =>
            {
                var codes = tokens[(user.Id, StockTokens.RecoveryCodes)].FirstOrDefault();
                return new StockAccount(
                    new ObservedAccount
                    {
                        UserName = Text(user.UserName),
                        Email = Text(user.Email),
                        EmailConfirmed = user.EmailConfirmed,
                        PhoneNumber = Text(user.PhoneNumber),
                        Attributes = AttributesOf(user, context.Layout.Attributes),
                        PhoneNumberConfirmed = user.PhoneNumberConfirmed,
                        HasPassword = user.PasswordHash is not null,
                        TwoFactorEnabled = user.TwoFactorEnabled,
                        // Without two-factor the codes are of no use, and the log counts none.
                        RecoveryCodesLeft = user.TwoFactorEnabled ? Count(codes) : 0,
                        LockedUntil = user.LockoutEnabled ? user.LockoutEnd : null,
                        Roles = [.. roles[user.Id].DistinctBy(role => role.RoleId)],
                        Claims = [.. claims[user.Id].Distinct()],
                        Logins = [.. logins[user.Id].DistinctBy(login => (login.Provider, login.ProviderKey))],
                        Passkeys = [.. passkeys[user.Id]],
                    },
                    user.PasswordHash,
                    tokens[(user.Id, StockTokens.AuthenticatorKey)].FirstOrDefault(),
                    codes
                );
            }
        );
    }

    /// <summary>
    /// Returns a text as the log can store it: characters that it cannot store become U+FFFD, and nothing counts as
    /// missing.
    /// </summary>
    public static string? Text(string? stored) => string.IsNullOrEmpty(stored) ? null : Storable(stored);

    /// <summary>Like <see cref="Text"/>, but missing text is empty.</summary>
    public static string Part(string? stored) => Text(stored) ?? "";

    // Without attributes, only the columns that are compared are read.
    private static Task<List<User>> UsersAsync(
        WriteContext context,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        var users = context.Users.AsNoTracking().Where(user => EF.Parameter(ids).Contains(user.Id));
        return (
            context.Layout.Attributes.Count > 0
                ? users
                : users.Select(user => new User
                {
                    Id = user.Id,
                    UserName = user.UserName,
                    Email = user.Email,
                    EmailConfirmed = user.EmailConfirmed,
                    PhoneNumber = user.PhoneNumber,
                    PhoneNumberConfirmed = user.PhoneNumberConfirmed,
                    PasswordHash = user.PasswordHash,
                    TwoFactorEnabled = user.TwoFactorEnabled,
                    LockoutEnabled = user.LockoutEnabled,
                    LockoutEnd = user.LockoutEnd,
                })
        ).ToListAsync(cancellationToken);
    }

    private static List<AttributeValue>? AttributesOf(User user, IReadOnlyList<AccountAttribute> attributes)
    {
        List<AttributeValue> values =
        [
            .. attributes
                .Select(attribute => new AttributeValue(attribute.Column.Name, Text(user[attribute.Name] as string)))
                .Where(attribute => attribute.Value is not null),
        ];
        return values.Count == 0 ? null : values;
    }

    private static string Storable(string stored)
    {
        if (stored.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 && !stored.Contains('\0'))
        {
            return stored;
        }

        var text = new System.Text.StringBuilder(stored.Length);
        foreach (var rune in stored.EnumerateRunes())
        {
            text.Append(rune.Value == 0 ? "\ufffd" : rune.ToString());
        }

        return text.ToString();
    }

    private static int Count(string? codes) => codes?.Split(';', StringSplitOptions.RemoveEmptyEntries).Length ?? 0;

    private static async Task<ILookup<string, ObservedRole>> RolesAsync(
        WriteContext context,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    ) =>
        (
            await (
                from member in context.UserRoles.AsNoTracking()
                where EF.Parameter(ids).Contains(member.UserId)
                join role in context.Roles on member.RoleId equals role.Id
                select new
                {
                    member.UserId,
                    role.Id,
                    role.Name,
                }
            ).ToListAsync(cancellationToken)
        ).ToLookup(role => role.UserId, role => new ObservedRole(role.Id, Part(role.Name)));

    private static async Task<ILookup<string, ObservedClaim>> ClaimsAsync(
        WriteContext context,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    ) =>
        (
            await context
                .UserClaims.AsNoTracking()
                .Where(claim => EF.Parameter(ids).Contains(claim.UserId))
                .Select(claim => new
                {
                    claim.UserId,
                    claim.ClaimType,
                    claim.ClaimValue,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(claim => claim.UserId, claim => new ObservedClaim(Part(claim.ClaimType), Part(claim.ClaimValue)));

    private static async Task<ILookup<string, ObservedLogin>> LoginsAsync(
        WriteContext context,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    ) =>
        (
            await context
                .UserLogins.AsNoTracking()
                .Where(login => EF.Parameter(ids).Contains(login.UserId))
                .Select(login => new
                {
                    login.UserId,
                    login.LoginProvider,
                    login.ProviderKey,
                    login.ProviderDisplayName,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(
            login => login.UserId,
            login => new ObservedLogin(
                Part(login.LoginProvider),
                Part(login.ProviderKey),
                Text(login.ProviderDisplayName) ?? Part(login.LoginProvider)
            )
        );

    private static async Task<ILookup<string, ObservedPasskey>> PasskeysAsync(
        WriteContext context,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    ) =>
        (
            await context
                .UserPasskeys.AsNoTracking()
                .Where(passkey => EF.Parameter(ids).Contains(passkey.UserId))
                .Select(passkey => new
                {
                    passkey.UserId,
                    passkey.CredentialId,
                    passkey.Data.Name,
                    passkey.Data.PublicKey,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(
            passkey => passkey.UserId,
            passkey => new ObservedPasskey(User.PasskeyIdOf(passkey.CredentialId), Part(passkey.Name))
            {
                Key = PasskeyMark.Of(passkey.PublicKey),
            }
        );
}
