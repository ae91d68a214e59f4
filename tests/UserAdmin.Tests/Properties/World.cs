using Microsoft.EntityFrameworkCore;
using UserAdmin.Account.Commands;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Properties;

/// <summary>The real program and the naive one; every send goes to both.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly List<(ICommand Command, Actor Sender, Guid Id)> _sent = [];

    private World(TestHost host, NaiveDirectory start) => (Host, Naive) = (host, new NaiveProgram(start));

    public TestHost Host { get; }

    public NaiveProgram Naive { get; }

    /// <param name="follow">Whether the projection runner runs.</param>
    public static async Task<World> StartAsync(bool follow)
    {
        var host = await TestHost.StartAsync(follow);
        await using var context = await host.Get<IDbContextFactory<WriteContext>>().CreateDbContextAsync();
        var role = await context.Roles.SingleAsync();
        var start = new NaiveDirectory(role.Id) { Tail = host.Tail() };
        start.Roles[role.Id] = new NaiveRole(role.Name!, [.. Permissions.All.Select(permission => permission.Name)]);
        return new World(host, start);
    }

    /// <summary>Sends one turn to both programs.</summary>
    public async Task<(CommandResult Result, Expected Expected)> SendAsync(Turn turn)
    {
        var back = turn.Repeats > 3 ? turn.Repeats - 3 : turn.Repeats;
        var earlier = back > 0 && back <= _sent.Count ? _sent[^back] : default;
        var message =
            turn.Repeats is >= 1 and <= 3 && earlier.Command is not null
                ? earlier
                : (CommandOf(turn), SenderOf(turn), earlier.Command is null ? Guid.CreateVersion7() : earlier.Id);
        _sent.Add(message);
        var result = await Host.SendAsync(message.Item1, message.Item2, message.Item3);
        return (result, Naive.Send(message.Item1, message.Item2, message.Item3));
    }

    public static string UserId(int user) => $"0190c0de-0000-7000-8000-00000000000{user}";

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private string RoleId(int role) =>
        role == 0 ? Naive.Now.AdministratorRoleId : $"0190c0de-0000-7000-8000-00000000010{role}";

    private static Actor SenderOf(Turn turn) => turn.Sender < 0 ? Actor.System : Actor.User(UserId(turn.Sender));

    private ICommand CommandOf(Turn turn) =>
        turn.Steps is [var step] ? CommandOf(step) : new CommandSet([.. turn.Steps.Select(CommandOf)]);

    private ICommand CommandOf(Step step)
    {
        var id = UserId(step.User);
        var account = Naive.Now.Accounts.GetValueOrDefault(id);
        var seen = (account, step.Seen) switch
        {
            (null, _) or (_, Seen.Never) => 0,
            (_, Seen.Creation) => account.CreatedAt,
            _ => account.Version,
        };
        return step.Act switch
        {
            Act.Create => new CreateUser(
                id,
                Typed.Names[step.Value].Text!,
                Typed.Emails[step.Value].Text!,
                Typed.DisplayNames[step.Value % 4].Text!
            )
            {
                GivenName = Typed.Texts[step.Value % 7].Text,
                JobTitle = "Engineer",
                Department = Has(step, 1) ? "Sales" : null,
                TimeZone = Has(step, 2) ? "Europe/Berlin" : null,
                PhoneNumber = Has(step, 2) ? Typed.Phones[1].Text : null,
                Password = Has(step, 0) ? TestHost.Password : null,
            },
            Act.Email => new ChangeUserEmail(id, Typed.Emails[step.Value].Text!, seen),
            Act.Name => new ChangeUserName(id, Typed.Names[step.Value].Text!, seen),
            Act.Phone => new ChangeUserPhone(id, Typed.Phones[step.Value].Text, seen),
            // The form as it was opened, with some fields changed.
            Act.Profile => new UpdateUserProfile(id, Typed.DisplayNames[step.Value].Text!, seen)
            {
                GivenName = Has(step, 0) ? Typed.Texts[step.Value].Text : account?.ValueAt("GivenName", seen),
                FamilyName = account?.ValueAt("FamilyName", seen),
                JobTitle = account?.ValueAt("JobTitle", seen),
                Department = Has(step, 1)
                    ? Typed.Texts[(step.Value + 3) % Typed.Texts.Length].Text
                    : account?.ValueAt("Department", seen),
                Locale = Has(step, 2) ? Typed.Locales[step.Value].Text : account?.ValueAt("Locale", seen),
                TimeZone = account?.ValueAt("TimeZone", seen),
            },
            Act.Disable => new DisableUser(id),
            Act.Enable => new EnableUser(id),
            Act.CreateRole => new CreateRole(
                RoleId(step.Role),
                Typed.RoleNames[step.Value].Text!,
                null,
                step.Role == 1
                    ? [Permissions.UsersEdit, Permissions.UsersDisable]
                    : [Permissions.UsersCreate, Permissions.RolesManage, Permissions.RolesAssign]
            ),
            Act.Assign => new AssignRole(id, RoleId(step.Role)),
            Act.Remove => new RemoveRole(id, RoleId(step.Role)),
            Act.SignIn => new SignIn(
                TestHost.NewSessionId(),
                account?["Email"] ?? "nobody@example.com",
                step.Value % 2 == 0 ? TestHost.Password : "not the password 1"
            ),
            _ => throw new NotSupportedException(step.Act.ToString()),
        };
    }

    private static bool Has(Step step, int bit) => (step.Fields & (1 << bit)) != 0;
}
