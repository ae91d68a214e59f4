using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>The authenticator's key and the recovery codes, kept where and how stock Identity keeps them.</summary>
internal sealed class SecondFactor(WriteContext context, TimeProvider time)
{
    /// <summary>
    /// A session that waits for its second factor, and whose it is, both tracked; null when there is none, or it is too
    /// late, or the account was shut meanwhile.
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
    /// Whether a code is the app's of now, or of the half minute before or after (RFC 6238, section 5.2), and was not
    /// used yet.
    /// </summary>
    /// <returns>The code's step; null when it is not right.</returns>
    public async Task<long?> StepOfAsync(User user, string code, CancellationToken cancellationToken) =>
        StepOf(
            (await TokenAsync(user, StockTokens.AuthenticatorKey, cancellationToken))?.Value,
            code,
            user.Profile.LastCodeStep
        );

    /// <summary>Whether a code belongs to a key; see <see cref="StepOfAsync"/>.</summary>
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
            // A key that another application stored in another form; no code matches it here.
            return null;
        }
    }

    /// <summary>Uses a recovery code up.</summary>
    /// <returns>How many are left; null when it is not one.</returns>
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

        // Those that another application has made stay marked as such.
        var areOurs = user.Profile.RecoveryCodesMark is not { } mark || mark == UserProfile.MarkOf(user.Id, value);
        token.Value = string.Join(';', codes);
        if (areOurs)
        {
            user.Profile.MarkRecoveryCodes(token.Value);
        }

        return codes.Count;
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

    /// <summary>Forgets key and codes.</summary>
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

    // People leave the dash out, or type in lower case.
    // Apps and mails show codes in groups, and keyboards of other scripts have digits of their own.
    private static string Plain(string code) =>
        UserText.IsReadable(code) && UserText.CleanNumber(code) is { } clean
            ? new([.. clean.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)])
            : "";
}
