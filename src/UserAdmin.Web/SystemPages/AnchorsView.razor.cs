using Microsoft.AspNetCore.Components;
using UserAdmin.Anchors;
using UserAdmin.Anchors.Queries;
using UserAdmin.Roles;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.SystemPages;

/// <summary>
/// Shows the last signed head of the log and where signed heads go, looks again every few seconds while the page is
/// open, and signs at a person's request.
/// </summary>
public sealed partial class AnchorsView(
    ActingUser acting,
    Announcer announcer,
    TimeProvider time,
    ILogger<AnchorsView> logger
) : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _disposal = new();
    private AnchorStatus? _status;
    private bool _isSigning;
    private string? _error;

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    private bool MayManage => SignedIn?.May(Permissions.SystemManage) is true;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await LoadAsync();
        if (RendererInfo.IsInteractive)
        {
            _ = FollowAsync();
        }
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(_interval, time);
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
            _status = (await acting.AskAsync(new GetAnchors(), _disposal.Token)).Value ?? _status;
        }
        catch (Exception fault) when (!_disposal.IsCancellationRequested)
        {
            // What was shown stays; the rest of the page says that the database does not answer.
            logger.LogDebug(fault, "The anchors could not be read.");
        }
    }

    private async Task OnSignAsync()
    {
        (_error, _isSigning) = (null, true);
        try
        {
            var result = await acting.SendAsync(new SignLogHead(), cancellationToken: _disposal.Token);
            _error = result.IsAccepted ? null : FromCore(result.Errors[0].Message);
            if (result.IsAccepted)
            {
                announcer.Announce(T("The head of the log is signed."));
                await LoadAsync();
            }
        }
        catch (Exception fault) when (!_disposal.IsCancellationRequested)
        {
            logger.LogError(fault, "Signing the head of the log failed.");
            _error = T("The program did not answer, so the head may or may not be signed. You can safely try again.");
        }
        finally
        {
            _isSigning = false;
        }
    }

    private static string Where(AnchorDelivery delivery) =>
        delivery.Name switch
        {
            "folder" => T($"The folder {delivery.Target}"),
            "mail" => T($"The mailbox {delivery.Target}"),
            _ => T($"The address {delivery.Target}"),
        };

    private static string Every(TimeSpan? interval) =>
        interval switch
        {
            null => T("regularly"),
            { TotalHours: 1 } => T("every hour"),
            { } time => T($"every {Long(time)}"),
        };

    private static string Often(TimeSpan interval) => interval.TotalHours is 1 ? T("an hour") : Long(interval);

    private static string Long(TimeSpan time) =>
        time.Ticks % TimeSpan.TicksPerDay == 0
            ? T((long)time.TotalDays, "1 day", $"{Number((long)time.TotalDays)} days")
        : time.Ticks % TimeSpan.TicksPerHour == 0
            ? T((long)time.TotalHours, "1 hour", $"{Number((long)time.TotalHours)} hours")
        : T(Minutes(time), "1 minute", $"{Number(Minutes(time))} minutes");

    private static long Minutes(TimeSpan time) => (long)Math.Round(time.TotalMinutes);

    private static string Number(long number) => number.ToString("N0", WrittenIn);

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }
}
