using System.Globalization;
using UserAdmin.Account;
using UserAdmin.Account.Queries;
using UserAdmin.Users;

namespace UserAdmin.Web.Users.SignIn;

/// <summary>The answer to “Can this person sign in?” in words, and the facts behind it.</summary>
internal static class SignInText
{
    // Later than any lock that somebody sets: a lock without an end, made by another program.
    private static readonly DateTimeOffset _never = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Returns the answer as a sentence: “Yes, with the password.”, “No: the account is disabled.”</summary>
    public static string Answer(SignInAbility ability)
    {
        var (verdict, facts) = (ability.Verdict, ability.Facts);
        if (!verdict.CanSignIn)
        {
            return $"No: {Reason(verdict.Obstacle!.Value, facts)}.";
        }

        var others = Others(facts);
        return verdict.Obstacle is { } obstacle ? $"Only with {Or(others)}: {Reason(obstacle, facts)}."
            : verdict.WithPassword
                ? $"Yes, with {Or([facts.AsksForCode ? "the password and a code" : "the password", .. others])}."
            : $"Yes, with {Or(others)}.";
    }

    /// <summary>“yes”, “partly” or “no”, for colours.</summary>
    public static string Tone(SignInVerdict verdict) =>
        !verdict.CanSignIn ? "bad"
        : verdict.Obstacle is null ? "good"
        : "warn";

    /// <summary>Returns the facts, each with a tone if it stands in the way or needs attention.</summary>
    /// <param name="row">The account.</param>
    /// <param name="ability">What decides.</param>
    /// <param name="now">The current time.</param>
    public static IEnumerable<SignInFact> Facts(UserRow row, SignInAbility ability, DateTimeOffset now)
    {
        var facts = ability.Facts;
        var state = row.StateAt(now);
        yield return new("State", state.ToString()) { Tone = state == UserState.Active ? null : "warn" };
        yield return Password(facts, row, now);
        yield return facts.AsksForCode
            ? new("Second factor", $"On, {Codes(row.RecoveryCodesLeft)}")
            {
                Tone = row.RecoveryCodesLeft == 0 ? "warn" : null,
            }
            : new("Second factor", "Off");
        yield return row.Email.Length == 0 ? new("Email", "None") { Tone = "warn" }
        : row.EmailConfirmed ? new("Email", "Confirmed")
        : new("Email", facts.EmailNeedsProof ? "Not confirmed, so no link is sent to it" : "Not confirmed")
        {
            Tone = facts.EmailNeedsProof ? "warn" : null,
        };
        yield return new("Expires", facts.ExpiresAt is null ? "Never" : "")
        {
            At = facts.ExpiresAt,
            Tone = facts.ExpiresAt <= now ? "bad" : null,
        };
        yield return new("Passkeys", facts.Passkeys == 0 ? "None" : Number(facts.Passkeys));
        yield return new(
            "External logins",
            facts.ExternalLogins.Count == 0 ? "None" : string.Join(", ", facts.ExternalLogins)
        );
        yield return !facts.NeedsSecondFactor ? new("Policy", "Asks for nothing more")
        : facts.AsksForCode || facts.Passkeys > 0 ? new("Policy", "Requires a second factor, which is set")
        : new("Policy", "Requires a second factor: it has to be set up at the next sign-in") { Tone = "warn" };
    }

    private static SignInFact Password(SignInFacts facts, UserRow row, DateTimeOffset now)
    {
        if (!facts.HasPassword)
        {
            return new("Password", "None");
        }

        if (!facts.IsPasswordReadable)
        {
            return new("Password", "Of another system, cannot be checked here") { Tone = "bad" };
        }

        if (facts.PasswordExpiresAt is { } until)
        {
            return new("Password", until <= now ? "Temporary, expired" : "Temporary, expires")
            {
                At = until,
                Tone = until <= now ? "bad" : "warn",
            };
        }

        return facts.IsPasswordImported ? new("Password", "Imported from another system; renewed at the first sign-in")
            : facts.MustChangePassword ? new("Password", "Set, must be changed at the next sign-in")
            : row.PasswordChangedAt is { } changed ? new("Password", "Set by the person") { At = changed }
            : new("Password", "Set");
    }

    private static string Reason(SignInObstacle obstacle, SignInFacts facts) =>
        obstacle switch
        {
            SignInObstacle.Deleted => "the account is deleted",
            SignInObstacle.Disabled => "the account is disabled",
            SignInObstacle.Expired => "the account has expired",
            SignInObstacle.Invited => "the invitation is not accepted yet",
            SignInObstacle.Locked => "an administrator has locked the account",
            SignInObstacle.LockedOut when facts.LockedOutUntil >= _never => "another program has locked the account",
            SignInObstacle.LockedOut => "failed sign-ins have locked the account",
            SignInObstacle.PasswordExpired => "the temporary password has expired",
            SignInObstacle.PasswordUnreadable => "the password is of another system and cannot be checked here",
            _ => "there is no password, passkey or external login",
        };

    private static List<string> Others(SignInFacts facts) =>
        [.. facts.Passkeys > 0 ? ["a passkey"] : Array.Empty<string>(), .. facts.ExternalLogins.Distinct()];

    private static string Or(List<string> ways) =>
        ways.Count < 2 ? ways[0] : $"{string.Join(", ", ways.Take(ways.Count - 1))} or {ways[^1]}";

    private static string Codes(int left) =>
        left switch
        {
            0 => "no recovery codes left",
            1 => "1 recovery code left",
            _ => $"{Number(left)} recovery codes left",
        };

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>One fact about signing in.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Text">What is true.</param>
internal sealed record SignInFact(string Name, string Text)
{
    /// <summary>A moment that follows the text, or null.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>“warn” or “bad” if it needs attention or stands in the way, or null.</summary>
    public string? Tone { get; init; }
}
