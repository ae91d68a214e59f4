using UserAdmin.Account;

namespace UserAdmin.Tests.Account;

public sealed class SignInRulesTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _past = _now.AddHours(-1);
    private static readonly DateTimeOffset _future = _now.AddHours(1);

    /// <summary>What stands in the way, in the order in which it counts, and how an account gets it.</summary>
    private static readonly (SignInObstacle Obstacle, Func<SignInFacts, SignInFacts> With)[] _obstacles =
    [
        (SignInObstacle.Deleted, facts => facts with { DeletedAt = _past }),
        (SignInObstacle.Disabled, facts => facts with { DisabledAt = _past }),
        (SignInObstacle.Invited, facts => facts with { InvitedAt = _past }),
        (SignInObstacle.Expired, facts => facts with { ExpiresAt = _past.AddMinutes(1) }),
        (SignInObstacle.Locked, facts => facts with { LockedUntil = _future }),
        (SignInObstacle.LockedOut, facts => facts with { LockedOutUntil = _future }),
        (SignInObstacle.PasswordUnreadable, facts => facts with { IsPasswordReadable = false }),
        (SignInObstacle.PasswordExpired, facts => facts with { PasswordExpiresAt = _past }),
    ];

    /// <summary>From here on only the password is concerned.</summary>
    private const int OfPasswordOnly = 5;

    [Fact]
    public void Judge_OfEveryCombination_NamesTheFirstObstacleAndWhatIsLeft()
    {
        for (var combination = 0; combination < 1 << _obstacles.Length; combination++)
        {
            var present = Enumerable.Range(0, _obstacles.Length).Where(i => (combination & (1 << i)) != 0).ToList();
            foreach (var (passkeys, logins) in new (int, string[])[] { (0, []), (1, []), (0, ["Contoso"]) })
            {
                foreach (var hasPassword in new[] { true, false })
                {
                    var facts = present.Aggregate(
                        new SignInFacts
                        {
                            HasPassword = hasPassword,
                            Passkeys = passkeys,
                            ExternalLogins = logins,
                        },
                        (all, i) => _obstacles[i].With(all)
                    );
                    var hasOther = passkeys + logins.Length > 0;
                    var hard = present.Where(i => i < OfPasswordOnly).Select(i => (int?)i).FirstOrDefault();
                    var ofPassword = present.Select(i => (int?)i).FirstOrDefault();
                    var expected =
                        hard is { } closed ? new SignInVerdict(false, false, _obstacles[closed].Obstacle)
                        : !hasPassword ? new(hasOther, false, hasOther ? null : SignInObstacle.NoMeans)
                        : ofPassword is { } kept ? new(hasOther, false, _obstacles[kept].Obstacle)
                        : new(true, true, null);

                    SignInRules.Judge(facts, _now).ShouldBe(expected, $"{facts}");
                }
            }
        }
    }

    [Fact]
    public void Judge_OfWhatIsOver_IsNoObstacle()
    {
        var facts = new SignInFacts
        {
            HasPassword = true,
            ExpiresAt = _future,
            LockedUntil = _now,
            LockedOutUntil = _now,
            PasswordExpiresAt = _future,
            MustChangePassword = true,
            AsksForCode = true,
        };

        SignInRules.Judge(facts, _now).ShouldBe(new SignInVerdict(true, true, null));
        SignInRules.Judge(facts, _future).ShouldBe(new SignInVerdict(false, false, SignInObstacle.Expired));
    }

    [Fact]
    public void Judge_OfAnAccountDisabledByItsExpiry_SaysThatItExpired()
    {
        var expired = new SignInFacts { ExpiresAt = _past, DisabledAt = _past.AddSeconds(5) };

        SignInRules.Judge(expired, _now).Obstacle.ShouldBe(SignInObstacle.Expired);
        SignInRules
            .Judge(expired with { ExpiresAt = _future }, _now)
            .Obstacle.ShouldBe(SignInObstacle.Disabled, "somebody disabled it before it expired");
    }
}
