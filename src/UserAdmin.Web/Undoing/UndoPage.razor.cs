using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;
using UserAdmin.Bulk.Commands;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.ActivityLog;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Undoing;

/// <summary>
/// The preview of an undo: what changes back in which account, what stands in the way, and the button that starts it
/// for exactly the events that were shown. Its address has the selection.
/// </summary>
public sealed partial class UndoPage
{
    /// <summary>
    /// The preview of more accounts is not refreshed with every change, because that would take a second each time.
    /// </summary>
    private const int MostFollowed = 500;

    private readonly string _batchId = Guid.CreateVersion7().ToString();
    private readonly Guid _commandId = Guid.CreateVersion7();
    private FrozenSet<string> _followed = [];
    private IReadOnlyList<string> _errors = [];
    private UndoAddress? _asked;
    private string _reason = "";
    private bool _isBusy;
    private int _loads;

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<UndoPreview>? Carried { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    // Only so that the page is told when its address changes.
    [SupplyParameterFromQuery(Name = "show")]
    private string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageNumber { get; set; }

    [SupplyParameterFromQuery(Name = "batch")]
    private string? Batch { get; set; }

    [SupplyParameterFromQuery(Name = "events")]
    private string? Events { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private Answer<UndoPreview>? Shown { get; set; }

    private UndoPreview? Preview => Shown?.Value;

    private UndoAddress Address => UndoAddress.Parse(Navigation.Uri);

    private bool IsFixed => Preview is { Total: > MostFollowed };

    private bool CanStart =>
        RendererInfo.IsInteractive && !_isBusy && Preview is { WillChange: > 0 } && _reason.Trim().Length > 0;

    private string Status =>
        Preview is null ? T("Preparing the preview …")
        : Preview.WillChange == 0 ? T("No account would change, so there is nothing to do.")
        : _reason.Trim().Length == 0 ? T("Say why first.")
        : "";

    private bool HasOrigin => Address.Selection is { BatchId: not null } or { Search: not null };

    private string Origin =>
        Address.Selection switch
        {
            { BatchId: { } batch } => ActivityAddress.OfBatch(batch),
            { Search: { } search } => new ActivityAddress(search).Uri(),
            _ => "activity",
        };

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) =>
        _followed is { Count: > 0 } followed && (change.Subjects.Count == 0 || followed.Overlaps(change.Subjects));

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() =>
        _loads == 0 || _asked?.Uri() == Address.Uri() ? Task.CompletedTask : ReloadAsync();

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var (load, address) = (++_loads, Address);
        _asked = address;
        var answer = await Acting.AskAsync(
            new PreviewUndo(address.Selection)
            {
                Verdict = address.Show,
                PageNumber = address.PageNumber,
                PageSize = UndoAddress.PageSize,
            },
            Disposal
        );
        if (load == _loads)
        {
            Shown = Carried = answer;
            _followed = answer.Value is { Total: <= MostFollowed } preview
                ? preview.Page.Items.Select(account => account.UserId).ToFrozenSet()
                : [];
        }
    }

    private static bool IsNotPermitted(Error refusal) =>
        refusal.Code == MessagingErrors.NotPermitted("").Code || refusal.Code == MessagingErrors.NotSignedIn.Code;

    private string What(UndoPreview preview) =>
        Address.Selection switch
        {
            { BatchId: not null } => T(
                $"Everything that this batch did: {ActivityText.Events(preview.Events)}, in "
                    + $"{UndoText.Accounts(preview.Total)}."
            ),
            { Search: { } search } => T(
                $"Everything that matches “{search}”: {ActivityText.Events(preview.Events)}, in "
                    + $"{UndoText.Accounts(preview.Total)}."
            ),
            _ => T($"{ActivityText.Events(preview.Events)}, in {UndoText.Accounts(preview.Total)}."),
        };

    private static string Outcome(UndoPreview preview) =>
        preview.WillChange == 0
            ? ""
            : T(
                "What changes back is set by ordinary changes, in your name and with your permissions. What somebody "
                    + "changed later stays as it is. This can itself be undone."
            );

    private async Task OnStartAsync()
    {
        if (!CanStart)
        {
            return;
        }

        _isBusy = true;
        var isAnswered = await TryAsync(async () =>
        {
            // Exactly what the preview has shown, even if more has happened since.
            var events = await Acting.AskAsync(
                new ListUndoEvents(Address.Selection with { UpTo = Preview!.UpTo }),
                Disposal
            );
            if (events.Value is not { Items.Count: > 0 } accounts)
            {
                _errors =
                [
                    FromCore(events.Refusal?.Message)
                        ?? T("No account would change any more. Look at the preview again."),
                ];
                return;
            }

            var result = await Acting.SendAsync(
                new StartUndo(_batchId, accounts.Items) { Undoes = Address.Selection.BatchId },
                _reason.Trim(),
                _commandId,
                Disposal
            );
            if (result.IsAccepted)
            {
                // The browser's Back button does not lead to the preview of an undo that is already done.
                Navigation.NavigateTo($"bulk/{_batchId}", new NavigationOptions { ReplaceHistoryEntry = true });
                return;
            }

            _errors = [.. result.Errors.Select(error => error.Message)];
        });
        if (!isAnswered)
        {
            _errors = [T("The program did not answer, so this may or may not have started. You can safely try again.")];
        }

        _isBusy = false;
    }
}
