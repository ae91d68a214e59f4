using System.Globalization;
using System.Reflection;
using System.Text.Json;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Pipeline;
using UserAdmin.Policies;
using UserAdmin.Policies.Commands;
using UserAdmin.Projections;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Fuzzing;

/// <summary>
/// Sends bad input in every message type: the result is an answer or a refusal, never an exception, and the read model
/// keeps following.
/// </summary>
public sealed class MessageFuzzTests(ITestOutputHelper output)
{
    // About 25 messages of each type; USERADMIN_FUZZ_MESSAGES sets the total number.
    private static readonly int _messages = int.Parse(
        Environment.GetEnvironmentVariable("USERADMIN_FUZZ_MESSAGES") ?? "3500",
        CultureInfo.InvariantCulture
    );
    private static readonly int _seed = int.Parse(
        Environment.GetEnvironmentVariable("USERADMIN_FUZZ_SEED") ?? "1",
        CultureInfo.InvariantCulture
    );

    private static readonly MethodInfo _ask = typeof(MessageFuzzTests).GetMethod(
        nameof(AskAsync),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    [Fact]
    public async Task Messages_OfEveryTypeWithBadInput_AreAnsweredOrRefused()
    {
        await using var host = await TestHost.StartAsync();
        var random = new RandomMessages(_seed);
        var faults = new Dictionary<string, string>();
        var (commands, accepted, queries) = (0, 0, 0);
        var types = RandomMessages.Messages.All;
        var actor = await PeopleAsync(host, random);
        for (var i = 0; i < _messages; i++)
        {
            if (i % 500 == 499)
            {
                // Messages sent as the system may have taken away everybody's permissions.
                actor = await PeopleAsync(host, random);
            }

            var type = types[i % types.Count];
            var message = random.Next(type);
            var sender =
                random.Once(3) || Authorisation.PermissionOf(type) == PermissionAttribute.SystemOnly
                    ? Actor.System
                    : actor;
            try
            {
                if (message is ICommand command)
                {
                    commands++;
                    accepted += (await SendAsync(host, command, sender, random)).IsAccepted ? 1 : 0;
                }
                else
                {
                    queries++;
                    var view = type.GetInterfaces()
                        .Single(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IQuery<>))
                        .GetGenericArguments()[0];
                    await (Task)_ask.MakeGenericMethod(view).Invoke(null, [host, message, sender])!;
                }
            }
            catch (Exception fault) when (fault is not ShouldAssertException)
            {
                var places = (fault.StackTrace ?? "")
                    .Split('\n')
                    .Where(line => line.Contains("UserAdmin", StringComparison.Ordinal))
                    .Take(4);
                faults.TryAdd(
                    $"{type.Name}: {fault.GetType().Name}",
                    $"{fault.Message}\n{string.Join('\n', places)}\n{Text(message)}"
                );
            }

            if (host.Get<IProjectionMonitor>().Current.Paused is { } pause)
            {
                faults.Add("The read model has paused", pause.ToString());
                break;
            }
        }

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{commands:N0} commands ({accepted:N0} accepted) and {queries:N0} queries of {types.Count} "
                    + $"types tried, {faults.Count} kinds of fault."
            )
        );
        faults.ShouldBeEmpty(string.Join("\n\n", faults.Select(fault => $"{fault.Key}: {fault.Value}")));
        await host.CatchUpAsync();
        await host.AcceptAsync(new RebuildReadModel());
        await TestHost.UntilAsync(
            () => host.Get<IProjectionMonitor>().Current is { Rebuild: null, Lag: 0 },
            "the read model was rebuilt"
        );
        host.Get<IProjectionMonitor>().Current.RebuildError.ShouldBeNull();
    }

    private static Task<CommandResult> SendAsync(
        TestHost host,
        ICommand command,
        Actor sender,
        RandomMessages random
    ) =>
        host.Get<ICommandBus>()
            .SendAsync(
                command,
                new CommandContext(sender, Guid.CreateVersion7())
                {
                    Reason = random.Once(5)
                        ? random.Pick([null, "", "\ud800", "why not", new string('r', 501)])
                        : "because",
                    CorrelationId = random.Once(9) ? random.Pick(["", "\0", "batch:", new string('c', 129)]) : null,
                    IpAddress = random.Once(9) ? random.Pick(["", "\ud800", "::1", "not an address"]) : null,
                },
                TestContext.Current.CancellationToken
            );

    private static async Task AskAsync<TView>(TestHost host, object query, Actor sender) =>
        await host.Get<IQueryBus>()
            .AskAsync((IQuery<TView>)query, new QueryContext(sender), TestContext.Current.CancellationToken);

    /// <summary>
    /// Creates an administrator, some users and roles, a bulk action and an import, to which the messages refer.
    /// </summary>
    private static async Task<Actor> PeopleAsync(TestHost host, RandomMessages random)
    {
        // An earlier message may have set the minimum length of passwords to 60 characters.
        await host.AcceptAsync(new ChangePolicy(new Policy(), host.Tail()));
        var name = $"admin{Guid.NewGuid():N}"[..20];
        var actor = await host.CreateAdministratorAsync(name);
        random.Ids.Clear();
        random.Ids.Add(actor.Id);
        foreach (var i in (int[])[1, 2, 3])
        {
            random.Ids.Add(await host.CreateUserAsync($"{name}{i}", i == 1 ? TestHost.Password : null));
        }

        var role = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(role, name, null, ["users.read"]));
        await host.AcceptAsync(new AssignRole(random.Ids[^1], role));
        random.Ids.Add(role);
        var batch = TestHost.NewId();
        await host.AcceptAsync(new StartBulkAction(batch, BulkAction.Disable, [.. random.Ids.Skip(1).Take(3)]), actor);
        random.Ids.Add(batch);
        var import = TestHost.NewId();
        await host.AcceptAsync(new UserAdmin.Imports.Commands.ReceiveImportFile(import, "people.csv", 10), actor);
        random.Ids.Add(import);
        return actor;
    }

    private static string Text(object message)
    {
        try
        {
            var text = JsonSerializer.Serialize(message, message.GetType());
            return text.Length > 400 ? text[..400] : text;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or NotSupportedException)
        {
            return message.GetType().Name;
        }
    }
}
