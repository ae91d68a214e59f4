using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Past;

/// <summary>
/// Writes down what lists and counts say after each command of any history, and asks later what they were then.
/// </summary>
public sealed class PastListProperties
{
    private static readonly string[] _searches =
    [
        "",
        "state:deleted",
        "state:disabled,locked",
        "role:Desk",
        "role:Auditors analyst",
        "permission:users.edit",
        "-role:none sort",
    ];

    private static readonly string[] _names = ["Auditors", "Desk", "Editors"];

    private static readonly Gen<(int Act, int User, int Role, int Value)> _step = Gen.Select(
        Gen.Int[0, 12],
        Gen.Int[0, 3],
        Gen.Int[0, 1],
        Gen.Int[0, 2]
    );

    // Inside a property, skipping would count as failing.
    public PastListProperties() => TestProvider.SkipIfMissing();

    [Fact]
    public Task AnyHistory_AskedForAnyMoment_ListsWhatTheListWasThen() =>
        _step
            .Array[0, 25]
            .SampleAsync(
                async steps =>
                {
                    var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
                    await using var host = await TestHost.StartAsync(configure: services =>
                        services.AddSingleton<TimeProvider>(clock)
                    );
                    var (users, roles) = (NewIds(4), NewIds(2));
                    var written = new List<(DateTimeOffset At, List<string> Lists)>();
                    foreach (var step in Opening.Concat(steps))
                    {
                        await host.SendAsync(CommandOf(step, users[step.User], roles[step.Role], host));
                        var lists = await ListsAsync(host, at: null);
                        written.Add((clock.GetUtcNow(), lists));
                        // Locks of an hour end in the middle of a history.
                        clock.Advance(TimeSpan.FromMinutes(25));
                    }

                    written.ShouldContain(moment => moment.Lists[0] != written[0].Lists[0]);
                    foreach (var (at, lists) in written)
                    {
                        (await ListsAsync(host, at)).ShouldBe(lists, $"as of {at:O}");
                    }
                },
                iter: 6,
                threads: 1
            );

    private static IEnumerable<(int Act, int User, int Role, int Value)> Opening =>
        [(0, 0, 0, 0), (0, 1, 0, 2), (1, 0, 0, 1), (1, 0, 1, 0), (2, 0, 0, 0), (2, 1, 1, 0)];

    private static string[] NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => TestHost.NewId())];

    private static async Task<List<string>> ListsAsync(TestHost host, DateTimeOffset? at)
    {
        var lists = new List<string>();
        foreach (var search in _searches)
        {
            var list = await host.AskAsync(new ListUsers(search) { At = at });
            var facets = await host.AskAsync(new GetUserFacets(search) { At = at });
            var keys = (await host.AskAsync(new TakeUserKeys(search) { At = at })).Value.ShouldNotBeNull();
            var rows = await host.AskAsync(new ListUsersByKey(keys.Part(0, 100)) { At = at });
            lists.Add(
                JsonSerializer.Serialize(
                    new
                    {
                        search,
                        list.Value!.Total,
                        list.Value.Items,
                        facets.Value,
                        Exported = rows.Value,
                    }
                )
            );
        }

        return lists;
    }

    private static ICommand CommandOf(
        (int Act, int User, int Role, int Value) step,
        string user,
        string role,
        TestHost host
    )
    {
        var seen = host.Tail();
        return step.Act switch
        {
            0 => new CreateUser(user, $"user{step.User}", $"user{step.User}@example.com", $"User {step.Value}")
            {
                JobTitle = step.Value == 0 ? null : "Analyst",
            },
            1 => new CreateRole(role, _names[step.Value], null, [Permissions.UsersRead]),
            2 or 3 => new AssignRole(user, role),
            4 => new RemoveRole(user, role),
            5 => new UpdateRole(role, _names[step.Value], null, seen),
            6 => new ChangeRolePermissions(
                role,
                step.Value == 0 ? [] : [Permissions.UsersEdit, Permissions.UsersRead],
                seen
            ),
            7 => new DeleteRole(role, null),
            8 => new UpdateUserProfile(user, $"Name {step.Value}", seen) { JobTitle = "Chief" },
            9 => new LockUser(user, host.Get<TimeProvider>().GetUtcNow().AddHours(step.Value + 1)),
            10 => step.Value == 0 ? new EnableUser(user) : new DisableUser(user),
            11 => new DeleteUser(user),
            _ => new RestoreUser(user),
        };
    }
}
