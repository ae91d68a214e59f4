using System.Buffers.Text;
using System.Security.Cryptography;
using Bogus;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Startup.Demo;

/// <summary>One person of the demo: the same for the same number, apart from the password.</summary>
internal sealed record DemoPerson(int Number, CreateUser Create)
{
    /// <summary>Key of the account.</summary>
    public string Id => Create.UserId;

    /// <summary>When the person stops signing in, because the account is closed or forgotten.</summary>
    public DateTimeOffset LeavesAt { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Where the person usually works.</summary>
    public string IpAddress =>
        Number % 4 == 0
            ? $"2001:db8:{Number % 50:x}:{Number:x}::17"
            : $"10.{20 + Number % 6}.{Number % 31}.{Number % 250}";
}

/// <summary>Makes the people of the demo.</summary>
internal static class DemoPeople
{
    private static readonly string[] _locales =
    [
        "en",
        "en",
        "en",
        "de",
        "fr",
        "es",
        "it",
        "nl",
        "pl",
        "pt_BR",
        "sv",
        "tr",
        "cz",
        "vi",
        "el",
        "ru",
        "uk",
        "ar",
        "fa",
        "zh_CN",
        "zh_TW",
        "ja",
        "ko",
    ];

    private static readonly string[] _timeZones =
    [
        "Europe/Berlin",
        "Europe/London",
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Tokyo",
        "Asia/Shanghai",
        "Asia/Dubai",
        "Australia/Sydney",
    ];

    private static readonly string[] _departments =
    [
        "Sales",
        "Support",
        "Engineering",
        "Finance",
        "Human resources",
        "Legal",
        "Operations",
        "Research",
        "Marketing",
        "Field service",
    ];

    private static readonly string[] _organizations = ["Example Ltd", "Example GmbH", "Example Inc.", "Example K.K."];

    private static readonly string[] _divisions = ["EMEA", "Americas", "Asia Pacific"];

    /// <summary>Returns the departments.</summary>
    public static IReadOnlyList<string> Departments => _departments;

    /// <summary>Returns the person with a number.</summary>
    /// <param name="number">From 1.</param>
    public static DemoPerson Make(int number)
    {
        var random = new Randomizer(number);
        var faker = new Faker(random.ArrayElement(_locales)) { Random = random };
        var (given, family) = (faker.Name.FirstName(), faker.Name.LastName());
        var eastern = faker.Locale is "zh_CN" or "zh_TW" or "ja" or "ko";
        var latin = Latin(faker, given, family);
        // A few people have names that are longer than any column.
        var displayName =
            number % 97 == 0
                ? $"{given} {faker.Name.FirstName()}-{faker.Name.FirstName()} {family} "
                    + $"{faker.Name.LastName()}-{faker.Name.LastName()}"
            : eastern ? family + given
            : $"{given} {family}";
        var domain =
            number % 50 == 0
                ? "bücher.example"
                : faker.Random.ArrayElement(["example.com", "example.org", "example.net"]);
        return new(
            number,
            new CreateUser(
                DemoIds.KeyOf($"user {number}"),
                $"{latin}{number}",
                $"{latin}{number}@{domain}",
                displayName
            )
            {
                GivenName = given,
                FamilyName = family,
                JobTitle = random.Bool(0.8f) ? new Faker("en") { Random = random }.Name.JobTitle() : null,
                Department = random.Bool(0.9f) ? random.ArrayElement(_departments) : null,
                EmployeeNumber = random.Bool(0.8f) ? random.Replace("E#####") : null,
                CostCenter = random.Bool(0.7f) ? random.Replace("4##0") : null,
                Organization = random.Bool(0.8f) ? random.ArrayElement(_organizations) : null,
                Division = random.Bool(0.6f) ? random.ArrayElement(_divisions) : null,
                PhoneNumber = random.Bool(0.6f) ? random.Replace("+## ### #######") : null,
                Locale = random.Bool(0.7f)
                    ? faker.Locale.Replace('_', '-') is "cz"
                        ? "cs"
                        : faker.Locale.Replace('_', '-')
                    : null,
                TimeZone = random.Bool(0.6f) ? random.ArrayElement(_timeZones) : null,
                // Really random, so that nobody can compute it.
                Password = number % 12 == 0 ? null : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15)),
            }
        );
    }

    private static string Latin(Faker faker, string given, string family)
    {
        var name = new string([
            .. faker
                .Internet.UserName(given, family)
                .ToLowerInvariant()
                .Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_'),
        ]);
        name = name.Trim('.', '_').Replace("..", ".", StringComparison.Ordinal);
        return name.Length is > 1 and < 40 ? name : "user";
    }
}
