using System.Collections.Concurrent;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.Queries;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Architecture;

/// <summary>
/// Every message as every kind of actor. A new message needs one line in <see cref="_rows"/>: what it needs, and a sample of it.
/// The sample should name accounts and roles that do not exist, so that whoever may send it changes nothing for the others.
/// </summary>
public sealed class AuthorisationMatrixTests(AuthorisationMatrixTests.Everybody everybody) : IClassFixture<AuthorisationMatrixTests.Everybody>
{
    private const string Nobody = "019aaaaa-0000-7000-8000-000000000000";

    private static readonly Row[] _rows =
    [
        // Account
        Command(PermissionAttribute.Anyone, new SignIn(new string('s', 43), "nobody@example.com", "wrong")),
        Command(PermissionAttribute.Anyone, new SetUpFirstAdministrator(Nobody, "wrong", "Ada", "ada@example.com", TestHost.Password)),
        Command(PermissionAttribute.Anyone, new SignInWithCode(new string('s', 43), "000000")),
        Command(PermissionAttribute.Anyone, new SignInWithRecoveryCode(new string('s', 43), "XXXXX-XXXXX")),
        Command(PermissionAttribute.Anyone, new RequestPasswordReset("nobody@example.com")),
        Command(PermissionAttribute.Anyone, new ResetPassword("wrong", TestHost.Password)),
        Command(PermissionAttribute.Anyone, new AcceptInvitation("wrong", TestHost.Password)),
        Command(PermissionAttribute.Anyone, new ConfirmEmail("wrong")),
        Command(PermissionAttribute.SigningIn, new SignOut("none")),
        Command(PermissionAttribute.SigningIn, new ChangeOwnPassword(null, "wrong", TestHost.Password)),
        Command(PermissionAttribute.SigningIn, new EnableOwnTwoFactor(TwoFactorSecrets.NewKey(), "wrong", TwoFactorSecrets.NewRecoveryCodes())),
        Command(PermissionAttribute.AnyUser, new RegenerateOwnRecoveryCodes([])),
        Command(PermissionAttribute.AnyUser, new TurnOffOwnTwoFactor("wrong")),
        Command(PermissionAttribute.AnyUser, new UpdateOwnProfile("", 0)),
        Command(PermissionAttribute.AnyUser, new EndOwnSession("none")),
        Command(PermissionAttribute.AnyUser, new EndOtherOwnSessions("")),
        Command(PermissionAttribute.SystemOnly, new RecordSessionsSeen([])),
        Query(PermissionAttribute.SigningIn, new GetOwnAccount()),
        Query(PermissionAttribute.AnyUser, new ListOwnSessions()),
        Command(PermissionAttribute.SystemOnly, new EnsureAdministratorRole(Nobody)),
        Command(PermissionAttribute.SystemOnly, new MakeAdministrator(Nobody)),

        // Messaging
        Command(PermissionAttribute.Anyone, new CommandSet([])),

        // Monitoring
        Command(Permissions.SystemManage, new RebuildReadModel()),
        Query(Permissions.SystemRead, new GetSystemStatus()),

        // Roles
        Command(Permissions.RolesManage, new CreateRole("not a new id", "Role", null, [])),
        Command(Permissions.RolesManage, new UpdateRole(Nobody, "Role", null, 0)),
        Command(Permissions.RolesManage, new ChangeRolePermissions(Nobody, [], 0)),
        Command(Permissions.RolesManage, new DeleteRole(Nobody, null)),
        Command(Permissions.RolesAssign, new AssignRole(Nobody, Nobody)),
        Command(Permissions.RolesAssign, new RemoveRole(Nobody, Nobody)),
        Query(Permissions.RolesRead, new ListRoles()),
        Query(Permissions.RolesRead, new GetRole(Nobody)),
        Query(Permissions.UsersRead, new ListRoleMembers(Nobody)),
        Query(Permissions.UsersRead, new ListUserRoles(Nobody)),
        Query(Permissions.UsersRead, new GetUserPermissions(Nobody)),
        Query(Permissions.RolesManage, new PreviewRoleDeletion(Nobody, null)),

        // Users
        Command(Permissions.UsersCreate, new CreateUser("not a new id", "ada", "ada@example.com", "Ada")),
        Command(Permissions.UsersEdit, new ChangeUserEmail(Nobody, "ada@example.com", 0)),
        Command(Permissions.UsersEdit, new ChangeUserName(Nobody, "ada", 0)),
        Command(Permissions.UsersEdit, new ChangeUserPhone(Nobody, null, 0)),
        Command(Permissions.UsersEdit, new UpdateUserProfile(Nobody, "Ada", 0)),
        Command(Permissions.UsersDisable, new DisableUser(Nobody)),
        Command(Permissions.UsersDisable, new EnableUser(Nobody)),
        Query(Permissions.UsersRead, new GetUser(Nobody)),
        Query(Permissions.UsersRead, new ListUsers()),
        Query(Permissions.AuditRead, new GetUserHistory(Nobody)),
    ];

    /// <summary>Names of the message types that have a row.</summary>
    public static IEnumerable<TheoryDataRow<string>> Rows => _rows.Select(row => new TheoryDataRow<string>(row.Message.Name));

    [Fact]
    public void Messages_Each_HaveOneRowWithTheirPermission()
    {
        var messages = MessageCatalogue.Messages(typeof(ICommand).Assembly.GetTypes()).ToList();

        messages.Except(_rows.Select(row => row.Message)).Select(type => type.Name).ShouldBeEmpty(
            "Each message needs a line in AuthorisationMatrixTests._rows, such as: Command(Permissions.UsersEdit, new ChangeUserPhone(Nobody, null, 0)),");
        _rows.GroupBy(row => row.Message).Where(rows => rows.Count() > 1).Select(rows => rows.Key.Name).ShouldBeEmpty("These messages have more than one line in AuthorisationMatrixTests._rows.");
        _rows.Select(row => (row.Message.Name, row.Permission)).ShouldBe(_rows.Select(row => (row.Message.Name, Authorisation.PermissionOf(row.Message))));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Message_AsEveryKindOfActor_PassesOnlyForThoseWhoMay(string message)
    {
        var row = _rows.Single(row => row.Message.Name == message);
        var isOpen = row.Permission == PermissionAttribute.Anyone;
        var isForUsers = isOpen || row.Permission is PermissionAttribute.AnyUser or PermissionAttribute.SigningIn;
        var isSystemOnly = row.Permission == PermissionAttribute.SystemOnly;
        var notPermitted = MessagingErrors.NotPermitted(row.Permission);

        (await RefusalAsync(row, "anonymous")).ShouldBe(isOpen ? null : MessagingErrors.NotSignedIn);
        (await RefusalAsync(row, "unknown")).ShouldBe(isOpen ? null : MessagingErrors.NotSignedIn);
        (await RefusalAsync(row, "disabled")).ShouldBe(isOpen ? null : MessagingErrors.NotSignedIn);
        (await RefusalAsync(row, "signing-in")).ShouldBe(isOpen || row.Permission == PermissionAttribute.SigningIn ? null : MessagingErrors.NotFinishedSigningIn);
        (await RefusalAsync(row, "without-roles")).ShouldBe(isForUsers ? null : notPermitted);
        (await RefusalAsync(row, "all-but")).ShouldBe(isForUsers ? null : notPermitted);
        (await RefusalAsync(row, "just")).ShouldBe(isSystemOnly ? notPermitted : null);
        (await RefusalAsync(row, "administrator")).ShouldBe(isSystemOnly ? notPermitted : null);
        (await RefusalAsync(row, "system")).ShouldBeNull();
    }

    private static Row Command(string permission, ICommand sample) => new(sample.GetType(), permission, async (host, actor) =>
        (await host.Get<ICommandBus>().SendAsync(sample, new CommandContext(actor, Guid.CreateVersion7()), TestContext.Current.CancellationToken)).Errors);

    private static Row Query<TView>(string permission, IQuery<TView> sample) => new(sample.GetType(), permission, async (host, actor) =>
        (await host.Get<IQueryBus>().AskAsync(sample, new QueryContext(actor), TestContext.Current.CancellationToken)).Refusal is { } refusal ? [refusal] : []);

    /// <summary>Why authorisation refused, or null when it did not; a refusal for any other reason comes after it.</summary>
    private async Task<Error?> RefusalAsync(Row row, string kind) =>
        (await row.SendAsync(everybody.Host, await everybody.ActorAsync(kind, row.Permission, row.Message.IsAssignableTo(typeof(ICommand)))))
            .FirstOrDefault(error => error.Code is "not-permitted" or "not-signed-in" or "not-finished-signing-in");

    private sealed record Row(Type Message, string Permission, Func<TestHost, Actor, Task<IReadOnlyList<Error>>> SendAsync);

    /// <summary>One program and its people, made as they are needed.</summary>
    public sealed class Everybody : IAsyncLifetime
    {
        private readonly ConcurrentDictionary<string, Actor> _actors = new();

        internal TestHost Host { get; private set; } = default!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync() => Host = await TestHost.StartAsync(follow: false);

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Host.DisposeAsync();

        /// <summary>Somebody of a kind. Those who send commands ask no queries: with nothing following the log, the answer would wait for what they changed.</summary>
        internal async Task<Actor> ActorAsync(string kind, string permission, bool sends)
        {
            var name = $"{kind}-{(kind is "all-but" or "just" ? permission.Trim('(', ')').Replace(' ', '-') : "")}-{(sends ? "sends" : "asks")}";
            if (!_actors.TryGetValue(name, out var actor))
            {
                _actors[name] = actor = await CreateAsync(kind, permission, name);
            }

            return actor;
        }

        private async Task<Actor> CreateAsync(string kind, string permission, string name)
        {
            var all = Permissions.All.Select(one => one.Name).ToList();
            switch (kind)
            {
                case "anonymous": return Actor.Anonymous;
                case "system": return Actor.System;
                case "unknown": return Actor.User(TestHost.NewId());
                case "without-roles": return Actor.User(await Host.CreateUserAsync(name));
                case "administrator": return await Host.CreateAdministratorAsync(name);
                case "signing-in": return Actor.SigningIn((await Host.CreateAdministratorAsync(name)).Id);
                case "all-but": return await Host.CreateActorAsync(name, [.. all.Where(one => one != permission)]);
                case "just": return await Host.CreateActorAsync(name, [.. all.Where(one => one == permission)]);
                default:
                    // Another administrator has to be left.
                    await Host.CreateAdministratorAsync($"other-{name}");
                    var disabled = await Host.CreateAdministratorAsync(name);
                    await Host.AcceptAsync(new DisableUser(disabled.Id));
                    return disabled;
            }
        }
    }
}
