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
            return T($"No: {Reason(verdict.Obstacle!.Value, facts)}.");
        }

        var others = Others(facts);
        return verdict.Obstacle is { } obstacle ? T($"Only with {Or(others)}: {Reason(obstacle, facts)}.")
            : verdict.WithPassword ? T($"Yes, with {Or([WithPassword(facts), .. others])}.")
            : T($"Yes, with {Or(others)}.");
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
        yield return new(T("State"), StateChip.TextOf(state)) { Tone = state == UserState.Active ? null : "warn" };
        yield return Password(facts, row, now);
        yield return facts.AsksForCode
            ? new(T("Second factor"), Codes(row.RecoveryCodesLeft))
            {
                Tone = row.RecoveryCodesLeft == 0 ? "warn" : null,
            }
            : new(T("Second factor"), T("Off", "switch"));
        yield return row.Email.Length == 0 ? new(T("Email"), T("None")) { Tone = "warn" }
        : row.EmailConfirmed ? new(T("Email"), T("Confirmed"))
        : new(T("Email"), facts.EmailNeedsProof ? T("Not confirmed, so no link is sent to it") : T("Not confirmed"))
        {
            Tone = facts.EmailNeedsProof ? "warn" : null,
        };
        yield return new(T("Expires"), facts.ExpiresAt is null ? T("Never") : "")
        {
            At = facts.ExpiresAt,
            Tone = facts.ExpiresAt <= now ? "bad" : null,
        };
        yield return new(T("Passkeys"), facts.Passkeys == 0 ? T("None") : Number(facts.Passkeys));
        yield return new(
            T("External logins"),
            facts.ExternalLogins.Count == 0 ? T("None") : string.Join(", ", facts.ExternalLogins)
        );
        yield return !facts.NeedsSecondFactor ? new(T("Policy"), T("Asks for nothing more"))
        : facts.AsksForCode || facts.Passkeys > 0 ? new(T("Policy"), T("Requires a second factor, which is set"))
        : new(T("Policy"), T("Requires a second factor: it has to be set up at the next sign-in")) { Tone = "warn" };
    }

    private static SignInFact Password(SignInFacts facts, UserRow row, DateTimeOffset now)
    {
        if (!facts.HasPassword)
        {
            return new(T("Password"), T("None", "password"));
        }

        if (!facts.IsPasswordReadable)
        {
            return new(T("Password"), T("Of another system, cannot be checked here")) { Tone = "bad" };
        }

        if (facts.PasswordExpiresAt is { } until)
        {
            return new(T("Password"), until <= now ? T("Temporary, expired") : T("Temporary, expires"))
            {
                At = until,
                Tone = until <= now ? "bad" : "warn",
            };
        }

        return facts.IsPasswordImported
                ? new(T("Password"), T("Imported from another system; renewed at the first sign-in"))
            : facts.MustChangePassword ? new(T("Password"), T("Set, must be changed at the next sign-in"))
            : row.PasswordChangedAt is { } changed ? new(T("Password"), T("Set by the person")) { At = changed }
            : new(T("Password"), T("Set", "password"));
    }

    private static string Reason(SignInObstacle obstacle, SignInFacts facts) =>
        obstacle switch
        {
            SignInObstacle.Deleted => T("the account is deleted"),
            SignInObstacle.Disabled => T("the account is disabled"),
            SignInObstacle.Expired => T("the account has expired"),
            SignInObstacle.Invited => T("the invitation is not accepted yet"),
            SignInObstacle.Locked => T("an administrator has locked the account"),
            SignInObstacle.LockedOut when facts.LockedOutUntil >= _never => T("another program has locked the account"),
            SignInObstacle.LockedOut => T("failed sign-ins have locked the account"),
            SignInObstacle.PasswordExpired => T("the temporary password has expired"),
            SignInObstacle.PasswordUnreadable => T("the password is of another system and cannot be checked here"),
            _ => T("there is no password, passkey or external login"),
        };

    private static string WithPassword(SignInFacts facts) =>
        facts.AsksForCode ? T("the password and a code") : T("the password");

    private static List<string> Others(SignInFacts facts) =>
        [.. facts.Passkeys > 0 ? [T("a passkey")] : Array.Empty<string>(), .. facts.ExternalLogins.Distinct()];

    private static string Or(List<string> ways) =>
        ways.Count < 2 ? ways[0] : T($"{string.Join(", ", ways.Take(ways.Count - 1))} or {ways[^1]}");

    private static string Codes(int left) =>
        left == 0
            ? T("On, no recovery codes left")
            : T(left, "On, 1 recovery code left", $"On, {Number(left)} recovery codes left");

    private static string Number(int number) => number.ToString("N0", WrittenIn);
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
