using System.Collections.Concurrent;
using UserAdmin.Account.Commands;
using UserAdmin.Account.External;
using UserAdmin.Account.Passkeys;
using UserAdmin.Account.Queries;
using UserAdmin.Anchors;
using UserAdmin.Anchors.Queries;
using UserAdmin.Applications.Commands;
using UserAdmin.Applications.Queries;
using UserAdmin.Applications.Requests;
using UserAdmin.Audit.Exports;
using UserAdmin.Audit.Queries;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Bulk.Queries;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Exports;
using UserAdmin.Exports.Commands;
using UserAdmin.Following;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Mail.Commands;
using UserAdmin.Mail.Queries;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Nodes.Queries;
using UserAdmin.Past.Queries;
using UserAdmin.Pipeline;
using UserAdmin.Policies;
using UserAdmin.Policies.Commands;
using UserAdmin.Policies.Queries;
using UserAdmin.Retention;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Tables;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Commands;
using UserAdmin.Undoing.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Views;
using UserAdmin.Views.Commands;
using UserAdmin.Views.Queries;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;
using UserAdmin.Webhooks.Queries;
using UserAdmin.Webhooks.SecurityEvents;

namespace UserAdmin.Tests.Architecture;

/// <summary>
/// Sends every message as every kind of actor. A new message needs one row in <see cref="_rows"/>: its permission, and
/// a sample of it. The sample should name things that do not exist, or be refused for another reason, so that sending
/// it changes nothing for the other tests.
/// </summary>
public sealed class AuthorisationMatrixTests(AuthorisationMatrixTests.Everybody everybody)
    : IClassFixture<AuthorisationMatrixTests.Everybody>
{
    private const string Nobody = "019aaaaa-0000-7000-8000-000000000000";
    private const string Session = "sssssssssssssssssssssssssssssssssssssssssss";

    private static readonly Row[] _rows =
    [
        // Account
        Command(PermissionAttribute.Anyone, new SignIn(Session, "nobody@example.com", "wrong")),
        Command(PermissionAttribute.Anyone, new SignInWithCode(Session, "000000")),
        Command(PermissionAttribute.Anyone, new SignInWithRecoveryCode(Session, "none")),
        Command(PermissionAttribute.SystemOnly, new SignInWithPasskey(Session, Nobody, "none", 0, false)),
        Command(PermissionAttribute.SystemOnly, new SignInWithExternalLogin(Session, "none", "none", "None")),
        Command(PermissionAttribute.SystemOnly, new SignInByHost(Session, Nobody)),
        Command(PermissionAttribute.SigningIn, new SignOut("none")),
        Command(PermissionAttribute.Anyone, new AcceptInvitation("none", TestHost.Password)),
        Command(PermissionAttribute.Anyone, new ConfirmEmail("none")),
        Command(PermissionAttribute.Anyone, new RequestPasswordReset("nobody@example.com")),
        Command(PermissionAttribute.SystemOnly, new AnswerPasswordResetRequest("none")),
        Command(PermissionAttribute.SystemOnly, new RecordRefusedAttempts([])),
        Query(Permissions.AuditRead, new ListRefusedAttempts()),
        Command(PermissionAttribute.Anyone, new ResetPassword("none", TestHost.Password)),
        Command(
            PermissionAttribute.Anyone,
            new SetUpFirstAdministrator(Nobody, "wrong", "Ada", "ada@example.com", TestHost.Password)
        ),
        Command(PermissionAttribute.Anyone, new ChooseFirstAdministrator("wrong", "ada@example.com")),
        Command(PermissionAttribute.SystemOnly, new EnsureAdministratorRole(Nobody)),
        Command(PermissionAttribute.SystemOnly, new MakeAdministrator(Nobody)),
        Command(PermissionAttribute.SystemOnly, new AdoptAccounts([])),
        Command(PermissionAttribute.SystemOnly, new RecordObservedChanges([], [])),
        Command(PermissionAttribute.SystemOnly, new RecordSessionsSeen([])),
        // One's own account
        Command(PermissionAttribute.SigningIn, new ChangeOwnPassword(null, "wrong", "short")),
        Command(PermissionAttribute.SigningIn, new EnableOwnTwoFactor("none", "000000", [])),
        Command(PermissionAttribute.AnyUser, new TurnOffOwnTwoFactor("wrong")),
        Command(PermissionAttribute.AnyUser, new RegenerateOwnRecoveryCodes([])),
        Command(PermissionAttribute.AnyUser, new EndOwnSession("none")),
        Command(PermissionAttribute.AnyUser, new EndOtherOwnSessions(Session)),
        Command(PermissionAttribute.AnyUser, new UpdateOwnProfile("", 0)),
        Command(PermissionAttribute.AnyUser, new ChooseLanguage("")),
        Command(PermissionAttribute.AnyUser, new AddOwnPasskey(null!, "")),
        Command(PermissionAttribute.AnyUser, new RenameOwnPasskey("none", "")),
        Command(PermissionAttribute.AnyUser, new RemoveOwnPasskey("none")),
        Command(PermissionAttribute.AnyUser, new AddOwnExternalLogin("", "", "")),
        Command(PermissionAttribute.AnyUser, new RemoveOwnExternalLogin("none", "none")),
        Query(PermissionAttribute.SigningIn, new GetOwnAccount()),
        Query(PermissionAttribute.AnyUser, new ListOwnSessions()),
        Query(PermissionAttribute.AnyUser, new ListOwnPasskeys()),
        Query(PermissionAttribute.AnyUser, new ListOwnExternalLogins()),
        // Applications
        Command(Permissions.ApplicationsManage, new CreateApplication("not a new id", "Sync", null, [])),
        Command(Permissions.ApplicationsManage, new UpdateApplication(Nobody, "Sync", null, null, [], null, 1, 0)),
        Command(Permissions.ApplicationsManage, new ChangeApplicationPermissions(Nobody, [], 0)),
        Command(Permissions.ApplicationsManage, new DisableApplication(Nobody)),
        Command(Permissions.ApplicationsManage, new EnableApplication(Nobody)),
        Command(Permissions.ApplicationsManage, new DeleteApplication(Nobody)),
        Command(Permissions.ApplicationsManage, new AddApplicationKey(Nobody, "none", "none", "Key")),
        Command(Permissions.ApplicationsManage, new RevokeApplicationKey(Nobody, "none")),
        Command(PermissionAttribute.SystemOnly, new RecordApplicationKeyUse([])),
        Command(PermissionAttribute.SystemOnly, new RecordApplicationRequests([])),
        Command(Permissions.ApplicationsManage, new CreateWebhook(Nobody, "not a new id", "none", "none", [])),
        Command(
            Permissions.ApplicationsManage,
            new UpdateWebhook(Nobody, Nobody, "https://example.com", null, [], WebhookFormat.Events, 0)
        ),
        Command(Permissions.ApplicationsManage, new RotateWebhookSecret(Nobody, Nobody, "none")),
        Command(Permissions.ApplicationsManage, new PauseWebhook(Nobody, Nobody)),
        Command(Permissions.ApplicationsManage, new ResumeWebhook(Nobody, Nobody)),
        Command(Permissions.ApplicationsManage, new DeleteWebhook(Nobody, Nobody)),
        Command(Permissions.ApplicationsManage, new TryWebhook(Nobody, Nobody)),
        Command(Permissions.ApplicationsManage, new SkipWebhookDelivery(Nobody, Nobody, Nobody)),
        Command(Permissions.ApplicationsManage, new SendDeliveryAgain(Nobody, Nobody, "none")),
        Command(PermissionAttribute.SystemOnly, new RecordWebhookTries(Nobody, [])),
        Command(PermissionAttribute.SystemOnly, new AddSecurityEventKey("none", [], [])),
        Query(Permissions.ApplicationsRead, new ListWebhooks(Nobody)),
        Query(Permissions.ApplicationsRead, new ListAllWebhooks()),
        Query(PermissionAttribute.Anyone, new GetCallingApplication()),
        Command(Permissions.UsersEdit, new SetUserExternalId(Nobody, "none")),
        Command(Permissions.RolesManage, new SetRoleExternalId(Nobody, "none")),
        Query(Permissions.UsersRead, new FindUsersByExternalId("none")),
        Query(Permissions.UsersRead, new ListUserExternalIds(Nobody)),
        Query(Permissions.ApplicationsRead, new GetWebhook(Nobody)),
        Query(Permissions.ApplicationsRead, new ListWebhookDeliveries(Nobody)),
        Query(Permissions.ApplicationsRead, new GetWebhookDelivery("none")),
        Query(Permissions.ApplicationsRead, new ListApplications()),
        Query(Permissions.ApplicationsRead, new GetApplication(Nobody)),
        Query(Permissions.ApplicationsRead, new ListApplicationRequests(Nobody)),
        // Bulk
        Command(Permissions.UsersRead, new StartBulkAction("not a new id", BulkAction.Disable, [])),
        Command(Permissions.UsersRead, new CancelBulkAction(Nobody)),
        Command(Permissions.UsersRead, new StartUndo("not a new id", [])),
        Command(Permissions.UsersRead, new UndoUserChanges(Nobody, [1])),
        Query(Permissions.AuditRead, new PreviewUndo(new UndoSelection())),
        Query(Permissions.AuditRead, new ListUndoEvents(new UndoSelection())),
        Command(PermissionAttribute.SystemOnly, new RecordBulkProgress(Nobody, 0, [])),
        Query(Permissions.UsersRead, new PreviewBulkAction(BulkAction.Disable, [])),
        Query(Permissions.UsersRead, new GetBulkAction(Nobody)),
        Query(Permissions.UsersRead, new ListBulkActions()),
        Query(Permissions.UsersRead, new ListBulkItems(Nobody)),
        Query(Permissions.UsersRead, new ListBulkUserIds(Nobody, BulkOutcome.Changed)),
        // Exports
        Command(Permissions.UsersExport, new StartExport("not a new id", new UserExport(TableFormat.Csv, []))),
        Command(
            PermissionAttribute.SystemOnly,
            new EndExport(Nobody, Nobody, new UserExport(TableFormat.Csv, []), 0, false)
        ),
        Command(Permissions.ActivityRead, new StartActivityExport("not a new id", new ActivityExport(TableFormat.Csv))),
        Command(
            PermissionAttribute.SystemOnly,
            new EndActivityExport(Nobody, Nobody, new ActivityExport(TableFormat.Csv), 0, false)
        ),
        // Imports
        Command(Permissions.UsersImport, new ReceiveImportFile("not a new id", "users.csv", 0)),
        Command(Permissions.UsersImport, new ConfigureImport(Nobody, new ImportOptions())),
        Command(Permissions.UsersImport, new MendImportRows(Nobody, [new MendedCell(2, 0, "x")])),
        Command(Permissions.UsersImport, new ReadImportAnew(Nobody, new TableChoice())),
        Command(Permissions.UsersImport, new StartImport(Nobody)),
        Command(Permissions.UsersImport, new ApplyImportRows(Nobody, 0, 0)),
        Command(Permissions.UsersImport, new PauseImport(Nobody)),
        Command(Permissions.UsersImport, new ResumeImport(Nobody)),
        Command(Permissions.UsersImport, new CancelImport(Nobody)),
        Command(Permissions.UsersImport, new DeleteImportRows(Nobody)),
        Command(PermissionAttribute.SystemOnly, new RecordImportRows(Nobody, 0, null, [])),
        Command(PermissionAttribute.SystemOnly, new RecordImportPreview(Nobody, 0, ImportCounts.None, 0, false)),
        Command(PermissionAttribute.SystemOnly, new FailImport(Nobody, ImportErrors.Fault)),
        Query(Permissions.UsersImport, new ListImports()),
        Query(Permissions.UsersImport, new GetImport(Nobody)),
        Query(Permissions.UsersImport, new GetImportSample(Nobody)),
        Query(Permissions.UsersImport, new ListImportRows(Nobody)),
        Query(Permissions.UsersImport, new ListImportReasons(Nobody)),
        // Mail
        Command(Permissions.MailManage, new RetryMail(1)),
        Command(Permissions.MailManage, new DiscardMail(1)),
        Command(Permissions.MailManage, new SendTestMail()),
        Command(PermissionAttribute.SystemOnly, new RecordMailSent(1)),
        Command(PermissionAttribute.SystemOnly, new RecordMailFailure(1, 1, "none", false, false)),
        Command(PermissionAttribute.SystemOnly, new GiveUpMail(1, "none")),
        Query(Permissions.MailRead, new ListMails()),
        Query(Permissions.MailRead, new GetMailRoute()),
        // Messaging
        Command(PermissionAttribute.Anyone, new CommandSet([])),
        // Retention
        Command(PermissionAttribute.SystemOnly, new EraseTraces(TraceKind.SignIns, new DateOnly(2026, 3, 1))),
        // Monitoring
        Command(Permissions.SystemManage, new RebuildReadModel()),
        Command(Permissions.SystemManage, new SignLogHead()),
        Command(Permissions.SystemManage, new SetEventAside(1)),
        Command(Permissions.SystemManage, new AcknowledgeLogMismatch(1)),
        Command(PermissionAttribute.SystemOnly, new RecordLogMismatch(1, "none", null, 1)),
        Query(Permissions.SystemRead, new GetSystemStatus()),
        Query(Permissions.SystemRead, new GetSystemFigures()),
        Query(Permissions.SystemRead, new ListLogMarks()),
        Query(Permissions.SystemRead, new GetStockReport()),
        Query(Permissions.SystemRead, new ListNodes()),
        Query(Permissions.SystemRead, new GetAnchors()),
        Query(Permissions.UsersRead, new GetUserDifferences(Nobody)),
        Query(Permissions.RolesRead, new GetRoleDifferences(Nobody)),
        // Past
        Query(Permissions.AuditRead, new GetUserAsOf(Nobody)),
        Query(Permissions.AuditRead, new GetRoleAsOf(Nobody)),
        // Policies
        Command(Permissions.SettingsManage, new ChangePolicy(new Policy { SessionHours = 0 }, 0)),
        Query(Permissions.SettingsRead, new GetPolicy()),
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
        Command(Permissions.UsersCreate, new InviteUser(Nobody)),
        Command(Permissions.UsersCreate, new ResendInvitation(Nobody)),
        Command(Permissions.UsersCreate, new RevokeInvitation(Nobody)),
        Command(Permissions.UsersImport, new InvitePeople("not a new id", [new("ada@example.com")], [])),
        Query(Permissions.UsersImport, new PreviewInvitations("ada@example.com", [])),
        Query(Permissions.UsersRead, new ListInvitations([])),
        Command(Permissions.UsersEdit, new ChangeUserEmail(Nobody, "ada@example.com", 0)),
        Command(Permissions.UsersEdit, new ChangeUserName(Nobody, "ada", 0)),
        Command(Permissions.UsersEdit, new ChangeUserPhone(Nobody, null, 0)),
        Command(Permissions.UsersEdit, new UpdateUserProfile(Nobody, "Ada", 0)),
        Command(Permissions.UsersEdit, new ConfirmUserEmail(Nobody)),
        Command(Permissions.UsersEdit, new SendEmailConfirmation(Nobody)),
        Command(Permissions.UsersDisable, new DisableUser(Nobody)),
        Command(Permissions.UsersDisable, new EnableUser(Nobody)),
        Command(Permissions.UsersDisable, new LockUser(Nobody, DateTimeOffset.MaxValue)),
        Command(Permissions.UsersUnlock, new UnlockUser(Nobody)),
        Command(Permissions.UsersDisable, new SetUserExpiry(Nobody, null)),
        Command(PermissionAttribute.SystemOnly, new ExpireUser(Nobody)),
        Command(Permissions.UsersDelete, new DeleteUser(Nobody)),
        Command(Permissions.UsersDelete, new RestoreUser(Nobody)),
        Command(Permissions.UsersPurge, new PurgeUser(Nobody, "nobody")),
        Command(PermissionAttribute.SystemOnly, new PurgeDueUser(Nobody)),
        Command(PermissionAttribute.SystemOnly, new PurgeErasedUser(Nobody)),
        Command(Permissions.UsersPasswords, new SendPasswordReset(Nobody)),
        Command(Permissions.UsersPasswords, new SetTemporaryPassword(Nobody, TestHost.Password)),
        Command(Permissions.UsersPasswords, new RequirePasswordChange(Nobody)),
        Command(Permissions.UsersFactors, new ResetTwoFactor(Nobody)),
        Command(Permissions.UsersFactors, new RenamePasskey(Nobody, "none", "Key")),
        Command(Permissions.UsersFactors, new RevokePasskey(Nobody, "none")),
        Command(Permissions.UsersFactors, new RemoveExternalLogin(Nobody, "none", "none")),
        Command(Permissions.UsersSessions, new EndSession(Nobody, "none")),
        Command(Permissions.UsersSessions, new EndAllSessions(Nobody)),
        Command(Permissions.UsersClaims, new AddUserClaim(Nobody, "type", "value")),
        Command(Permissions.UsersClaims, new ChangeUserClaim(Nobody, "type", "from", "to")),
        Command(Permissions.UsersClaims, new RemoveUserClaim(Nobody, "type", "value")),
        Query(Permissions.UsersRead, new GetUser(Nobody)),
        Query(Permissions.UsersRead, new ListUsers()),
        Query(Permissions.UsersRead, new ListUserIds()),
        Query(Permissions.UsersRead, new ListUsersByKey([])),
        Query(Permissions.UsersRead, new TakeUserKeys()),
        Query(Permissions.UsersRead, new FindUsers(UserKeyField.UserName, "nobody")),
        Query(Permissions.UsersRead, new RefreshUsers("", [], DateTimeOffset.UnixEpoch)),
        Query(Permissions.UsersRead, new GetUserFacets()),
        Query(Permissions.UsersRead, new CountUsers([""])),
        Query(Permissions.UsersRead, new SuggestSearch("sta", 3)),
        Query(Permissions.UsersRead, new ListUserPasskeys(Nobody)),
        Query(Permissions.UsersRead, new ListExternalLogins(Nobody)),
        Query(Permissions.UsersSessions, new ListUserSessions(Nobody)),
        Query(Permissions.UsersClaims, new ListUserClaims(Nobody)),
        Query(Permissions.AuditRead, new GetUserHistory(Nobody)),
        Query(Permissions.AuditRead, new GetUserTimeline(Nobody)),
        Query(Permissions.ActivityRead, new GetActivity()),
        Query(Permissions.ActivityRead, new SummariseActivity()),
        Query(Permissions.ActivityRead, new CountActivityByDay()),
        Query(Permissions.ActivityRead, new FindLoudestAddresses()),
        Query(Permissions.UsersRead, new CountUserActivityByDay(Nobody)),
        Query(Permissions.ActivityRead, new SuggestActivity("by:", 3)),
        Query(Permissions.UsersRead, new GetSignInAttempts(Nobody)),
        Query(Permissions.UsersRead, new GetSignInAbility(Nobody)),
        Command(Permissions.UsersRead, new TakeUserLink(Nobody, UserAdmin.Users.LinkPurpose.Invitation)),
        Query(Permissions.UsersRead, new GetUserLink(Nobody, UserAdmin.Users.LinkPurpose.Invitation)),
        // Views
        Command(
            PermissionAttribute.AnyUser,
            new CreateView("not a new id", "", "", UserFields.DisplayName.Sort, false, [], false)
        ),
        Command(
            PermissionAttribute.AnyUser,
            new UpdateView(Nobody, "", "", UserFields.DisplayName.Sort, false, [], false, 0)
        ),
        Command(PermissionAttribute.AnyUser, new DeleteView(Nobody)),
        Command(PermissionAttribute.AnyUser, new RestoreView(Nobody)),
        Command(PermissionAttribute.AnyUser, new PinView(Nobody)),
        Command(Permissions.UsersRead, new UnpinView(Nobody)),
        Command(Permissions.UsersRead, new SaveListLayout([], ListDensity.Compact, 0)),
        Query(PermissionAttribute.AnyUser, new ListViews()),
        Query(PermissionAttribute.AnyUser, new GetView(Nobody)),
        Query(Permissions.UsersRead, new GetListLayout()),
    ];

    /// <summary>Names of the message types that have a row.</summary>
    public static IEnumerable<TheoryDataRow<string>> Rows =>
        _rows.Select(row => new TheoryDataRow<string>(row.Message.Name));

    [Fact]
    public void Messages_Each_HaveOneRowWithTheirPermission()
    {
        var messages = MessageCatalogue.Messages(typeof(ICommand).Assembly.GetTypes()).ToList();

        messages
            .Except(_rows.Select(row => row.Message))
            .Select(type => type.Name)
            .ShouldBeEmpty(
                "Each message needs a line in AuthorisationMatrixTests._rows, such as: "
                    + "Command(Permissions.UsersEdit, new ChangeUserPhone(Nobody, null, 0)),"
            );
        _rows
            .GroupBy(row => row.Message)
            .Where(rows => rows.Count() > 1)
            .Select(rows => rows.Key.Name)
            .ShouldBeEmpty("These messages have more than one line in AuthorisationMatrixTests._rows.");
        _rows
            .Select(row => (row.Message.Name, row.Permission))
            .ShouldBe(_rows.Select(row => (row.Message.Name, Authorisation.PermissionOf(row.Message))));
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
        (await RefusalAsync(row, "signing-in")).ShouldBe(
            isOpen || row.Permission == PermissionAttribute.SigningIn ? null : MessagingErrors.NotFinishedSigningIn
        );
        (await RefusalAsync(row, "without-roles")).ShouldBe(isForUsers ? null : notPermitted);
        (await RefusalAsync(row, "all-but")).ShouldBe(isForUsers ? null : notPermitted);
        (await RefusalAsync(row, "just")).ShouldBe(isSystemOnly ? notPermitted : null);
        (await RefusalAsync(row, "administrator")).ShouldBe(isSystemOnly ? notPermitted : null);
        var notForApplications = isForUsers && !isOpen ? MessagingErrors.NotForApplications : null;
        (await RefusalAsync(row, "application-just")).ShouldBe(isSystemOnly ? notPermitted : notForApplications);
        (await RefusalAsync(row, "application-all-but")).ShouldBe(notForApplications ?? (isOpen ? null : notPermitted));
        (await RefusalAsync(row, "application-disabled")).ShouldBe(isOpen ? null : MessagingErrors.NotSignedIn);
        (await RefusalAsync(row, "application-unknown")).ShouldBe(isOpen ? null : MessagingErrors.NotSignedIn);
        var system = await RefusalAsync(row, "system");
        if (isForUsers && !isOpen)
        {
            // Authorisation also lets the system pass, but the system has no account, and the handler may refuse for
            // that.
            system.ShouldBeOneOf(null, MessagingErrors.NotSignedIn);
        }
        else
        {
            system.ShouldBeNull();
        }
    }

    private static Row Command(string permission, ICommand sample) =>
        new(
            sample.GetType(),
            permission,
            async (host, actor) =>
                (
                    await host.Get<ICommandBus>()
                        .SendAsync(
                            sample,
                            new CommandContext(actor, Guid.CreateVersion7()),
                            TestContext.Current.CancellationToken
                        )
                ).Errors
        );

    private static Row Query<TView>(string permission, IQuery<TView> sample) =>
        new(
            sample.GetType(),
            permission,
            async (host, actor) =>
                (
                    await host.Get<IQueryBus>()
                        .AskAsync(sample, new QueryContext(actor), TestContext.Current.CancellationToken)
                ).Refusal
                    is { } refusal
                    ? [refusal]
                    : []
        );

    /// <summary>
    /// Returns the error with which authorisation refused, or null; other refusals come after authorisation.
    /// </summary>
    private async Task<Error?> RefusalAsync(Row row, string kind) =>
        (
            await row.SendAsync(
                everybody.Host,
                await everybody.ActorAsync(kind, row.Permission, row.Message.IsAssignableTo(typeof(ICommand)))
            )
        )
        // The handler of a bulk action also checks the permission of the action itself; that too comes after
        // authorisation.
        .FirstOrDefault(error =>
            error == MessagingErrors.NotPermitted(row.Permission)
            || error.Code is "not-signed-in" or "not-finished-signing-in" or "not-for-applications"
        );

    private sealed record Row(
        Type Message,
        string Permission,
        Func<TestHost, Actor, Task<IReadOnlyList<Error>>> SendAsync
    );

    /// <summary>One program with its actors, which are created when they are needed.</summary>
    public sealed class Everybody : IAsyncLifetime
    {
        private readonly ConcurrentDictionary<string, Actor> _actors = new();

        internal TestHost Host { get; private set; } = default!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync() => Host = await TestHost.StartAsync(follow: false);

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Host.DisposeAsync();

        /// <summary>
        /// Returns an actor of a kind. Actors that send commands ask no queries: the projection runner is not running,
        /// so a query would wait for their changes.
        /// </summary>
        internal async Task<Actor> ActorAsync(string kind, string permission, bool sends)
        {
            var name =
                $"{kind}-{(IsOfPermission(kind) ? permission.Trim('(', ')').Replace(' ', '-') : "")}-{(sends ? "sends" : "asks")}";
            if (!_actors.TryGetValue(name, out var actor))
            {
                _actors[name] = actor = await CreateAsync(kind, permission, name);
            }

            return actor;
        }

        private static bool IsOfPermission(string kind) =>
            kind is "all-but" or "just" or "application-all-but" or "application-just";

        private async Task<Actor> CreateAsync(string kind, string permission, string name)
        {
            var all = Permissions.All.Select(one => one.Name).ToList();
            switch (kind)
            {
                case "anonymous":
                    return Actor.Anonymous;
                case "system":
                    return Actor.System;
                case "unknown":
                    return Actor.User(TestHost.NewId());
                case "without-roles":
                    return Actor.User(await Host.CreateUserAsync(name));
                case "administrator":
                    return await Host.CreateAdministratorAsync(name);
                case "signing-in":
                    return Actor.SigningIn((await Host.CreateAdministratorAsync(name)).Id);
                case "all-but":
                    return await Host.CreateActorAsync(
                        name,
                        [.. all.Where(one => !Permissions.WithIncluded([one]).Contains(permission))]
                    );
                case "application-unknown":
                    return Actor.Application(TestHost.NewId());
                case "application-disabled":
                    var closed = await Host.CreateApplicationAsync(name, [.. all]);
                    await Host.AcceptAsync(new DisableApplication(closed.ApplicationId!));
                    return closed;
                case "application-all-but":
                    return await Host.CreateApplicationAsync(
                        name,
                        [.. all.Where(one => !Permissions.WithIncluded([one]).Contains(permission))]
                    );
                case "application-just":
                    return await Host.CreateApplicationAsync(name, [.. all.Where(one => one == permission)]);
                case "just":
                    return await Host.CreateActorAsync(name, [.. all.Where(one => one == permission)]);
                default:
                    // Another administrator must remain.
                    await Host.CreateAdministratorAsync($"other-{name}");
                    var disabled = await Host.CreateAdministratorAsync(name);
                    await Host.AcceptAsync(new DisableUser(disabled.Id));
                    return disabled;
            }
        }
    }
}
