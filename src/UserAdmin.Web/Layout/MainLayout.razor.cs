using Microsoft.AspNetCore.Components;
using UserAdmin.Account;
using UserAdmin.Projections;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Live;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Layout;

/// <summary>
/// The frame of every page that requires a sign-in. It leaves the page at once if the session was ended elsewhere.
/// </summary>
public sealed partial class MainLayout(
    ActingUser acting,
    ISessions sessions,
    OwnSignOuts signOuts,
    BrowserZone zone,
    IChangeFeed changes,
    NavigationManager navigation,
    UnsavedText unsaved,
    TimeProvider time,
    ILogger<MainLayout> logger
) : IDisposable
{
    /// <summary>The time between two checks of the session while they fail.</summary>
    internal static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _disposal = new();
    private IDisposable? _subscription;
    private bool _hasEnded;
    private int _refused;
    private int _checks;

    /// <summary>
    /// The person who was signed in on the prerendered page, so that the navigation does not flicker. Blazor sets it
    /// again later, so read it only once.
    /// </summary>
    [PersistentState]
    public SignedInUser? Carried { get; set; }

    /// <summary>
    /// The browser's time zone, which only the prerendered page can read. Blazor sets it again later, so read it only
    /// once.
    /// </summary>
    [PersistentState]
    public string? CarriedZone { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    private SignedInUser? SignedIn { get; set; }

    private NavigationManager Navigation => navigation;

    private IReadOnlyList<Place> Places =>
        SignedIn is { } person ? [.. Place.All.Where(place => place.IsFor(person.May))] : [];

    private IReadOnlyList<Place> InPhoneMenu => Place.InPhoneMenu(Places);

    private string? ViewId => UsersAddress.Parse(navigation.Uri).ViewId;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        SignedIn = Carried;
        // Set before the page inside sends a query.
        CarriedZone ??= Http?.Request.Cookies[BrowserZone.Cookie];
        zone.Set(CarriedZone);
        if (RendererInfo.IsInteractive && await acting.UserIdAsync() is { } userId)
        {
            _subscription = changes.Subscribe(
                OwnLanguage.Keep<ReadModelChange>(change =>
                {
                    if (change.ChangesRoles || change.Concerns(userId))
                    {
                        _ = CheckInTurnAsync();
                    }
                })
            );
            acting.SessionEnded += OnSessionEnded;
            if (await acting.SessionEndsAtAsync() is { } endsAt)
            {
                _ = CheckAtAsync(endsAt);
            }
        }

        await (RendererInfo.IsInteractive ? CheckInTurnAsync() : CheckAsync());
    }

    // The end was noticed by a refusal, not by an event, because another application ended the session. Typed text
    // belongs to the person, so the page stays, and the form says why it is not saved.
    private void OnSessionEnded(bool wasPressed)
    {
        if (wasPressed)
        {
            // Shown beside the pressed button (wwwroot/session.js).
            _ = InvokeAsync(() =>
            {
                _refused++;
                StateHasChanged();
            });
        }
        else if (!unsaved.IsThere)
        {
            _ = CheckInTurnAsync();
        }
    }

    // A session that expires changes nothing in the log, so there is no signal.
    private async Task CheckAtAsync(DateTimeOffset endsAt)
    {
        try
        {
            while (endsAt - time.GetUtcNow() is var left && left > TimeSpan.Zero)
            {
                // A timer cannot be longer than 49 days.
                await Task.Delay(left < TimeSpan.FromDays(1) ? left : TimeSpan.FromDays(1), time, _disposal.Token);
            }

            await CheckInTurnAsync();
        }
        catch (OperationCanceledException)
        {
            // The circuit was disposed.
        }
    }

    private async Task CheckInTurnAsync()
    {
        var check = Interlocked.Increment(ref _checks);
        try
        {
            while (!await TryCheckAsync())
            {
                await Task.Delay(RetryInterval, time, _disposal.Token);
                if (check != _checks)
                {
                    // A later check has started and does its own retries.
                    return;
                }
            }
        }
        catch (Exception) when (_disposal.IsCancellationRequested)
        {
            // The circuit was disposed.
        }
    }

    private async Task<bool> TryCheckAsync()
    {
        try
        {
            await InvokeAsync(CheckAsync);
            return true;
        }
        catch (Exception fault) when (!_disposal.IsCancellationRequested)
        {
            logger.LogError(fault, "Could not look up the session of an open page.");
            return false;
        }
    }

    private async Task CheckAsync()
    {
        if (_hasEnded)
        {
            return;
        }

        var session = await acting.SessionIdAsync() is { } id ? await sessions.FindAsync(id, _disposal.Token) : null;
        if (session is { Step: SessionStep.None })
        {
            SignedIn = Carried = SignedInUser.From(session);
            StateHasChanged();
            return;
        }

        // The page is removed first, so that it does not stay readable and does not ask whether to leave.
        SignedIn = null;
        _hasEnded = true;
        StateHasChanged();
        if (session is null && Host.IsHosts)
        {
            // The application has signed somebody else in, or nobody, and says what comes.
            navigation.NavigateTo(navigation.Uri, forceLoad: true);
            return;
        }

        if (session is null && await acting.SessionIdAsync() is { } ended && signOuts.Contains(ended))
        {
            navigation.NavigateTo("account/sign-in", forceLoad: true);
            return;
        }

        var here = "/" + navigation.ToBaseRelativePath(navigation.Uri);
        navigation.NavigateTo(
            session is null
                ? $"account/sign-in?returnUrl={Uri.EscapeDataString(here)}&reason={await ReasonAsync()}"
                    + $"&asker={await acting.UserIdAsync()}"
                : LocalAddress.FromBase(SessionSteps.AddressOf(session, here)),
            forceLoad: true
        );
    }

    private async Task<string> ReasonAsync() =>
        await acting.SessionEndsAtAsync() <= time.GetUtcNow() ? SignOutReason.Expired : SignOutReason.Ended;

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        acting.SessionEnded -= OnSessionEnded;
        _disposal.Cancel();
        _disposal.Dispose();
    }
}
