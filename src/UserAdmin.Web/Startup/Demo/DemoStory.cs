using System.Buffers.Text;
using System.Security.Cryptography;
using UserAdmin.Account.Commands;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Startup.Seeding;

namespace UserAdmin.Web.Startup.Demo;

/// <summary>
/// Three months of a directory with a thousand people: they sign in by the rhythm of the week, colleagues change
/// accounts and say why, contracts of a season end at once, a department comes from a file, and one night somebody
/// guesses passwords. The same on every machine, apart from the date and the passwords.
/// </summary>
/// <param name="now">The moment at which the history ends.</param>
internal sealed partial class DemoStory(DateTimeOffset now)
{
    /// <summary>The number of people, without the colleagues.</summary>
    public const int Count = 1000;

    /// <summary>The number of days before today with which the history begins.</summary>
    public const int Days = 100;

    // These come later: by a file, by invitation, one by one.
    private const int FirstImported = 871;
    private const int FirstInvited = 931;
    private const int FirstSingle = 946;

    private const int SignInsOnAWorkday = 20;
    private const int SignInsOnAFreeDay = 4;
    private const int DaysSinceAttack = 9;

    private static readonly string[] _attackers = ["192.0.2.44", "198.51.100.17", "203.0.113.201"];

    private static readonly string[] _leaving =
    [
        "Left the company",
        "Contract ended",
        "HR-1042",
        "Duplicate account",
        "Moved to another subsidiary",
    ];

    private static readonly string[] _guessed =
    [
        .. (
            "admin info office sales root backup test support hr it mail web dev ops sap erp crm scan print vpn wifi "
            + "bot ci ceo"
        )
            .Split(' ')
            .Select(name => $"{name}@example.com"),
    ];

    private static readonly Actor _program = Actor.System with { Name = "Demo data" };

    private readonly List<DemoStep> _steps = [];
    private readonly Dictionary<int, DemoPerson> _people = Enumerable
        .Range(1, Count)
        .ToDictionary(number => number, DemoPeople.Make);
    private readonly Dictionary<int, string> _secrets = [];
    private readonly HashSet<int> _withFactor = [];
    private readonly DateTimeOffset _today = new(now.UtcDateTime.Date, TimeSpan.Zero);

    // The people whose accounts this run created, so that it knows their passwords.
    private readonly HashSet<int> _known = [];
    private readonly Dictionary<string, int> _numbers = Enumerable
        .Range(1, Count)
        .ToDictionary(number => DemoIds.KeyOf($"user {number}"));
    private SeedRandom _random = new(42, 1);

    /// <summary>The roles, apart from the built-in one.</summary>
    public static IReadOnlyList<CreateRole> Roles { get; } =
    [
        new(
            DemoIds.KeyOf("role help desk"),
            "Help desk",
            "Answers the phone: finds people, helps with passwords and factors",
            [
                Permissions.UsersRead,
                Permissions.UsersUnlock,
                Permissions.UsersPasswords,
                Permissions.UsersFactors,
                Permissions.UsersSessions,
            ]
        ),
        new(
            DemoIds.KeyOf("role auditor"),
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
        new(DemoIds.KeyOf("role staff"), "Staff", "Known to applications only; permits nothing here", []),
        new(
            DemoIds.KeyOf("role people operations"),
            "People operations",
            "Lets people in and out: creates, changes, imports, disables and deletes accounts",
            [
                Permissions.UsersRead,
                Permissions.UsersCreate,
                Permissions.UsersEdit,
                Permissions.UsersDisable,
                Permissions.UsersDelete,
                Permissions.UsersImport,
                Permissions.AuditRead,
                Permissions.RolesRead,
            ]
        ),
    ];

    /// <summary>The key of the account that the last step creates.</summary>
    public static string LastId => DemoIds.KeyOf($"user {Count}");

    private static Colleague Nadia { get; } = new("nadia.haddad", "Nadia Haddad", "People partner", "10.20.4.12");

    private static Colleague Tomas { get; } = new("tomas.rivera", "Tomás Rivera", "Service desk agent", "10.20.7.31");

    private static Colleague Ingrid { get; } = new("ingrid.solberg", "Ingrid Solberg", "Security officer", "10.20.2.5");

    private static Colleague Kwame { get; } = new("kwame.mensah", "Kwame Mensah", "Service desk agent", "10.20.7.38");

    /// <summary>Returns everything that happens, in order.</summary>
    public IReadOnlyList<DemoStep> Steps()
    {
        Found();
        Connect();
        Leave();
        Change();
        Import();
        Govern();
        SetUpFactors();
        SignIn();
        Attack();
        Close();
        return [.. _steps.Where(step => step.At < now).OrderBy(step => step.At)];
    }

    // The directory as it was found: colleagues, and most of the people.
    private void Found()
    {
        var at = Day(-Days).AddHours(7);
        foreach (var role in Roles)
        {
            Add($"role {role.Name}", at, _program, role);
        }

        foreach (var (colleague, role) in new[] { (Nadia, Roles[3]), (Tomas, Roles[0]), (Kwame, Roles[0]) })
        {
            Add(
                $"colleague {colleague.Name}",
                at,
                _program,
                new CommandSet([colleague.Create, new AssignRole(colleague.Id, role.RoleId)])
            );
        }

        Add("colleague security", at, _program, new CommandSet([Ingrid.Create, new MakeAdministrator(Ingrid.Id)]));
        // A few hundred at a time, and with the time between that a migration takes.
        foreach (
            var (part, place) in Enumerable
                .Range(1, FirstImported - 1)
                .Chunk(290)
                .Select((part, place) => (part, place))
        )
        {
            Add(
                $"users from {part[0]}",
                at.AddMinutes(10 * (place + 1)),
                _program,
                new CommandSet([
                    .. part.SelectMany(number =>
                        RolesOf(number)
                            .Select(role => (ICommand)new AssignRole(_people[number].Id, role.RoleId))
                            .Prepend(_people[number].Create)
                    ),
                ])
            );
        }

        for (var number = FirstInvited; number < FirstSingle; number++)
        {
            var invited = At(-19 + (18 * (number - FirstInvited) / (FirstSingle - FirstInvited)), 9, number);
            var create = _people[number].Create with { Password = null };
            Add(
                $"user {number}",
                invited,
                Nadia,
                new CommandSet([create, new InviteUser(create.UserId)]),
                "New contract"
            );
        }

        for (var number = FirstSingle; number < Count; number++)
        {
            var place = (number - FirstSingle) / (double)(Count - FirstSingle);
            var hired = At((int)(-95 + (95 * place)), 8, number);
            var create = _people[number].Create;
            _steps.Add(
                hired > Day(1 - DaysSinceSync)
                    ? new($"user {number}", hired, _sync, _ => create) { Reason = "New hire", IpAddress = "10.20.9.7" }
                    : new($"user {number}", hired, Nadia.Actor, _ => create)
                    {
                        Reason = "New hire",
                        IpAddress = Nadia.IpAddress,
                    }
            );
        }
    }

    private static IEnumerable<CreateRole> RolesOf(int number) =>
        Roles.Where(
            (_, place) =>
                place switch
                {
                    0 => number % 125 == 0,
                    1 => number % 160 == 0,
                    2 => number % 4 == 0,
                    _ => false,
                }
        );

    private void Leave()
    {
        for (var number = 13; number < FirstImported; number += 13)
        {
            var at = At(-96 + (95 * number / FirstImported), 15, number);
            Leaves(number, at);
            Add($"disable {number}", at, Nadia, new DisableUser(_people[number].Id), _random.Of(_leaving));
        }

        // Deleted accounts are purged after 30 days.
        for (var number = 41; number < FirstImported; number += 95)
        {
            var at = At(-26 + (25 * number / FirstImported), 11, number);
            Leaves(number, at);
            Add($"delete {number}", at, Nadia, new DeleteUser(_people[number].Id), "Asked to be removed, GDPR request");
        }

        var season = At(-31, 16, 7);
        var leavers = Enumerable
            .Range(0, 24)
            .Select(place => 30 + (place * 34))
            .Where(number => number % 13 != 0)
            .ToList();
        leavers.ForEach(number => Leaves(number, season));
        Batch(
            "season",
            season,
            Nadia,
            new StartBulkAction(
                DemoIds.KeyOf("bulk season"),
                BulkAction.Disable,
                [.. leavers.Select(number => _people[number].Id)]
            ),
            "End of the seasonal contracts"
        );
        for (var number = 21; number < FirstImported; number += 37)
        {
            Add(
                $"expiry {number}",
                At(-60 + (number / 20), 10, number),
                Nadia,
                new SetUserExpiry(_people[number].Id, Day(2 + (number / 14))),
                "Fixed-term contract"
            );
        }
    }

    private void Change()
    {
        for (var day = -94; day <= 0; day++)
        {
            if (!IsWorkday(day))
            {
                continue;
            }

            for (var times = 1 + _random.Below(4); times > 0; times--)
            {
                var number = 1 + _random.Below(FirstImported - 1);
                var at = At(day, 8 + _random.Below(9), number);
                if (at >= _people[number].LeavesAt || RolesOf(number).Any(role => role.RolePermissions.Count > 0))
                {
                    continue;
                }

                Change(number, at, $"change {day} {times}");
            }
        }
    }

    private void Change(int number, DateTimeOffset at, string key)
    {
        var person = _people[number].Create;
        switch (_random.Below(8))
        {
            case 0 or 1:
                var department = _random.Of(DemoPeople.Departments);
                var moved = person with { Department = department };
                _people[number] = _people[number] with { Create = moved };
                Add(key, at, Nadia, seen => Profile(moved, seen), $"Moved to {department}");
                break;
            case 2:
                var promoted = person with { JobTitle = $"Lead {person.JobTitle ?? "consultant"}" };
                _people[number] = _people[number] with { Create = promoted };
                Add(key, at, Nadia, seen => Profile(promoted, seen), "Promotion, HR-2291");
                break;
            case 3:
                var phone = $"+49 30 {100_000 + _random.Below(900_000)}";
                Add(key, at, Nadia, seen => new ChangeUserPhone(person.UserId, phone, seen), "New extension");
                break;
            case 4:
                Add(
                    key,
                    at,
                    Tomas,
                    new SendPasswordReset(person.UserId),
                    "Forgot the password; called back on the known number"
                );
                break;
            case 5:
                Add(key, at, Kwame, new EndAllSessions(person.UserId), "Laptop left on a train, SD-3107");
                break;
            case 6:
                Add(key, at, Ingrid, new AssignRole(person.UserId, Roles[2].RoleId), "Needs the time sheet");
                break;
            default:
                Add(key, at, Nadia, new ConfirmUserEmail(person.UserId), "Address confirmed on the phone");
                break;
        }
    }

    private static UpdateUserProfile Profile(CreateUser person, long seen) =>
        new(person.UserId, person.DisplayName, seen)
        {
            GivenName = person.GivenName,
            FamilyName = person.FamilyName,
            JobTitle = person.JobTitle,
            Department = person.Department,
            Locale = person.Locale,
            TimeZone = person.TimeZone,
            ExternalId = person.ExternalId,
        };

    // What happened today, and what shows that the history is complete.
    private void Close()
    {
        Add(
            "lost phone",
            now.AddMinutes(-52),
            Ingrid,
            new LockUser(_people[250 + 2].Id, now.AddHours(20)),
            "Phone stolen, SD-3260"
        );
        Add($"user {Count}", now.AddMinutes(-3), Nadia, _people[Count].Create, "New hire");
    }

    /// <summary>Somebody who administers accounts.</summary>
    private sealed record Colleague(string UserName, string Name, string JobTitle, string IpAddress)
    {
        public string Id { get; } = DemoIds.KeyOf($"colleague {UserName}");

        public Actor Actor => Actor.User(Id);

        public CreateUser Create =>
            new(Id, UserName, $"{UserName}@example.com", Name)
            {
                GivenName = Name.Split(' ')[0],
                FamilyName = Name.Split(' ')[1],
                JobTitle = JobTitle,
                Department = "Operations",
                Password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15)),
            };
    }
}
