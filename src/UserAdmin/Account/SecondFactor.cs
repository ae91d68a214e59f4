using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>
/// Manages the authenticator key and the recovery codes, stored in the same way as stock Identity does.
/// </summary>
internal sealed class SecondFactor(WriteContext context, TimeProvider time)
{
    /// <summary>
    /// Finds a session that waits for its second factor, and its user, both tracked. Returns null if there is none, if
    /// it is too late, or if the account no longer allows sign-in.
    /// </summary>
    public async Task<(UserSession Session, User User)?> FindWaitingAsync(
        string sessionId,
        CancellationToken cancellationToken
    )
    {
        var (stored, now) = (Sessions.StoredId(sessionId), time.GetUtcNow());
        return
            await context.UserSessions.SingleOrDefaultAsync(
                session => session.Id == stored && session.AwaitsSecondFactor && session.ExpiresAt > now,
                cancellationToken
            )
                is { } session
            && await UserQueries.User(context, session.UserId, cancellationToken) is { } user
            && user.SecurityStamp == session.SecurityStamp
            && SessionOpening.MaySignIn(user, now)
            ? (session, user)
            : null;
    }

    /// <summary>
    /// Checks whether a code is the app's current one, or that of the half minute before or after (RFC 6238, section
    /// 5.2), and has not been used yet.
    /// </summary>
    /// <returns>The time step of the code, or null if the code is wrong.</returns>
    public async Task<long?> StepOfAsync(User user, string code, CancellationToken cancellationToken) =>
        StepOf(
            (await TokenAsync(user, StockTokens.AuthenticatorKey, cancellationToken))?.Value,
            code,
            user.Profile.LastCodeStep
        );

    /// <summary>Checks a code against a key; see <see cref="StepOfAsync"/>.</summary>
    public long? StepOf(string? key, string code, long? lastStep)
    {
        var digits = Plain(code);
        if (string.IsNullOrEmpty(key) || digits.Length != 6 || !digits.All(char.IsAsciiDigit))
        {
            return null;
        }

        try
        {
            return
                new Totp(Base32Encoding.ToBytes(key)).VerifyTotp(
                    time.GetUtcNow().UtcDateTime,
                    digits,
                    out var step,
                    new VerificationWindow(previous: 1, future: 1)
                ) && !(step <= lastStep)
                ? step
                : null;
        }
        catch (ArgumentException)
        {
            // Another application stored the key in another form; no code matches it here.
            return null;
        }
    }

    /// <summary>Uses up a recovery code.</summary>
    /// <returns>How many codes are left, or null if the code is wrong.</returns>
    public async Task<int?> TakeRecoveryCodeAsync(User user, string code, CancellationToken cancellationToken)
    {
        if (await TokenAsync(user, StockTokens.RecoveryCodes, cancellationToken) is not { Value: { } value } token)
        {
            return null;
        }

        var (codes, typed) = (value.Split(';', StringSplitOptions.RemoveEmptyEntries).ToList(), Plain(code));
        if (typed.Length == 0 || codes.RemoveAll(one => Plain(one) == typed) == 0)
        {
            return null;
        }

        // Codes that another application created stay marked as such.
        var areOurs = user.Profile.RecoveryCodesMark is not { } mark || mark == UserProfile.MarkOf(user.Id, value);
        token.Value = string.Join(';', codes);
        if (areOurs)
        {
            user.Profile.MarkRecoveryCodes(token.Value);
        }

        return codes.Count;
    }

    /// <summary>
    /// Turns on two-factor for a new account with the key that the person's app already has. Returns the row to store.
    /// </summary>
    public static IdentityUserToken<string> Import(User user, string key)
    {
        user.ImportTwoFactor();
        user.Profile.MarkAuthenticator(key);
        return new()
        {
            UserId = user.Id,
            LoginProvider = StockTokens.Provider,
            Name = StockTokens.AuthenticatorKey,
            Value = key,
        };
    }

    public Task SetKeyAsync(User user, string key, CancellationToken cancellationToken)
    {
        user.Profile.MarkAuthenticator(key);
        return SetAsync(user, StockTokens.AuthenticatorKey, key, cancellationToken);
    }

    public Task SetRecoveryCodesAsync(User user, IEnumerable<string> codes, CancellationToken cancellationToken)
    {
        var value = string.Join(';', codes);
        user.Profile.MarkRecoveryCodes(value);
        return SetAsync(user, StockTokens.RecoveryCodes, value, cancellationToken);
    }

    /// <summary>Deletes the key and the codes.</summary>
    public Task RemoveAsync(User user, CancellationToken cancellationToken)
    {
        user.Profile.MarkAuthenticator(null);
        user.Profile.MarkRecoveryCodes(null);
        return context
            .UserTokens.Where(token => token.UserId == user.Id && token.LoginProvider == StockTokens.Provider)
            .ExecuteDeleteAsync(cancellationToken);
    }

    private async Task SetAsync(User user, string name, string value, CancellationToken cancellationToken)
    {
        if (await TokenAsync(user, name, cancellationToken) is { } token)
        {
            token.Value = value;
        }
        else
        {
            context.Add(
                new IdentityUserToken<string>
                {
                    UserId = user.Id,
                    LoginProvider = StockTokens.Provider,
                    Name = name,
                    Value = value,
                }
            );
        }
    }

    private Task<IdentityUserToken<string>?> TokenAsync(User user, string name, CancellationToken cancellationToken) =>
        context.UserTokens.SingleOrDefaultAsync(
            token => token.UserId == user.Id && token.LoginProvider == StockTokens.Provider && token.Name == name,
            cancellationToken
        );

    // People leave out the dash or type in lower case. Apps and mails show codes in groups, and keyboards for other
    // scripts have their own digits.
    private static string Plain(string code) =>
        UserText.IsReadable(code) && UserText.CleanNumber(code) is { } clean
            ? new([.. clean.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)])
            : "";
}
