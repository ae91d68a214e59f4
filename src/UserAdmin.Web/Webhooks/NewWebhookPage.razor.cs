using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Web.Live;
using UserAdmin.Webhooks;

namespace UserAdmin.Web.Webhooks;

/// <summary>Creates a webhook of an application, and shows its secret once.</summary>
public sealed partial class NewWebhookPage
{
    private readonly WebhookForm _form = new();
    private readonly string _id = Guid.CreateVersion7().ToString();
    private readonly string _secret = NewWebhookSecret.Make();
    private ElementReference _secretTitle;
    private bool _isCreated;
    private bool _isCopied;
    private bool _isFocused;

    /// <summary>Key of the application.</summary>
    [Parameter, EditorRequired]
    public string ApplicationId { get; set; } = "";

    [Inject]
    private Announcer Announcer { get; set; } = default!;

    /// <inheritdoc/>
    protected override string Unanswered =>
        T(
            "The program did not answer, so the webhook may or may not have been created. Everything you typed is "
                + "kept. “Create webhook” can be clicked again: it never creates two."
        );

    /// <inheritdoc/>
    protected override bool CanSubmit() => _form.Check();

    /// <inheritdoc/>
    protected override async Task SubmitAsync()
    {
        var command = _form.Creation(ApplicationId, _id, _secret);
        if ((await SendAsync(command, [_form.Intention])).IsAccepted)
        {
            _isCreated = true;
            Announcer.Announce(T("Webhook created. Its secret is shown once."));
        }
    }

    private void OnCopied() => _isCopied = true;

    /// <inheritdoc/>
    protected override void Refuse(IReadOnlyList<Error> errors) => _form.Refuse(errors);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isCreated && !_isFocused)
        {
            _isFocused = true;
            await _secretTitle.FocusAsync();
        }
    }
}
