using Microsoft.AspNetCore.Components;
using UserAdmin.Account;
using UserAdmin.Projections;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Layout;

/// <summary>Frame of every page behind the sign-in. Leaves at once when the session has ended elsewhere.</summary>
public sealed partial class MainLayout(
    ActingUser acting, ISessions sessions, IChangeFeed changes, NavigationManager navigation, TimeProvider time, ILogger<MainLayout> logger) : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private IDisposable? _subscription;
    private bool _hasEnded;

    /// <summary>Who is signed in; cascaded to the pages. Carried over from the prerendered page so that the navigation stands still.</summary>
    [PersistentState]
    public SignedInUser? SignedIn { get; set; }

    private NavigationManager Navigation => navigation;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive && await acting.UserIdAsync() is { } userId)
        {
            _subscription = changes.Subscribe(change =>
            {
                if (change.Concerns(userId))
                {
                    _ = CheckInTurnAsync();
                }
            });
            if (await acting.SessionEndsAtAsync() is { } endsAt)
            {
                _ = CheckAtAsync(endsAt);
            }
        }

        await CheckAsync();
    }

    // A session that runs out changes nothing in the log, and so sends no signal.
    private async Task CheckAtAsync(DateTimeOffset endsAt)
    {
        try
        {
            while (endsAt - time.GetUtcNow() is var left && left > TimeSpan.Zero)
            {
                // A timer takes no more than 49 days.
                await Task.Delay(left < TimeSpan.FromDays(1) ? left : TimeSpan.FromDays(1), time, _disposal.Token);
            }

            await CheckInTurnAsync();
        }
        catch (OperationCanceledException)
        {
            // The circuit is gone.
        }
    }

    private async Task CheckInTurnAsync()
    {
        try
        {
            await InvokeAsync(CheckAsync);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or ObjectDisposedException))
        {
            logger.LogError(fault, "Could not look up the session of an open page.");
        }
        catch (Exception)
        {
            // The circuit is gone.
        }
    }

    private async Task CheckAsync()
    {
        var session = await acting.SessionIdAsync() is { } id ? await sessions.FindAsync(id, _disposal.Token) : null;
        if (session is not null)
        {
            SignedIn = SignedInUser.From(session);
            StateHasChanged();
            return;
        }

        // The page goes first: it must not stay readable, nor ask whether to leave.
        SignedIn = null;
        _hasEnded = true;
        StateHasChanged();
        navigation.NavigateTo($"account/sign-in?returnUrl={Uri.EscapeDataString("/" + navigation.ToBaseRelativePath(navigation.Uri))}", forceLoad: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _disposal.Cancel();
        _disposal.Dispose();
    }
}
