using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Applications;
using UserAdmin.Applications.Queries;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Web.Account;
using UserAdmin.Web.Applications;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Live;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Web.Webhooks;

/// <summary>One webhook: its fields, how far it has got, and its deliveries.</summary>
public sealed partial class WebhookView
{
    private int _loads;
    private bool _isDeleted;
    private bool _isTrying;
    private ApplicationRow? _application;

    // The trials that there were before the button was pressed; null if no result is awaited.
    private HashSet<string>? _awaited;
    private WebhookDeliveryRow? _tried;

    /// <summary>Key of the application.</summary>
    [Parameter, EditorRequired]
    public string ApplicationId { get; set; } = "";

    /// <summary>Key of the webhook.</summary>
    [Parameter, EditorRequired]
    public string WebhookId { get; set; } = "";

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private Announcer Announcer { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private Answer<WebhookRow?>? Shown { get; set; }

    private bool IsMissing =>
        Shown is { Value: null, IsStale: false } || Shown?.Value is { } row && row.ApplicationId != ApplicationId;

    private bool MayStop => SignedIn?.May(Permissions.ApplicationsManage) is true;

    private bool MayChange => MayStop && _application?.PermissionNames.All(SignedIn!.May) is true;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(ApplicationId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var before = Shown?.Value;
        var answer = await Acting.AskAsync(new GetWebhook(WebhookId), Disposal);
        // The permissions of the application decide who may change its webhooks.
        var application =
            answer.Value is null || (_application is not null && changed.Count == 0)
                ? _application
                : (await Acting.AskAsync(new GetApplication(ApplicationId), Disposal)).Value;
        // A later load has started; only its answer counts, in whichever order they arrive.
        if (load != _loads || (answer.Refusal == MessagingErrors.NotSignedIn && before is not null))
        {
            return;
        }

        _application = application;
        if (answer.IsStale && before is not null)
        {
            // This answer does not include the person's own change, which the form already shows.
            Shown = answer with
            {
                Value = before,
                Position = Shown!.Position,
            };
            return;
        }

        _isDeleted = _isDeleted || (before is not null && answer is { Value: null, Refusal: null });
        Tell(before, answer.Value);
        Shown = answer;
        await FindTriedAsync();
    }

    private void Tell(WebhookRow? before, WebhookRow? now)
    {
        if (before is null)
        {
            return;
        }

        if (now is null)
        {
            Announcer.Announce(T("The webhook was deleted"));
        }
        else if (now.PausedBecause is { } pause && before.PausedBecause is null)
        {
            Announcer.Announce(T("The webhook is paused.") + " " + WebhookText.Pause(pause));
        }
        else if (now.Progress.FailingSince is not null && before.Progress.FailingSince is null)
        {
            Announcer.Announce(T("The receiver fails"));
        }
    }

    private async Task FindTriedAsync()
    {
        if (_awaited is not { } before || await TrialsAsync() is not { } trials)
        {
            return;
        }

        _tried = trials.FirstOrDefault(row => !before.Contains(row.Id) && row.Attempts > 0);
        if (_tried is { } tried)
        {
            _awaited = null;
            Announcer.Announce(WebhookText.Result(tried));
        }
    }

    private async Task<IReadOnlyList<WebhookDeliveryRow>?> TrialsAsync() =>
        (await Acting.AskAsync(new ListWebhookDeliveries(WebhookId) { OnlyTrials = true }, Disposal)).Value?.Items;

    private async Task OnTryAsync()
    {
        _isTrying = true;
        try
        {
            CommandResult? result = null;
            var isAnswered = await TryAsync(async () =>
            {
                var before = await TrialsAsync() ?? [];
                result = await Acting.SendAsync(new TryWebhook(ApplicationId, WebhookId), cancellationToken: Disposal);
                if (result.IsAccepted)
                {
                    (_tried, _awaited) = (null, [.. before.Select(row => row.Id)]);
                }
            });
            if (result is { IsAccepted: false })
            {
                Snackbar.Add(FromCore(result.Errors[0].Message), Severity.Error);
            }
            else if (!isAnswered)
            {
                Snackbar.Add(
                    T("The program did not answer, so the test may or may not have been sent."),
                    Severity.Error
                );
            }
        }
        finally
        {
            _isTrying = false;
        }

        await ReloadAsync();
    }

    private Task<bool> OnPauseAsync() =>
        AskAsync(
            T("Pause this webhook?"),
            T("Nothing is sent until it is resumed. What happens meanwhile is kept for it."),
            T("Pause webhook"),
            isDangerous: false,
            new PauseWebhook(ApplicationId, WebhookId),
            T("Webhook paused")
        );

    private async Task OnResumeAsync()
    {
        if (await ResumeDialog.AskAsync(Dialogs, Shown!.Value!))
        {
            Snackbar.Add(T("Webhook resumed"), Severity.Success);
            await ReloadAsync();
        }
    }

    private async Task OnRotateAsync()
    {
        await RotateSecretDialog.ShowAsync(Dialogs, Shown!.Value!);
        await ReloadAsync();
    }

    private async Task OnDeleteAsync()
    {
        if (
            await AskAsync(
                T("Delete this webhook?"),
                T("Its deliveries are deleted too, and what waits is not sent. This cannot be undone."),
                T("Delete webhook"),
                isDangerous: true,
                new DeleteWebhook(ApplicationId, WebhookId),
                T("Webhook deleted")
            )
        )
        {
            Navigation.NavigateTo(ApplicationText.Href(ApplicationId));
        }
    }

    private async Task<bool> AskAsync(
        string title,
        string text,
        string action,
        bool isDangerous,
        ICommand command,
        string done
    )
    {
        if (
            !await ReasonDialog.AskAsync(
                Dialogs,
                title,
                text,
                action,
                isDangerous,
                (reason, commandId, cancellationToken) =>
                    Acting.SendAsync(command, reason, commandId, cancellationToken)
            )
        )
        {
            return false;
        }

        Snackbar.Add(done, Severity.Success);
        await ReloadAsync();
        return true;
    }
}
