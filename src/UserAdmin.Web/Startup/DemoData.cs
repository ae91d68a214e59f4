using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bogus;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Startup;

/// <summary>
/// Creates a thousand demo users by sending commands. Command ids and keys are derived from the users' numbers, so a
/// second run changes nothing, and an interrupted run is completed by the next.
/// </summary>
internal static class DemoData
{
    private const int Count = 1000;
    private const string AdministratorEmail = "demo.admin@example.com";

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

    private static readonly CreateRole[] _roles =
    [
        new(
            IdOf("role help desk"),
            "Help desk",
            "Answers the phone: finds people, helps with passwords and factors",
            [Permissions.UsersRead, Permissions.UsersPasswords, Permissions.UsersFactors, Permissions.UsersSessions]
        ),
        new(
            IdOf("role auditor"),
            "Auditor",
            "Reads everything, changes nothing",
            [
                Permissions.UsersRead,
                Permissions.AuditRead,
                Permissions.ActivityRead,
                Permissions.RolesRead,
                Permissions.SystemRead,
            ]
        ),
        new(IdOf("role staff"), "Staff", "Known to applications only; permits nothing here", []),
    ];

    private static readonly Actor _actor = Actor.System with { Name = "Demo data" };

    /// <summary>Creates the demo users.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="cancellationToken">Cancels the operation between two users.</param>
    public static async Task AddAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var commands = services.GetRequiredService<ICommandBus>();
        // A command that was accepted earlier is answered with its old position.
        var logEnd = services.GetRequiredService<IProjectionMonitor>().Current.LogPosition;
        await AddAdministratorAsync(commands, logEnd);
        foreach (var role in _roles)
        {
            await commands.SendAsync(role, Context($"role {role.Name}"), cancellationToken);
        }

        CommandLine.Say($"Adding {Count:N0} demo users, unless they are there already …");
        for (var number = 1; number <= Count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await AddUserAsync(commands, number, logEnd);
        }
    }

    private static async Task AddAdministratorAsync(ICommandBus commands, long logEnd)
    {
        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15));
        var id = IdOf("administrator");
        var created = await commands.SendAsync(
            new CommandSet([
                new CreateUser(id, "demo.admin", AdministratorEmail, "Demo Administrator")
                {
                    Password = password,
                    JobTitle = "Administrator",
                },
                new MakeAdministrator(id),
            ]),
            Context("administrator")
        );
        CommandLine.Say(
            created.Position > logEnd ? $"Demo administrator: {AdministratorEmail}, password {password}"
            : created.IsAccepted
                ? $"The demo administrator, {AdministratorEmail}, is there already; its password was printed "
                    + "when it was added. To start again, delete the data folder."
            : $"The demo administrator could not be added. {created.Errors[0].Message}"
        );
    }

    private static async Task AddUserAsync(ICommandBus commands, int number, long logEnd)
    {
        var random = new Randomizer(number);
        var faker = new Faker(random.ArrayElement(_locales)) { Random = random };
        var (given, family) = (faker.Name.FirstName(), faker.Name.LastName());
        var eastern = faker.Locale is "zh_CN" or "zh_TW" or "ja" or "ko";
        var latin = Latin(faker, given, family);
        var id = IdOf($"user {number}");
        // A few people have names that are longer than any column.
        var displayName =
            number % 97 == 0
                ? $"{given} {faker.Name.FirstName()}-{faker.Name.FirstName()} {family} "
                    + $"{faker.Name.LastName()}-{faker.Name.LastName()}"
            : eastern ? family + given
            : $"{given} {family}";
        // Only some can sign in, because hashing a password for each would take minutes.
        var password = number % 100 == 0 ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15)) : null;
        var domain =
            number % 50 == 0
                ? "bücher.example"
                : faker.Random.ArrayElement(["example.com", "example.org", "example.net"]);
        var user = new CreateUser(id, $"{latin}{number}", $"{latin}{number}@{domain}", displayName)
        {
            GivenName = given,
            FamilyName = family,
            JobTitle = random.Bool(0.8f) ? new Faker("en") { Random = random }.Name.JobTitle() : null,
            Department = random.Bool(0.9f) ? random.ArrayElement(_departments) : null,
            PhoneNumber = random.Bool(0.6f) ? random.Replace("+## ### #######") : null,
            Locale = random.Bool(0.7f)
                ? faker.Locale.Replace('_', '-') is "cz"
                    ? "cs"
                    : faker.Locale.Replace('_', '-')
                : null,
            TimeZone = random.Bool(0.6f) ? random.ArrayElement(_timeZones) : null,
            Password = password,
        };
        var created = await commands.SendAsync(user, Context($"user {number}"));
        if (!created.IsAccepted)
        {
            return;
        }

        if (number % 13 == 0)
        {
            await commands.SendAsync(
                new DisableUser(id),
                Context($"disable {number}") with
                {
                    Reason = random.ArrayElement([
                        "Left the company",
                        "HR-1042",
                        "Contract ended",
                        "Duplicate account",
                    ]),
                }
            );
        }

        foreach (
            var role in _roles.Where(
                (_, i) =>
                    number
                        % (
                            i == 0 ? 25
                            : i == 1 ? 60
                            : 4
                        )
                    == 0
            )
        )
        {
            await commands.SendAsync(new AssignRole(id, role.RoleId), Context($"role {role.Name} {number}"));
        }

        if (password is not null && created.Position > logEnd)
        {
            await SignInAsync(commands, user.Email, number % 200 == 0 ? password : null);
        }
    }

    /// <summary>Signs in once, or fails until the account is locked.</summary>
    private static async Task SignInAsync(ICommandBus commands, string email, string? password)
    {
        for (var attempt = 0; attempt < (password is null ? 5 : 1); attempt++)
        {
            var session = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            await commands.SendAsync(
                new SignIn(session, email, password ?? "not the password"),
                new CommandContext(Actor.Anonymous, Guid.CreateVersion7())
            );
        }
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

    private static CommandContext Context(string what) => new(_actor, Derived("command", what));

    private static string IdOf(string what) => Derived("key", what).ToString();

    /// <summary>
    /// Returns a UUID v7 whose random part is derived from a name; its timestamp is the same for all.
    /// </summary>
    private static Guid Derived(string kind, string what)
    {
        const long milliseconds = 1_767_225_600_000;
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"UserAdmin demo {kind}: {what}")).AsSpan(0, 16);
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
        }

        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
