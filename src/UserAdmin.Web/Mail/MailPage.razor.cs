using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Mail;
using UserAdmin.Mail.Commands;
using UserAdmin.Mail.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Mail;

/// <summary>The outbox: a live list of mails that were sent, wait or failed, with their actions.</summary>
public sealed partial class MailPage
{
    private MailAddress? _askedAddress;
    private int _loads;
    private bool _isTesting;

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<MailList>? Carried { get; set; }

    /// <summary>Where mail is sent, also handed over from the prerendered page.</summary>
    [PersistentState]
    public MailRoute? CarriedRoute { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    private string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageNumber { get; set; }

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

    private Answer<MailList>? Shown { get; set; }

    private MailRoute? Route { get; set; }

    private MailAddress Address => MailAddress.Parse(Status, PageNumber);

    private bool MayManage => SignedIn?.May(Permissions.MailManage) is true;

    private (string Title, string Text) Nothing =>
        Address.Status switch
        {
            MailStatus.Waiting => (T("No mail is waiting"), T("All mail has been sent or given up.")),
            MailStatus.Failed => (
                T("No mail has failed"),
                T("Mail that could not be sent after several tries appears here, for someone to decide.")
            ),
            MailStatus.Sent => (
                T("No mail has been sent yet"),
                T("Invitations, links and notices appear here once they are sent.")
            ),
            MailStatus.Discarded => (
                T("No mail was given up"),
                T("Mail whose link no longer works, and mail that someone gave up, appears here.")
            ),
            _ => (
                T("There is no mail yet"),
                T("Invitations, password-reset links and notices to people appear here as soon as they are requested.")
            ),
        };

    /// <inheritdoc/>
    protected override void OnInitialized() => (Shown, Route) = (Carried, CarriedRoute);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => Address == _askedAddress ? Task.CompletedTask : ReloadAsync();

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var address = _askedAddress = Address;
        var answer = await Acting.AskAsync(address.ToQuery(), Disposal);
        var route = answer.Refusal is null ? (await Acting.AskAsync(new GetMailRoute(), Disposal)).Value : null;
        // A later load has started; only its answer counts, in whichever order they arrive.
        if (load != _loads)
        {
            return;
        }

        if (Shown?.Value?.Counts.Failed is { } before && answer.Value?.Counts.Failed > before)
        {
            Announcer.Announce(T("A mail has failed"));
        }

        (Shown, Route) = (Carried, CarriedRoute) = (answer, route);
    }

    private async Task OnTestAsync()
    {
        _isTesting = true;
        try
        {
            CommandResult? result = null;
            var isAnswered = await TryAsync(async () =>
                result = await Acting.SendAsync(new SendTestMail(), cancellationToken: Disposal)
            );
            var (words, severity) = result switch
            {
                { IsAccepted: true } => (T("A test mail to your own address is on its way"), Severity.Success),
                { } refused => (FromCore(refused.Errors[0].Message), Severity.Error),
                null when isAnswered => ("", Severity.Normal),
                null => (
                    T("The program did not answer, so the test mail may or may not have been requested."),
                    Severity.Error
                ),
            };
            if (words.Length > 0)
            {
                Snackbar.Add(words, severity);
            }
        }
        finally
        {
            _isTesting = false;
        }

        await ReloadAsync();
    }

    private async Task OnRetryAsync(MailRow mail)
    {
        var mayArriveTwice = mail.LastError?.StartsWith(MailRow.Uncertain, StringComparison.Ordinal) is true;
        var isDone = await ReasonDialog.AskAsync(
            Dialogs,
            mail.Status == MailStatus.Failed ? T("Send this mail again?") : T("Try to send this mail now?"),
            T($"The {FromCore(MailText.Of(mail.Kind))} for {mail.To} is tried again at once.")
                + (mayArriveTwice ? " " + T("It may have arrived the first time; the person then gets it twice.") : ""),
            mail.Status == MailStatus.Failed ? T("Send again") : T("Try now"),
            isDangerous: false,
            (reason, commandId, cancellationToken) =>
                Acting.SendAsync(new RetryMail(mail.OrderedAt), reason, commandId, cancellationToken)
        );
        await AfterAsync(isDone, T("The mail is tried again"));
    }

    private async Task OnGiveUpAsync(MailRow mail)
    {
        var isDone = await ReasonDialog.AskAsync(
            Dialogs,
            T("Give up on this mail?"),
            T(
                $"The {FromCore(MailText.Of(mail.Kind))} for {mail.To} is not sent. If the person still needs it, "
                    + $"request a new one on their page."
            ),
            T("Give up"),
            isDangerous: true,
            (reason, commandId, cancellationToken) =>
                Acting.SendAsync(new DiscardMail(mail.OrderedAt), reason, commandId, cancellationToken)
        );
        await AfterAsync(isDone, T("The mail was given up"));
    }

    private async Task AfterAsync(bool isDone, string what)
    {
        if (isDone)
        {
            Snackbar.Add(what, Severity.Success);
            await ReloadAsync();
        }
    }
}
