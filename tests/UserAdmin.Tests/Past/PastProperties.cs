using System.Text.Json;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Past;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Past;

/// <summary>
/// Writes down what the read model says after each command of any history, and asks later what it was like then.
/// </summary>
public sealed class PastProperties
{
    private static readonly string[] _names = ["Auditors", "Desk", "Editors", "Guests"];

    private static readonly Gen<(int Act, int User, int Role, int Value)> _step = Gen.Select(
        Gen.Int[0, 21],
        Gen.Int[0, 1],
        Gen.Int[0, 2],
        Gen.Int[0, 3]
    );

    // Inside a property, skipping would count as failing.
    public PastProperties() => TestProvider.SkipIfMissing();

    [Fact]
    public Task AnyHistory_AskedAboutAnyPositionOrMoment_IsWhatTheReadModelWasThen() =>
        _step
            .Array[0, 30]
            .SampleAsync(
                async steps =>
                {
                    await using var host = await TestHost.StartAsync(follow: false);
                    var (users, roles) = (NewIds(2), NewIds(3));
                    var written = new List<(long Position, string[] Accounts, string[] Roles)>();
                    foreach (var step in Opening.Concat(steps))
                    {
                        await host.SendAsync(CommandOf(step, users[step.User], roles[step.Role], host));
                        Follow(host);
                        written.Add(
                            (
                                host.Tail(),
                                [.. users.Select(id => Now(host, id))],
                                [.. roles.Select(id => RoleNow(host, id))]
                            )
                        );
                    }

                    var past = host.Get<PastStates>();
                    var times = host.ReadLog().ToDictionary(record => record.Position, record => record.At);
                    var purged = host.ReadLog()
                        .Where(record => record.Type == nameof(UserPurged))
                        .ToDictionary(record => record.SubjectId, record => record.Position);
                    foreach (var (position, accounts, then) in written)
                    {
                        foreach (var moment in new PastMoment[] { new(Position: position), new(times[position]) })
                        {
                            for (var i = 0; i < users.Length; i++)
                            {
                                if (position < purged.GetValueOrDefault(users[i]))
                                {
                                    // What the account was then is erased.
                                    continue;
                                }

                                Line(await past.OfAccountAsync(users[i], moment, TestContext.Current.CancellationToken))
                                    .ShouldBe(accounts[i], $"account {i} as of {moment}");
                            }

                            for (var i = 0; i < roles.Length; i++)
                            {
                                var role = await past.OfRoleAsync(
                                    roles[i],
                                    moment,
                                    TestContext.Current.CancellationToken
                                );
                                Line(role?.Row).ShouldBe(then[i], $"role {i} as of {moment}");
                            }
                        }
                    }
                },
                iter: 10,
                threads: 1
            );

    private static IEnumerable<(int Act, int User, int Role, int Value)> Opening =>
        [(0, 0, 0, 0), (1, 0, 0, 0), (1, 0, 1, 1), (2, 0, 0, 0), (2, 0, 1, 0)];

    private static string[] NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => TestHost.NewId())];

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
            0 => new CreateUser(user, $"user{step.User}", $"user{step.User}@example.com", "A user")
            {
                JobTitle = step.Value == 0 ? null : "Analyst",
                Password = step.Value == 1 ? TestHost.Password : null,
            },
            1 => new CreateRole(role, _names[step.Value], null, [Permissions.UsersRead]),
            2 or 3 or 4 => new AssignRole(user, role),
            5 or 6 => new RemoveRole(user, role),
            7 => new UpdateRole(role, _names[step.Value], $"Description {step.Value}", seen),
            8 => new ChangeRolePermissions(
                role,
                step.Value == 0 ? [] : [Permissions.All[step.Value].Name, Permissions.UsersRead],
                seen
            ),
            9 => new DeleteRole(role, null),
            10 => new UpdateUserProfile(user, $"Name {step.Value}", seen)
            {
                JobTitle = step.Value == 2 ? null : "Chief",
            },
            11 => new ChangeUserEmail(user, $"other{step.User}{step.Value}@example.com", seen),
            12 => new AddUserClaim(user, "team", $"{step.Value}"),
            13 => new RemoveUserClaim(user, "team", $"{step.Value}"),
            14 => new ChangeUserClaim(user, "team", $"{step.Value}", $"{step.Value + 1}"),
            15 => new LockUser(user, host.Get<TimeProvider>().GetUtcNow().AddHours(step.Value + 1)),
            16 => new UnlockUser(user),
            17 => step.Value == 0 ? new EnableUser(user) : new DisableUser(user),
            18 => new DeleteUser(user),
            19 => new RestoreUser(user),
            20 => new PurgeUser(user, $"user{step.User}"),
            _ => new InviteUser(user),
        };
    }

    private static void Follow(TestHost host)
    {
        using var log = new LogReader(host.Get<IWriteStore>());
        using var writer = host.Get<IReadStore>().OpenWriter();
        while (ReadModelRebuild.CatchUp(writer, log, 100) > 0) { }
    }

    private static string Now(TestHost host, string userId)
    {
        using var context = host.Get<IReadStore>().CreateContext();
        var roles = context.UserRoles.Where(row => row.UserId == userId).ToList();
        var permissions = context.Roles.ToDictionary(role => role.Id, role => role.Permissions);
        return Line(
            context.Users.SingleOrDefault(row => row.Id == userId),
            [.. roles.OrderBy(role => role.RoleName, StringComparer.OrdinalIgnoreCase)],
            [
                .. context
                    .Set<UserClaimRow>()
                    .Where(row => row.UserId == userId)
                    .AsEnumerable()
                    .OrderBy(claim => claim.Value, StringComparer.Ordinal),
            ],
            roles
                .SelectMany(role => Permissions.WithIncluded(RoleRow.Names(permissions[role.RoleId])))
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
    }

    private static string RoleNow(TestHost host, string roleId)
    {
        using var context = host.Get<IReadStore>().CreateContext();
        return Line(context.Roles.SingleOrDefault(row => row.Id == roleId));
    }

    private static string Line(AccountState? state) =>
        Line(
            state?.Row,
            state?.Roles ?? [],
            state?.Claims ?? [],
            (state?.Permissions ?? []).Where(row => row.IsHeld).Select(row => row.Name).Order(StringComparer.Ordinal)
        );

    private static string Line(
        UserRow? row,
        IReadOnlyList<UserRoleRow> roles,
        IReadOnlyList<UserClaimRow> claims,
        IEnumerable<string> permissions
    ) =>
        JsonSerializer.Serialize(
            new
            {
                row,
                roles,
                claims,
                permissions,
            }
        );

    // The number of members is not part of a past role.
    private static string Line(RoleRow? role) =>
        JsonSerializer.Serialize(
            role is null
                ? null
                : new
                {
                    role.Name,
                    role.Description,
                    role.Permissions,
                    role.Version,
                }
        );
}
