using System.Globalization;
using Microsoft.AspNetCore.Components;
using UserAdmin.Applications.Requests;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Applications;

/// <summary>
/// Shows the last requests of an application, and looks again every few seconds while the page is open.
/// </summary>
public sealed partial class RequestsView(ActingUser acting, TimeProvider time, ILogger<RequestsView> logger)
    : IDisposable
{
    private const int Step = 25;
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _disposal = new();
    private Page<ApplicationRequest>? _page;
    private bool _onlyRefused;
    private int _take = Step;

    /// <summary>The application.</summary>
    [Parameter, EditorRequired]
    public string ApplicationId { get; set; } = "";

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
            var query = new ListApplicationRequests(ApplicationId) { OnlyRefused = _onlyRefused, PageSize = _take };
            _page = (await acting.AskAsync(query, _disposal.Token)).Value ?? _page;
        }
        catch (Exception fault) when (!_disposal.IsCancellationRequested)
        {
            // What was shown stays; the rest of the page says that the database does not answer.
            logger.LogDebug(fault, "The requests of an application could not be listed.");
        }
    }

    private Task OnlyRefusedAsync(ChangeEventArgs args)
    {
        _onlyRefused = args.Value is true;
        _take = Step;
        return LoadAsync();
    }

    private Task MoreAsync()
    {
        _take = Math.Min(RequestLog.Kept, _take + Step);
        return LoadAsync();
    }

    private static string Status(ApplicationRequest row) => row.Status.ToString(CultureInfo.InvariantCulture);

    private static string Chip(ApplicationRequest row) =>
        row.Status switch
        {
            < 400 => "ua-chip good",
            < 500 => "ua-chip warn",
            _ => "ua-chip bad",
        };

    private static string Took(ApplicationRequest row) =>
        (row.Microseconds / 1000.0).ToString(row.Microseconds < 10_000 ? "N1" : "N0", WrittenIn);

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }
}
