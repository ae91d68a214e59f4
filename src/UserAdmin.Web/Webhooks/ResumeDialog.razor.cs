using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;

namespace UserAdmin.Web.Webhooks;

/// <summary>Resumes a webhook, with or without what was missed.</summary>
public sealed partial class ResumeDialog
{
    private bool _skips;

    /// <summary>The webhook.</summary>
    [Parameter, EditorRequired]
    public WebhookRow Row { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    /// <summary>Opens the dialog.</summary>
    /// <param name="dialogs">The circuit's dialogs.</param>
    /// <param name="row">The webhook.</param>
    /// <returns>Whether the webhook was resumed.</returns>
    public static async Task<bool> AskAsync(IDialogService dialogs, WebhookRow row)
    {
        var dialog = await dialogs.ShowAsync<ResumeDialog>(
            T("Resume this webhook?"),
            new DialogParameters<ResumeDialog> { { shown => shown.Row, row } }
        );
        return await dialog.Result is { Canceled: false };
    }

    private Task<CommandResult> SendAsync(string? reason, Guid commandId, CancellationToken cancellationToken) =>
        Acting.SendAsync(new ResumeWebhook(Row.ApplicationId, Row.Id, _skips), reason, commandId, cancellationToken);
}
