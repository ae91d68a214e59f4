using System.Diagnostics;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Benchmarks;

/// <summary>Fills the console with users and then with changes, by commands like everybody else.</summary>
internal static class Population
{
    private const int SetSize = 1000;

    private static readonly string[] _given =
    [
        "Ada", "Amara", "Anaïs", "Bjørn", "Carlos", "Chidi", "Dmitri", "Élodie", "Fatima", "Grace", "Hiroshi", "Ingrid", "João", "Jürgen", "Katarzyna", "Leila",
        "Linh", "Malik", "María", "Niamh", "Oleksandr", "Priya", "Renée", "Sofía", "Søren", "Thandiwe", "Yusuf", "Zoë", "Ольга", "Иван", "Ελένη", "美咲",
    ];

    private static readonly string[] _family =
    [
        "Adeyemi", "Andersson", "Becker", "Costa", "Dubois", "Eriksen", "Fernández", "García", "Haddad", "Ivanova", "Jensen", "Kowalski", "Lindqvist", "Müller",
        "Nakamura", "Nguyễn", "O’Brien", "Okafor", "Papadopoulou", "Petrov", "Rossi", "Šimić", "Singh", "Smith", "Tanaka", "van Dijk", "Weiß", "Yılmaz", "Zhang",
    ];

    /// <summary>Creates the users, without passwords.</summary>
    public static async Task FillAsync(RunningConsole console, int users)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var numbers in Enumerable.Range(1, users).Chunk(SetSize))
        {
            await console.SendAsync(new CommandSet([.. numbers.Select(Create)]), Actor.System);
        }

        Console.WriteLine($"{users:#,0} users created in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    /// <summary>Makes changes of every common kind, one for every fifth user.</summary>
    public static async Task ChangeAsync(RunningConsole console, int users)
    {
        var started = Stopwatch.GetTimestamp();
        using var ids = new Contests.UserIds(console);
        var role = Guid.CreateVersion7().ToString();
        await console.SendAsync(new CreateRole(role, "Support", null, [Permissions.UsersRead]), Actor.System);
        foreach (var numbers in Enumerable.Range(1, users / 5).Chunk(SetSize))
        {
            await console.SendAsync(new CommandSet([.. numbers.Select(number => Change(number, ids.Next(), role, ids))]), Actor.System);
        }

        Console.WriteLine($"{users / 5:#,0} changes made in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    private static CreateUser Create(int number)
    {
        var (given, family) = (_given[number % _given.Length], _family[number / _given.Length % _family.Length]);
        return new CreateUser(Guid.CreateVersion7().ToString(), $"user.{number}", $"user.{number}@example.com", $"{given} {family}")
        {
            GivenName = given,
            FamilyName = family,
            JobTitle = number % 5 == 0 ? null : "Account manager",
            Department = number % 10 == 0 ? null : "Field service",
            PhoneNumber = number % 2 == 0 ? null : $"+49 30 {number:0000000}",
            Locale = number % 3 == 0 ? null : "en-GB",
            TimeZone = number % 3 == 0 ? null : "Europe/London",
        };
    }

    private static ICommand Change(int number, string id, string role, Contests.UserIds ids) => (number % 8) switch
    {
        0 => new DisableUser(id),
        1 => new AssignRole(id, role),
        2 => new ChangeUserPhone(id, $"+1 212 {number:0000000}", ids.VersionOf(id)),
        3 => new ChangeUserName(id, $"renamed.{number}", ids.VersionOf(id)),
        4 or 5 => new UpdateUserProfile(id, $"{_given[number % 7]} {_family[number % 11]}-{_family[number % 13]}", ids.VersionOf(id)) { JobTitle = "Team lead" },
        _ => new ChangeUserEmail(id, $"moved.{number}@example.net", ids.VersionOf(id)),
    };
}
