using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Audit;
using UserAdmin.Messaging;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.SystemPages;

/// <summary>Shows the live state of the event log and of the read model, and rebuilds the read model.</summary>
public sealed partial class SystemPage(
    ActingUser acting,
    IProjectionMonitor monitor,
    IDialogService dialogs,
    Announcer announcer,
    TimeProvider time,
    ILogger<SystemPage> logger
) : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private IDisposable? _subscription;
    private bool _isAsking;
    private bool _hasFailed;
    private string? _error;
    private IReadOnlyList<HistoryRow> _marks = [];
    private StockReport? _report;

    /// <summary>
    /// The state of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public SystemStatus? CarriedStatus { get; set; }

    /// <summary>
    /// The reason why the person may not see the page, or null; also handed over from the prerendered page.
    /// </summary>
    [PersistentState]
    public Error? CarriedRefusal { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    private SystemStatus? Status { get; set; }

    private Error? Refusal { get; set; }

    // The permission may be removed while the page is open; then the live figures are removed too.
    private bool IsPermitted => Refusal is null && SignedIn?.May(Permissions.SystemRead) is not false;

    private bool MayManage => SignedIn?.May(Permissions.SystemManage) is true;

    private (string Words, string Tone) Summary => SystemText.Summary(Status, time.GetUtcNow());

    private string Explanation =>
        Status switch
        {
            null => "",
            { Paused: not null } => T(
                "Changes are still accepted and kept, but pages show them only once the read model resumes."
            ),
            { IsBuilding: true, Lag: > 0 } => T(
                "This version builds a read model of its own from the event log. Until it has caught up, pages "
                    + "show what is in it so far."
            ),
            { Lag: > 0 } => T("Changes are accepted and kept; pages show the last ones in a moment."),
            _ => T("Every accepted change is in the read model that the pages show."),
        };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        (Status, Refusal) = (CarriedStatus, CarriedRefusal);
        // Subscribe before the first load, so that no change in between is missed.
        if (RendererInfo.IsInteractive)
        {
            _subscription = monitor.Subscribe(OwnLanguage.Keep(() => _ = InvokeAsync(OnStatusChangedAsync)));
        }

        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        try
        {
            var answer = await acting.AskAsync(new GetSystemStatus(), _disposal.Token);
            (Status, Refusal, _hasFailed) = (answer.Value ?? Status, answer.Refusal, false);
            (CarriedStatus, CarriedRefusal) = (Status, Refusal);
            _report = (await acting.AskAsync(new GetStockReport(), _disposal.Token)).Value;
            _marks = (await acting.AskAsync(new ListLogMarks(), _disposal.Token)).Value ?? [];
        }
        catch (ObjectDisposedException)
        {
            // The program is shutting down.
        }
        catch (Exception fault) when (RendererInfo.IsInteractive && !_disposal.IsCancellationRequested)
        {
            logger.LogError(fault, "The state of the system could not be read.");
            _hasFailed = true;
        }
    }

    private async Task OnStatusChangedAsync()
    {
        if (!IsPermitted || _disposal.IsCancellationRequested)
        {
            return;
        }

        var before = Status;
        (Status, _hasFailed) = (monitor.Current, false);
        if (before is not null && Happened(before, Status) is { } words)
        {
            announcer.Announce(words);
        }

        StateHasChanged();
        if (before?.Mismatch != Status.Mismatch || before?.SetAside != Status.SetAside)
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    private static string? Happened(SystemStatus before, SystemStatus now) =>
        (before, now) switch
        {
            ({ Paused: null }, { Paused: not null }) => T("The read model is paused."),
            ({ Paused: not null }, { Paused: null }) => T("The read model has resumed."),
            ({ Mismatch: null }, { Mismatch: not null }) => T("The log is not the one that was read before."),
            ({ Rebuild: null }, { Rebuild: not null }) => T("Rebuilding the read model."),
            ({ Rebuild: not null }, { Rebuild: null, RebuildError: null }) => T("The read model was rebuilt."),
            ({ Rebuild: not null }, { Rebuild: null }) => T("The rebuild of the read model failed."),
            _ => null,
        };

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _disposal.Cancel();
        _disposal.Dispose();
    }
}
