using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Startup.Seeding;

/// <summary>The final state of a seeded account.</summary>
internal enum SeedFate
{
    Active,
    Invited,
    Disabled,
    Locked,
    Deleted,
    Expired,
    Expiring,
}

/// <summary>One seeded user.</summary>
/// <param name="Create">The command that creates it.</param>
/// <param name="Fate">Its final state.</param>
/// <param name="Roles">Roles, as indexes.</param>
/// <param name="Provider">The provider of its external login, or null.</param>
/// <param name="IsConfirmed">Whether its address is confirmed.</param>
/// <param name="HasPasskey">Whether it has a passkey.</param>
/// <param name="HasTwoFactor">Whether it has set up an authenticator app.</param>
/// <param name="MustChangePassword">Whether it has to choose a new password.</param>
/// <param name="Later">When events occur in the rest of the simulated history, at least 0 and below 1.</param>
internal sealed record SeedPerson(
    CreateUser Create,
    SeedFate Fate,
    IReadOnlyList<int> Roles,
    string? Provider,
    bool IsConfirmed,
    bool HasPasskey,
    bool HasTwoFactor,
    bool MustChangePassword,
    double Later
)
{
    public string Id => Create.UserId;
}

/// <summary>Generates users: the same for the same seed and number.</summary>
/// <param name="seed">Any number.</param>
internal sealed class SeedPeople(long seed)
{
    private static readonly string[] _departments =
    [
        "Sales",
        "Engineering",
        "Customer support",
        "Field service",
        "Operations",
        "Manufacturing",
        "Logistics",
        "Marketing",
        "Finance",
        "Human resources",
        "Information technology",
        "Research",
        "Quality assurance",
        "Procurement",
        "Legal",
        "Product management",
        "Design",
        "Data and analytics",
        "Security",
        "Facilities",
        "Training",
        "Accounting",
        "Business development",
        "Public relations",
        "Compliance",
        "Risk management",
        "Warehouse",
        "Fleet",
        "Health and safety",
        "Internal audit",
        "Treasury",
        "Investor relations",
        "Translation",
        "Medical affairs",
        "Regulatory affairs",
        "Publishing",
        "Library",
        "Corporate strategy",
        "Museum",
        "Board office",
    ];

    private static readonly string[] _domains =
    [
        "example.com",
        "example.com",
        "example.com",
        "example.org",
        "example.net",
        "mail.example.com",
        "bücher.example",
    ];

    // Most people use the same provider.
    private static readonly string[] _providers =
    [
        "Contoso",
        "Contoso",
        "Contoso",
        "Contoso",
        "Contoso",
        "Fabrikam",
        "Fabrikam",
        "Northwind",
    ];

    // The share of people with each role of SeedRoles.
    private static readonly double[] _roleShares =
    [
        0.25,
        0.08,
        0.04,
        0.02,
        0.012,
        0.004,
        0.002,
        0.0008,
        0.0002,
        0.00002,
    ];

    /// <summary>Returns the user with a number.</summary>
    /// <param name="number">From 1.</param>
    public SeedPerson Make(int number)
    {
        var random = new SeedRandom(seed, number);
        var language = random.Of(SeedNames.Languages);
        var (given, family) = (random.Skewed(language.Given), random.Skewed(language.Family));
        var id = SeedIds.Of($"UserAdmin seed {seed} user {number}", number).ToString();
        var fate = Fate(random.Next());
        var isOpen = fate is not (SeedFate.Invited or SeedFate.Deleted);
        var provider = isOpen && random.Chance(0.3) ? random.Of(_providers) : null;
        var address = $"{given.Latin}.{family.Latin}{number.ToString(CultureInfo.InvariantCulture)}";
        var hasPassword = isOpen && provider is null && random.Chance(0.7);
        var create = new CreateUser(
            id,
            address,
            $"{address}@{random.Of(_domains)}",
            DisplayName(language, given, family, ref random)
        )
        {
            GivenName = random.Chance(0.96) ? given.Text : null,
            FamilyName = random.Chance(0.96) ? family.Text : null,
            JobTitle = random.Chance(0.8) ? random.Skewed(SeedNames.JobTitles) : null,
            Department = random.Chance(0.9) ? random.Skewed(_departments) : null,
            PhoneNumber = random.Chance(0.6)
                ? $"+{language.CallingCode} {100 + random.Below(900)} {1_000_000 + random.Below(9_000_000)}"
                : null,
            Locale = random.Chance(0.7) ? language.Tag : null,
            TimeZone = random.Chance(0.6) ? random.Of(language.Zones) : null,
            // Really random, unlike everything else, so that it cannot be computed from the seed. Secrets are not part
            // of a command's fingerprint.
            Password = hasPassword ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15)) : null,
        };
        return new SeedPerson(
            create,
            fate,
            Roles(ref random),
            provider,
            IsConfirmed: provider is not null || (isOpen && random.Chance(0.3)),
            HasPasskey: fate == SeedFate.Active && random.Chance(0.005),
            HasTwoFactor: fate == SeedFate.Active && hasPassword && random.Chance(0.01),
            MustChangePassword: hasPassword && random.Chance(0.01),
            random.Next()
        );
    }

    private static string DisplayName(SeedLanguage language, SeedName given, SeedName family, ref SeedRandom random) =>
        language.IsFamilyFirst ? family.Text + given.Text
        // A few people have names that are longer than any column, and some have only one name.
        : random.Chance(0.005)
            ? $"{given.Text} {random.Of(language.Given).Text}-{random.Of(language.Given).Text} {family.Text} "
                + $"{random.Of(language.Family).Text}-{random.Of(language.Family).Text}"
        : random.Chance(0.005) ? given.Text
        : $"{given.Text} {family.Text}";

    private static SeedFate Fate(double part) =>
        part switch
        {
            < 0.02 => SeedFate.Invited,
            < 0.06 => SeedFate.Disabled,
            < 0.07 => SeedFate.Locked,
            < 0.08 => SeedFate.Deleted,
            < 0.09 => SeedFate.Expired,
            < 0.11 => SeedFate.Expiring,
            _ => SeedFate.Active,
        };

    private static List<int> Roles(ref SeedRandom random)
    {
        var roles = new List<int>();
        for (var role = 0; role < _roleShares.Length; role++)
        {
            if (random.Chance(_roleShares[role]))
            {
                roles.Add(role);
            }
        }

        return roles;
    }
}
