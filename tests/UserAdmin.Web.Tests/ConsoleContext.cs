using System.Security.Claims;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using UserAdmin.Account;
using UserAdmin.Account.Queries;
using UserAdmin.Anchors.Queries;
using UserAdmin.Audit.Queries;
using UserAdmin.Imports;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Nodes;
using UserAdmin.Nodes.Queries;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Storage;
using UserAdmin.Undoing.Commands;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index;
using UserAdmin.Views;
using UserAdmin.Views.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Account.External;
using UserAdmin.Web.Bulk;
using UserAdmin.Web.Embedding;
using UserAdmin.Web.Exports;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Hardening;
using UserAdmin.Web.Live;
using UserAdmin.Web.Users.Actions;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Tests;

/// <summary>
/// A browser tab of the console as Grace sees it, with everything behind the pages replaced by fakes.
/// </summary>
public abstract class ConsoleContext : BunitContext
{
    // A loaded machine may be slow; a wait ends as soon as its condition holds.
    static ConsoleContext() => DefaultWaitTimeout = TimeSpan.FromSeconds(10);

    private readonly BunitAuthorizationContext _authorization;

    /// <summary>The write database: one of the program's own.</summary>
    private protected FakeDatabase Database { get; } = new();

    /// <summary>The list of a moment.</summary>
    private protected FakePastListLoading PastList { get; } = new();

    protected ConsoleContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<ICommandBus>(Bus);
        Services.AddSingleton<IQueryBus>(Bus);
        Services.AddSingleton<IChangeFeed>(Feed);
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton<ISessions>(Sessions);
        Services.AddSingleton<IProjectionMonitor>(Monitor);
        Services.AddSingleton<IUserListLoading>(UserList);
        Services.AddSingleton<IPastListLoading>(PastList);
        Services.AddSingleton(new DatabaseWaits(new NoFaults(), Clock));
        Services.AddSingleton<IAttachedDatabase>(Database);
        Services.AddSingleton(_ => new UserFieldSet(Database.Attributes));
        Services.AddSingleton<INewKeys, NewIds>();
        Services.AddSingleton(new HostSignIn(global::Microsoft.AspNetCore.Builder.UserAdminSignIn.Console, Clock));
        Services.AddSingleton<AntiforgeryStateProvider, NoAntiforgery>();
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Services.AddSingleton(new ExternalProviders(Providers));
        Services.AddSingleton<IPasswordRules, FixedRules>();
        Services.AddSingleton<IBreachList, NoBreachList>();
        Services.AddSingleton<OwnSignOuts>();
        Services.AddSingleton<ExportRuns>();
        Services.AddSingleton<INodeDeparture>(Nodes);
        Services.AddSingleton<Draining>();
        Services.AddScoped<ActingUser>();
        Services.AddScoped<Announcer>();
        Services.AddScoped<BrowserZone>();
        Services.AddScoped<UnsavedText>();
        Services.AddScoped<UserSelection>();
        Services.AddSingleton<UserRowMarkup>();
        Services.AddSingleton<IMailDelivery>(Delivery);
        Services.AddSingleton<IImportedHashes>(Hashes);
        Services.AddScoped<UserActing>();
        _authorization = AddAuthorization().SetAuthorized("Grace Hopper");
        Claim();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        // The frame of every page sends these queries.
        Bus.Answer<ListViews, Page<ViewRow>>(_ => Rows.Page<ViewRow>());
        Bus.Answer<ListNodes, IReadOnlyList<Node>>(_ => []);
        Bus.Answer<GetAnchors, AnchorStatus>(_ =>
            new(Last: null, TimeSpan.FromHours(1), Deliveries: [], IsDelivering: true, PublicKey: null)
        );
        Bus.Answer<CountUserActivityByDay, ActivityDays>(_ => Rows.Days());
        Bus.Answer<GetSignInAbility, SignInAbility>(_ => Rows.Ability());
        Bus.Answer<GetSignInAttempts, IReadOnlyList<SignInAttempt>>(_ => []);
        Bus.Answer<GetSystemFigures, SystemFigures>(_ => new(0, 0, new(null, null, null, null), "1.0.0+abc"));
        Bus.Answer<GetStockReport, StockReport>(_ => StockReport.None);
        Bus.Answer<GetUserDifferences, IReadOnlyList<StockDifference>>(_ => []);
        Bus.Answer<GetRoleDifferences, IReadOnlyList<StockDifference>>(_ => []);
        May([.. Permissions.All.Select(permission => permission.Name)]);
    }

    internal List<ExternalProvider> Providers { get; } = [];

    internal FakeDelivery Delivery { get; } = new();

    internal FakeImportedHashes Hashes { get; } = new();

    internal FakeBus Bus { get; } = new();

    internal FakeNodes Nodes { get; } = new();

    internal FakeChangeFeed Feed { get; } = new();

    internal FakeSessions Sessions { get; } = new();

    internal FakeMonitor Monitor { get; } = new();

    internal FakeUserListLoading UserList { get; } = new();

    internal TurnedClock Clock { get; } = new();

    internal BunitNavigationManager Navigation =>
        (BunitNavigationManager)Services.GetRequiredService<NavigationManager>();

    internal IEnumerable<string> Snackbars =>
        Services.GetRequiredService<ISnackbar>().ShownSnackbars.Select(snackbar => snackbar.Message ?? "");

    private SignedInUser Grace { get; set; } = default!;

    /// <summary>What Grace may do; everything, unless a test says otherwise.</summary>
    protected void May(params string[] permissions) => Grace = new SignedInUser("grace", "Grace Hopper", permissions);

    /// <summary>Adds claims to those that Grace's cookie always carries.</summary>
    protected void Claim(params Claim[] more) =>
        _authorization.SetClaims([
            new Claim(ClaimTypes.NameIdentifier, "grace"),
            new Claim(ActingUser.SessionClaim, "session"),
            .. more,
        ]);

    /// <summary>Renders a component under the layout's cascade.</summary>
    protected IRenderedComponent<TComponent> Show<TComponent>(
        Action<ComponentParameterCollectionBuilder<TComponent>>? parameters = null
    )
        where TComponent : IComponent =>
        Render<TComponent>(builder =>
        {
            builder.AddCascadingValue(Grace);
            parameters?.Invoke(builder);
        });

    /// <summary>Renders the place where dialogs appear; before the component that opens them.</summary>
    protected IRenderedComponent<MudDialogProvider> ShowDialogs() => Render<MudDialogProvider>();

    /// <summary>Checks that the last command undoes all that a command, accepted as usual, did to an account.</summary>
    protected void ShouldUndoFor(string userId)
    {
        var undo = Bus.Sent[^1].Command.ShouldBeOfType<UndoUserChanges>();
        (undo.UserId, undo.Positions.Single(), undo.IsWholeCommand, undo.IsAllOrNothing).ShouldBe(
            (userId, 100, true, true)
        );
    }

    private sealed class FixedRules : IPasswordRules
    {
        public ValueTask<string> DescribeAsync(CancellationToken cancellationToken) => new("At least 12 characters.");
    }

    private sealed class NoBreachList : IBreachList
    {
        public BreachListStatus Status { get; } = new(null, null);
    }
}
