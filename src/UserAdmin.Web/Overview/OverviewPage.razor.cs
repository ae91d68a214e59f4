using Microsoft.AspNetCore.Components;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Bulk.Queries;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Layout;
using UserAdmin.Web.Live;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Web.Overview;

/// <summary>
/// What an administrator looks at in the morning. Each part is shown to those who may see what it counts; every figure
/// is a link to the list or the activity that it counts.
/// </summary>
public sealed partial class OverviewPage
{
    private const int Few = 4;

    // Days end, invitations expire and locks are over without an event.
    private static readonly TimeSpan _interval = TimeSpan.FromMinutes(1);

    private static readonly IReadOnlyList<DaySeries> _signIns =
    [
        new(ActivityMeasure.SignIns, "accent"),
        new(ActivityMeasure.Failures, "danger"),
    ];

    private static readonly IReadOnlyList<DaySeries> _changes =
    [
        new(ActivityMeasure.Created, "accent"),
        new(ActivityMeasure.Invited, "blue"),
        new(ActivityMeasure.Disabled, "quiet"),
        new(ActivityMeasure.Locked, "warn"),
    ];

    private int _loads;
    private DateTimeOffset _listenedAt;

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public OverviewContent? Carried { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private BrowserZone Zone { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private OverviewContent? Shown { get; set; }

    private bool MaySeeAnything => SignedIn is null || Place.OfOverview.Any(SignedIn.May);

    /// <inheritdoc/>
    protected override bool ListsUsers => true;

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = FollowTimeAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var content = new OverviewContent();
        if (May(Permissions.UsersRead))
        {
            content = await WithAccountsAsync(content);
            content = content with { Bulks = (await AskAsync(new ListBulkActions(1, Few))).Value?.Items };
        }

        if (May(Permissions.UsersImport))
        {
            content = content with { Imports = (await AskAsync(new ListImports(1, Few))).Value?.Items };
        }

        if (May(Permissions.ApplicationsRead))
        {
            content = content with
            {
                Webhooks = (await AskAsync(new ListAllWebhooks())).Value?.Where(row => row.NeedsAttention).ToList(),
            };
        }

        if (May(Permissions.ActivityRead))
        {
            content = await WithActivityAsync(content);
        }

        if (load == _loads)
        {
            Shown = Carried = content;
        }
    }

    private bool May(string permission) => SignedIn?.May(permission) is true;

    private async Task<OverviewContent> WithAccountsAsync(OverviewContent content)
    {
        var counts = await AskAsync(new CountUsers([.. AccountFigure.All.Select(figure => figure.In(Zone.Id))]));
        return content with
        {
            Accounts = counts.Value is { } found
                ? AccountFigure
                    .All.Zip(found.Counts)
                    .Where(pair => pair.Second is not null)
                    .ToDictionary(pair => pair.First.Key, pair => pair.Second!.Value)
                : null,
            Position = counts.Position,
            IsStale = counts.IsStale,
        };
    }

    private async Task<OverviewContent> WithActivityAsync(OverviewContent content)
    {
        var days = await AskAsync(new CountActivityByDay(Zone.Id));
        var now = Clock.GetUtcNow();
        var loudest = Shown?.Loudest;
        // The attempts are counted one by one, which is not worth doing for events that are none.
        if (
            loudest is null
            || now - _listenedAt >= _interval
            || Shown?.Days?.Total(ActivityMeasure.Failures) != days.Value?.Total(ActivityMeasure.Failures)
        )
        {
            loudest = (await AskAsync(new FindLoudestAddresses(Zone.Id))).Value;
            _listenedAt = now;
        }

        return content with
        {
            Days = days.Value,
            Loudest = loudest,
            Position = Math.Max(content.Position, days.Position),
            IsStale = content.IsStale || days.IsStale,
        };
    }

    private Task<Answer<TResult>> AskAsync<TResult>(IQuery<TResult> query)
        where TResult : class => Acting.AskAsync(query, Disposal);

    private async Task FollowTimeAsync()
    {
        using var timer = new PeriodicTimer(_interval, Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(Disposal))
            {
                await InvokeAsync(async () =>
                {
                    await ReloadAsync();
                    StateHasChanged();
                });
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
    }
}
