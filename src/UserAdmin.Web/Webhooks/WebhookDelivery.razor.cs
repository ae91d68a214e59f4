using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Web.Webhooks;

/// <summary>Shows one delivery, and loads its request and answer again after each try.</summary>
public sealed partial class WebhookDelivery(ILogger<WebhookDelivery> logger) : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private Answer<WebhookDeliveryDetails?>? _details;
    private (int Attempts, WebhookDeliveryStatus Status)? _loaded;
    private bool _hasFailed;

    /// <summary>The webhook.</summary>
    [Parameter, EditorRequired]
    public WebhookRow Webhook { get; set; } = default!;

    /// <summary>The delivery as the list has it.</summary>
    [Parameter, EditorRequired]
    public WebhookDeliveryRow Row { get; set; } = default!;

    /// <summary>Whether the person may send it again.</summary>
    [Parameter]
    public bool MayChange { get; set; }

    /// <summary>Raised after it was ordered to be sent again.</summary>
    [Parameter]
    public EventCallback OnSent { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() =>
        _loaded == (Row.Attempts, Row.Status) ? Task.CompletedTask : LoadAsync();

    private async Task LoadAsync()
    {
        _loaded = (Row.Attempts, Row.Status);
        try
        {
            _details = await Acting.AskAsync(new GetWebhookDelivery(Row.Id), _disposal.Token);
            _hasFailed = false;
        }
        catch (Exception fault) when (!_disposal.IsCancellationRequested)
        {
            logger.LogError(fault, "A delivery could not be loaded.");
            (_hasFailed, _loaded) = (true, null);
        }
    }

    private static string Headers(WebhookDeliveryDetails details) =>
        string.Join(
            '\n',
            details.RequestHeaders.Select(header => $"{header.Key}: {header.Value}").Prepend($"POST {details.Url}")
        );

    private async Task OnSkipAsync()
    {
        var what = Row.EventType.Length == 0 ? T("this event") : T($"“{WebhookText.Type(Row.EventType)}”");
        if (
            await ReasonDialog.AskAsync(
                Dialogs,
                T("Skip this event?"),
                T(
                    $"The receiver misses {what} (position {WebhookText.Count(Row.Position)}): it is not tried again "
                        + $"unless somebody sends it again, and what happened to the same user, role or application "
                        + $"afterwards is sent without it. Who skipped it stands in the history of the application."
                ),
                T("Skip this event"),
                isDangerous: true,
                (reason, commandId, cancellationToken) =>
                    Acting.SendAsync(
                        new SkipWebhookDelivery(Webhook.ApplicationId, Webhook.Id, Row.Id),
                        reason,
                        commandId,
                        cancellationToken
                    )
            )
        )
        {
            Snackbar.Add(T("The event is skipped"), Severity.Success);
            await OnSent.InvokeAsync();
        }
    }

    private async Task OnAgainAsync()
    {
        if (
            await ReasonDialog.AskAsync(
                Dialogs,
                T("Send this delivery again?"),
                T(
                    "The receiver gets the same event under the same webhook-id. One that has it already should take "
                        + "it as a repetition."
                ),
                T("Send again"),
                isDangerous: false,
                (reason, commandId, cancellationToken) =>
                    Acting.SendAsync(
                        new SendDeliveryAgain(Webhook.ApplicationId, Webhook.Id, Row.Id),
                        reason,
                        commandId,
                        cancellationToken
                    )
            )
        )
        {
            Snackbar.Add(T("The delivery is sent again"), Severity.Success);
            await OnSent.InvokeAsync();
        }
    }
}
