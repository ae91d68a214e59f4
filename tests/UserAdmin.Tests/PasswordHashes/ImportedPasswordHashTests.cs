using CsCheck;
using Microsoft.AspNetCore.Identity;
using UserAdmin.PasswordHashes;
using UserAdmin.Tests.Properties;

namespace UserAdmin.Tests.PasswordHashes;

/// <summary>Hashes that other systems made are recognised, kept in a marked form, and verified.</summary>
public sealed class ImportedPasswordHashTests
{
    public static TheoryData<MadeElsewhere> Hashes => [.. MadeElsewhere.All];

    [Theory]
    [MemberData(nameof(Hashes), DisableDiscoveryEnumeration = true)]
    public void Verify_OfAHashMadeElsewhere_TakesItsPasswordOnly(MadeElsewhere made)
    {
        var hash = Parsed(made);

        hash.Kind.ShouldBe(made.Kind);
        ImportedPasswordHash.Verify(hash.Stored, made.Password).ShouldBeTrue();
        ImportedPasswordHash.Verify(hash.Stored, made.Password[1..]).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Hashes), DisableDiscoveryEnumeration = true)]
    public void Verify_OfAHashWithOneOtherCharacter_Fails(MadeElsewhere made)
    {
        // In the middle of the hash itself: the last character may have bits that mean nothing.
        var place =
            made.Text.TrimEnd('=').LastIndexOfAny(['$', ':', '}', '|', '"']) is var begin && made.Text[^1] == '}'
                ? made.Text.IndexOf(':', StringComparison.Ordinal) + 6
            : made.Text.Contains('|', StringComparison.Ordinal) ? 4
            : begin + 5;
        var other = made.Text.ToCharArray();
        other[place] = other[place] == '1' ? '2' : '1';

        if (ImportedPasswordHash.TryParse(new string(other), made.Parts, out var hash, out _))
        {
            ImportedPasswordHash.Verify(hash.Stored, made.Password).ShouldBeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Hashes), DisableDiscoveryEnumeration = true)]
    public void TryParse_OfTheMarkedForm_GivesTheSame(MadeElsewhere made)
    {
        var stored = Parsed(made).Stored;

        ImportedPasswordHash.TryParse(stored, out var again, out _).ShouldBeTrue();
        again.Stored.ShouldBe(stored);
        ImportedPasswordHash.IsKnown(stored).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Hashes), DisableDiscoveryEnumeration = true)]
    public void StockHasher_OfTheMarkedForm_AnswersThatThePasswordIsWrong(MadeElsewhere made) =>
        new PasswordHasher<IdentityUser>()
            .VerifyHashedPassword(new(), Parsed(made).Stored!, made.Password)
            .ShouldBe(PasswordVerificationResult.Failed);

    [Theory]
    [InlineData("!B8lO38LOdc3yBulahJSr0cD9d7p9fklXz26VkGja")]
    [InlineData("!")]
    [InlineData("!!")]
    [InlineData("!$6$J8ABebGJIZYjmc6d$ZtQ4yRIf9yBNla837Pz")]
    [InlineData("*")]
    [InlineData("x")]
    [InlineData("*LK*")]
    [InlineData("{CRYPT}!")]
    [InlineData("{crypt}*")]
    [InlineData("{CRYPT}x")]
    public void TryParse_OfWhatMeansNoPassword_StoresNone(string text)
    {
        ImportedPasswordHash.TryParse(text, out var hash, out _).ShouldBeTrue();
        hash.Stored.ShouldBeNull();
    }

    [Fact]
    public void TryParse_OfIdentitysOwnHash_LeavesItAsItIs()
    {
        foreach (
            var own in new[]
            {
                new PasswordHasher<IdentityUser>().HashPassword(new(), "a"),
                "AL3tkoq5wg6Dk/zAXd0EJHdQ/Qc4ktg10CsAqmT2ru8pp2gj7J2mDiSYpOJ+2BDV6w==",
            }
        )
        {
            ImportedPasswordHash.TryParse(own, out var hash, out _).ShouldBeTrue();
            (hash.Stored, ImportedPasswordHash.IsMarked(hash.Stored)).ShouldBe((own, false));
        }
    }

    [Theory]
    [InlineData("$2y$16$gutL2M/X6lJsHNrP0UPyJueYWnqgsqb4T9YC1q.XxBhWgHh9knQ2e", "cost of 16")]
    [InlineData("$wp$2y$31$gutL2M/X6lJsHNrP0UPyJueYWnqgsqb4T9YC1q.XxBhWgHh9knQ2e", "cost of 31")]
    [InlineData("pbkdf2_sha256$5000001$salt$Md2rFFcMipOV6P/e7J0At8+0N+HfW5pPSSIX5Tifhf0=", "5,000,001 rounds")]
    [InlineData(
        "$pbkdf2-sha256$i=3000000,l=64$c2FsdA$XjUCTkkNyxQFEFosxdUehmQsD0ORUc48EVR4T/T5dDXjUCTkkNyxQFEFosxdUehmQsD0ORUc48EVR4T/T5dDAA",
        "3,000,000 rounds"
    )]
    [InlineData(
        "$argon2id$v=19$m=262145,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$bmxBdo42xqbDvy5olq+Mm3XYUrSNozHr2gIEBYmnDU8",
        "m=262145"
    )]
    [InlineData(
        "$argon2id$v=19$m=65536,t=17,p=1$c29tZXNhbHRzb21lc2FsdA$bmxBdo42xqbDvy5olq+Mm3XYUrSNozHr2gIEBYmnDU8",
        "t=17"
    )]
    [InlineData(
        "$argon2id$v=19$m=65536,t=1,p=17$c29tZXNhbHRzb21lc2FsdA$bmxBdo42xqbDvy5olq+Mm3XYUrSNozHr2gIEBYmnDU8",
        "p=17"
    )]
    [InlineData("$scrypt$ln=20,r=8,p=1$c2FsdA$/HvbGwNWqJ4pu52QCPU1uAmFt85SteQhJpViju5a8dU", "N=2^20")]
    [InlineData("scrypt$131072$salt$8$8$/HvbGwNWqJ4pu52QCPU1uAmFt85SteQhJpViju5a8dU", "p=8")]
    [InlineData(
        "$6$rounds=1000001$14i3WD2OazRoEH3b$pRWn2fiPGhx2W2fkVGTO1VRxk/9SaQAh5wvvPtwOlMq46S4OPU1Az7jUInbqtO.1kbMpuVXstCQiEUkhVO6qx/",
        "1,000,001 rounds"
    )]
    [InlineData("$P$Jv4K5NpHyvsFHAiNz9hjOWDQ9/qkqZ/", "2^21 rounds")]
    public void TryParse_OfAHashThatWouldStallASignIn_IsRefusedWithTheCost(string text, string cost)
    {
        ImportedPasswordHash.TryParse(text, out _, out var reason).ShouldBeFalse();
        reason.ShouldContain(cost);
        reason.ShouldContain("keep the server busy");
    }

    [Fact]
    public void TryParse_OfAnIdentityHashWithTooManyRounds_IsRefused()
    {
        var bytes = Convert.FromBase64String(new PasswordHasher<IdentityUser>().HashPassword(new(), "a"));
        (bytes[5], bytes[6]) = (0, 0xff);

        ImportedPasswordHash.TryParse(Convert.ToBase64String(bytes), out _, out var reason).ShouldBeFalse();
        reason.ShouldContain("rounds");
    }

    [Theory]
    [InlineData("5f4dcc3b5aa765d61d8327deb882cf99", "MD5")]
    [InlineData("rl0uE0e2WKBVE", "eight characters")]
    [InlineData("$2y$10$gutL2M/X6lJsHNrP0UPyJueYWnqgsqb4", "damaged")]
    [InlineData(
        "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7",
        "no password hash of a kind"
    )]
    [InlineData("{SASL}ada@EXAMPLE.COM", "no password hash of a kind")]
    [InlineData(
        "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
        "half of a hash"
    )]
    [InlineData("summer42", "no password hash of a kind")]
    [InlineData("p4ssw0rd|0|c2FsdA==", "password itself")]
    [InlineData("KK13EzkmzIHrNLsjuWX2v0VFnB8=|2|AAECAwQFBgcICQoLDA0ODw==", "encrypted")]
    [InlineData("""{"value":"KK13EzkmzIHrNLsjuWX2v0VFnB8=","salt":"AAECAwQFBgcICQoLDA0ODw=="}""", "credentialData")]
    public void TryParse_OfWhatCannotBeVerified_SaysWhy(string text, string why)
    {
        ImportedPasswordHash.TryParse(text, out var hash, out var reason).ShouldBeFalse();
        (
            hash is null,
            reason.Contains(why, StringComparison.Ordinal),
            reason.Contains(text, StringComparison.Ordinal)
        ).ShouldBe((true, true, false), reason);
    }

    [Theory]
    [InlineData("correct-horse-battery-staple-42")]
    [InlineData("$ecret99")]
    [InlineData("{curly}")]
    [InlineData("!abcdef1")]
    [InlineData("Welcome1")]
    [InlineData("p4ss|w0rd")]
    public void LooksLikeHash_OfAPassword_IsFalse(string text) =>
        ImportedPasswordHash.LooksLikeHash(text).ShouldBeFalse();

    [Fact]
    public void TryParse_OfAFirebaseHash_DoesNotStoreTheKeyOfTheProject()
    {
        var made = MadeElsewhere.All.First(one => one.By.StartsWith("firebase-scrypt", StringComparison.Ordinal));
        var stored = Convert.FromBase64String(Parsed(made).Stored!);

        System
            .Text.Encoding.UTF8.GetString(stored.AsSpan(9))
            .ShouldNotContain(MadeElsewhere.FirebaseExample.SignerKey[..20]);
    }

    [Fact]
    public void TryParse_OfAnything_NeitherThrowsNorVerifies()
    {
        string[] known =
        [
            .. MadeElsewhere.All.Select(made => made.Text),
            .. "$ $2y$ $argon2id$ $scrypt$ln= {CRYPT} {SSHA} {pbkdf2} pbkdf2_sha256$ ImportedHash | : , = m=9 a !".Split(
                ' '
            ),
        ];
        var pieces = Gen.Int[0, known.Length - 1].Select(place => known[place]);
        var text = Gen.OneOf(
            Generators.AnyString,
            // A hash of which a part is cut off, doubled or replaced.
            Gen.Select(pieces, pieces, Gen.Int[0, 120], Gen.Int[0, 120])
                .Select(
                    (one, other, end, begin) =>
                        one[..Math.Min(end, one.Length)] + other[Math.Min(begin, other.Length)..]
                )
        );
        Gen.Select(text, text.Null(), text.Null())
            .Sample(
                (hash, salt, format) =>
                {
                    var parts = new PasswordHashParts(salt, format, MadeElsewhere.FirebaseExample);
                    ImportedPasswordHash.LooksLikeHash(hash);
                    ImportedPasswordHash.Verify(hash, "no").ShouldBeFalse();
                    if (ImportedPasswordHash.TryParse(hash, parts, out var parsed, out var reason))
                    {
                        ImportedPasswordHash.TryParse(parsed.Stored ?? "!", out var again, out _).ShouldBeTrue();
                        again.Stored.ShouldBe(parsed.Stored);
                    }
                    else
                    {
                        reason.ShouldNotBeNullOrEmpty();
                    }
                },
                iter: 20_000
            );
    }

    [Theory]
    [InlineData("ImportedHash")]
    [InlineData("ImportedHash!!!!")]
    [InlineData("ImportedHash////")]
    [InlineData("ImportedHashJDJ5JDEw")]
    [InlineData(null)]
    public void Verify_OfAMalformedMarkedForm_Fails(string? marked) =>
        ImportedPasswordHash.Verify(marked, MadeElsewhere.UsualPassword).ShouldBeFalse();

    [Fact]
    public void Verify_OfAMarkedFormThatSomebodyMadeCostly_FailsAtOnce()
    {
        var costly = System.Text.Encoding.UTF8.GetBytes("$2y$31$gutL2M/X6lJsHNrP0UPyJueYWnqgsqb4T9YC1q.XxBhWgHh9knQ2e");

        ImportedPasswordHash.Verify($"ImportedHash{Convert.ToBase64String(costly)}", "a").ShouldBeFalse();
    }

    [Fact]
    public void IsVerifiedBy_TellsWhichHasherKnowsTheMarkedForm()
    {
        var stock = new PasswordHasher<IdentityUser>();
        var user = new IdentityUser();

        ImportedPasswordHash
            .IsVerifiedBy(
                (hash, password) =>
                    new ImportedPasswordHasher<IdentityUser>(stock).VerifyHashedPassword(user, hash, password)
            )
            .ShouldBeTrue();
        ImportedPasswordHash
            .IsVerifiedBy((hash, password) => stock.VerifyHashedPassword(user, hash, password))
            .ShouldBeFalse();
        ImportedPasswordHash.IsVerifiedBy((_, _) => throw new FormatException()).ShouldBeFalse();
    }

    private static ImportedPasswordHash Parsed(MadeElsewhere made)
    {
        ImportedPasswordHash.TryParse(made.Text, made.Parts, out var hash, out var reason).ShouldBeTrue(reason);
        return hash;
    }
}
