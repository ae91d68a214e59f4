using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Web.Account;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Web.Webhooks;

/// <summary>The deliveries of a webhook, the newest first.</summary>
public sealed partial class WebhookDeliveries
{
    /// <summary>The number of rows on a page.</summary>
    internal const int PageSize = 25;

    private int _loads;
    private int _page = 1;
    private string _status = "";
    private string? _open;

    /// <summary>The webhook.</summary>
    [Parameter, EditorRequired]
    public WebhookRow Webhook { get; set; } = default!;

    /// <summary>Whether the person may send a delivery again.</summary>
    [Parameter]
    public bool MayChange { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    private Answer<Page<WebhookDeliveryRow>>? Shown { get; set; }

    private WebhookDeliveryStatus? Chosen =>
        Enum.TryParse<WebhookDeliveryStatus>(_status, out var status) ? status : null;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(Webhook.ApplicationId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await Acting.AskAsync(
            new ListWebhookDeliveries(Webhook.Id)
            {
                Status = Chosen,
                PageNumber = _page,
                PageSize = PageSize,
            },
            Disposal
        );
        // A later load has started; only its answer counts, in whichever order they arrive.
        if (load == _loads)
        {
            Shown = answer;
            // There may be fewer pages by now; then the last one was answered.
            var pages = Math.Max(1, ((answer.Value?.Total ?? 0) + PageSize - 1) / PageSize);
            _page = Math.Min(_page, pages);
        }
    }

    private void OnOpen(string id) => _open = _open == id ? null : id;

    private Task OnStatusAsync() => TurnAsync(1);

    private Task TurnAsync(int page)
    {
        _page = page;
        return ReloadAsync();
    }

    private string Range(int total)
    {
        var first = (_page - 1) * PageSize + 1;
        var last = Math.Min(total, first + PageSize - 1);
        return T($"{WebhookText.Count(first)}–{WebhookText.Count(last)} of {WebhookText.Count(total)}");
    }
}
