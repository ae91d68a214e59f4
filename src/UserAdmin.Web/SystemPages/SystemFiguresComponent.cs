using System.Globalization;
using Microsoft.AspNetCore.Components;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Projections;
using UserAdmin.Storage;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.SystemPages;

/// <summary>
/// A component about load and storage. It asks again every few seconds, because sizes and backups are no events, and is
/// rendered when the state of the log changes.
/// </summary>
public abstract class SystemFiguresComponent : ComponentBase, IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _disposal = new();
    private IDisposable? _subscription;

    /// <summary>
    /// The figures of the prerendered page, so that nothing flashes. Blazor sets them again later, so read them only
    /// once.
    /// </summary>
    [PersistentState]
    public SystemFigures? CarriedFigures { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private IProjectionMonitor Monitor { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<SystemFiguresComponent> Logger { get; set; } = default!;

    /// <summary>The figures; null while they are not known.</summary>
    protected SystemFigures? Figures { get; private set; }

    /// <summary>The state of the log and the read model.</summary>
    protected SystemStatus Status => Monitor.Current;

    /// <summary>The current time.</summary>
    protected DateTimeOffset Now => Time.GetUtcNow();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Figures = CarriedFigures;
        if (RendererInfo.IsInteractive)
        {
            _subscription = Monitor.Subscribe(OwnLanguage.Keep(() => _ = InvokeAsync(StateHasChanged)));
        }

        await LoadAsync();
        if (RendererInfo.IsInteractive)
        {
            _ = FollowAsync();
        }
    }

    /// <summary>Returns how much has happened since a backup, as a sentence; null if nothing.</summary>
    /// <param name="backup">The backup.</param>
    protected string? Since(LastBackup backup) =>
        Status.LogPosition - backup.Position is > 0 and var count
            ? T(
                count,
                "One event is not in the last backup.",
                $"{count.ToString("N0", WrittenIn)} events are not in the last backup."
            )
            : null;

    /// <summary>Returns how long those who were purged can still be read in backups, as sentences.</summary>
    /// <param name="backup">The last backup.</param>
    protected string? Kept(LastBackup backup) =>
        backup.Oldest is not { } oldest ? null
        : backup.KeepDays is { } days
            ? T(
                $"The oldest backup is of {Day(oldest)} and is kept until {Day(oldest.AddDays(days))}. Whoever is "
                    + $"purged is in no backup {days} days later."
            )
        : T(
            $"The oldest backup is of {Day(oldest)}. Whoever was purged since can be read in it until somebody "
                + $"deletes it."
        );

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString(T("yyyy-MM-dd", "date"), WrittenIn);

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(_interval, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_disposal.Token))
            {
                await InvokeAsync(LoadAsync);
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            Figures = CarriedFigures =
                (await Acting.AskAsync(new GetSystemFigures(), _disposal.Token)).Value ?? Figures;
        }
        catch (Exception fault) when (!_disposal.IsCancellationRequested)
        {
            // What was shown stays; the rest of the page says that the database does not answer.
            Logger.LogDebug(fault, "The load and the storage could not be looked up.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _disposal.Cancel();
        _disposal.Dispose();
        GC.SuppressFinalize(this);
    }
}
