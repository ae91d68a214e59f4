using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using MudBlazor;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Bulk.Queries;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Bulk;

/// <summary>One bulk action: its progress, the outcome for each user, and its actions.</summary>
public sealed partial class BulkView
{
    private readonly Guid _commandId = Guid.CreateVersion7();
    private IReadOnlyList<string> _errors = [];
    private (BulkOutcome?, int) _asked;
    private bool _isBusy;
    private int _loads;

    /// <summary>Key of the bulk action.</summary>
    [Parameter, EditorRequired]
    public string BatchId { get; set; } = "";

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<BulkRow>? Carried { get; set; }

    /// <summary>The users on that page, also handed over from the prerendered page.</summary>
    [PersistentState]
    public Page<BulkItem>? CarriedItems { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    private string? Show { get; set; }

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

    private Answer<BulkRow>? Row { get; set; }

    private Page<BulkItem>? Items { get; set; }

    private int Number => PageNumbers.Of(PageNumber);

    private BulkOutcome? Outcome =>
        Enum.TryParse<BulkOutcome>(Show, ignoreCase: true, out var outcome) && Enum.IsDefined(outcome) ? outcome : null;

    /// <inheritdoc/>
    protected override void OnInitialized() => (Row, Items) = (Carried, CarriedItems);

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(BatchId);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() =>
        _loads == 0 || _asked == (Outcome, Number) ? Task.CompletedTask : ReloadAsync();

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        _asked = (Outcome, Number);
        var row = await Acting.AskAsync(new GetBulkAction(BatchId), Disposal);
        var items = await Acting.AskAsync(new ListBulkItems(BatchId, Outcome, Number, BulkAddress.PageSize), Disposal);
        if (load != _loads)
        {
            return;
        }

        if (Row?.Value is { IsOver: false } && row.Value is { IsOver: true } over)
        {
            Announcer.Announce(
                T(
                    over.Changed,
                    $"{BulkText.Status(over.Status)}: 1 user changed",
                    $"{BulkText.Status(over.Status)}: {BulkText.Count(over.Changed)} users changed"
                )
            );
        }

        (Row, Items) = (row, items.Value);
        (Carried, CarriedItems) = (row, items.Value);
    }

    private bool MayCancel(BulkRow row) =>
        SignedIn is { } user && (user.UserId == row.ActorId || user.May(BulkActions.PermissionOf(row.Action)));

    private async Task OnCancelAsync()
    {
        var isSure = await QuestionDialog.AskAsync(
            Dialogs,
            T("Cancel this bulk action?"),
            T("It stops after the current user. What was done so far stays, and can be undone from here."),
            T("Cancel the bulk action"),
            T("Keep running"),
            isDangerous: true
        );
        if (!isSure)
        {
            return;
        }

        _isBusy = true;
        var isSent = await TryAsync(async () =>
        {
            var result = await Acting.SendAsync(
                new CancelBulkAction(BatchId),
                commandId: _commandId,
                cancellationToken: Disposal
            );
            _errors = [.. result.Errors.Select(error => error.Message)];
        });
        if (!isSent)
        {
            _errors =
            [
                T("The program did not answer, so this may or may not have been cancelled. You can safely try again."),
            ];
        }

        _isBusy = false;
        await ReloadAsync();
    }

    private static string Undo(BulkRow row, BulkAction reverse) =>
        new BulkAddress(reverse, new BulkUsers("", Of: row.BatchId)) { RoleId = row.RoleId }.Uri();

    private string AddressOf(BulkOutcome? outcome, int page)
    {
        Dictionary<string, string?> query = [];
        if (outcome is { } shown)
        {
            query["show"] = shown.ToString().ToLowerInvariant();
        }

        if (page > 1)
        {
            query["page"] = page.ToString(CultureInfo.InvariantCulture);
        }

        return QueryHelpers.AddQueryString($"bulk/{BatchId}", query);
    }

    private static string ChipOf(BulkOutcome outcome) =>
        outcome switch
        {
            BulkOutcome.Changed => "good",
            BulkOutcome.Refused => "warn",
            _ => "",
        };

    private static string Word(BulkRow row, BulkOutcome outcome) =>
        outcome switch
        {
            BulkOutcome.Unchanged => BulkText.Already(row.Action),
            BulkOutcome.Refused => T("Refused"),
            _ => T("Changed"),
        };

    private RenderFragment Tab(BulkRow row, BulkOutcome? outcome, string words, int count) =>
        builder =>
        {
            builder.OpenElement(0, "a");
            builder.AddAttribute(1, "href", AddressOf(outcome, 1));
            builder.AddAttribute(2, "aria-current", Outcome == outcome ? "page" : null);
            builder.AddContent(3, $"{words} ");
            builder.OpenElement(4, "span");
            builder.AddAttribute(5, "class", "ua-count");
            builder.AddContent(6, BulkText.Count(count));
            builder.CloseElement();
            builder.CloseElement();
        };
}
