using Microsoft.AspNetCore.Components;
using UserAdmin.Account;
using UserAdmin.Projections;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Layout;

/// <summary>Frame of every page behind the sign-in. Leaves at once when the session has ended elsewhere.</summary>
public sealed partial class MainLayout(
    ActingUser acting, ISessions sessions, IChangeFeed changes, NavigationManager navigation, ILogger<MainLayout> logger) : IDisposable
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
        }

        await CheckAsync();
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
