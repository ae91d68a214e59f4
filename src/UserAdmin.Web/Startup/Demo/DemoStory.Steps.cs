using System.Buffers.Text;
using System.Security.Cryptography;
using OtpNet;
using UserAdmin.Account.Commands;
using UserAdmin.Bulk.Commands;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users.Commands;

namespace UserAdmin.Web.Startup.Demo;

/// <content>The steps of the story, and the times at which they happen.</content>
internal sealed partial class DemoStory
{
    private void Leaves(int number, DateTimeOffset at)
    {
        if (_people[number].LeavesAt > at)
        {
            _people[number] = _people[number] with { LeavesAt = at };
        }
    }

    private void Try(string key, DateTimeOffset at, DemoPerson person, string? password, string address) =>
        _steps.Add(
            new(
                key,
                at,
                Actor.Anonymous,
                _ => new SignIn(Secret(), person.Create.Email, password ?? "not the password")
            )
            {
                IpAddress = address,
            }
        );

    private void Own(string key, DateTimeOffset at, DemoPerson person, Func<ICommand> command) =>
        _steps.Add(
            new(key, at, Actor.User(person.Id), _ => _known.Contains(person.Number) ? command() : null)
            {
                IpAddress = person.IpAddress,
            }
        );

    private void Batch(string key, DateTimeOffset at, Colleague colleague, StartBulkAction action, string reason) =>
        _steps.Add(
            new($"bulk {key}", at, colleague.Actor, _ => null)
            {
                Reason = reason,
                IpAddress = colleague.IpAddress,
                Instead = (context, services, cancellationToken) =>
                    DemoBulk.RunAsync(action, context, services, cancellationToken),
            }
        );

    private void Add(string key, DateTimeOffset at, Actor actor, ICommand command) =>
        _steps.Add(new(key, at, actor, _ => command));

    private void Add(string key, DateTimeOffset at, Colleague colleague, ICommand command, string reason) =>
        Add(key, at, colleague, _ => command, reason);

    private void Add(string key, DateTimeOffset at, Colleague colleague, Func<long, ICommand> command, string reason) =>
        _steps.Add(new(key, at, colleague.Actor, command) { Reason = reason, IpAddress = colleague.IpAddress });

    /// <summary>Notes that this run created accounts, so that it knows their passwords.</summary>
    public void Created(ICommand command)
    {
        foreach (var create in (command is CommandSet set ? set.Commands : [command]).OfType<CreateUser>())
        {
            if (_numbers.TryGetValue(create.UserId, out var number))
            {
                _known.Add(number);
            }
        }
    }

    private DateTimeOffset Day(int day) => _today.AddDays(day);

    private DateTimeOffset At(int day, int hour, int number) =>
        Day(day).AddHours(hour).AddMinutes(number * 7 % 60).AddSeconds(number * 13 % 60);

    private bool IsWorkday(int day) => Day(day).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private string CodeOf(int number, DateTimeOffset at) =>
        new Totp(Base32Encoding.ToBytes(_secrets[number])).ComputeTotp(at.UtcDateTime);

    private static string Browser(int number) =>
        "Mozilla/5.0 "
        + (number % 3) switch
        {
            0 => "(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
            1 => "(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 "
                + "Safari/605.1.15",
            _ => "(X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
        };

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
