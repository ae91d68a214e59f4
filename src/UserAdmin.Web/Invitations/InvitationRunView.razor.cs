using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Web.Account;
using UserAdmin.Web.Bulk;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Invitations;

/// <summary>The people of a list while they are being invited, and what became of each.</summary>
public sealed partial class InvitationRunView
{
    private IReadOnlyList<string> _errors = [];
    private bool _isBusy;
    private int _loads;
    private int _asked;

    /// <summary>Key of the import that carries the invitations.</summary>
    [Parameter, EditorRequired]
    public string ImportId { get; set; } = "";

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<ImportRow>? Carried { get; set; }

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
    private IMailDelivery Delivery { get; set; } = default!;

    private Answer<ImportRow>? Import { get; set; }

    private Page<ImportItem>? Items { get; set; }

    private int Number => PageNumbers.Of(PageNumber);

    private bool IsDisabled => _isBusy || !RendererInfo.IsInteractive;

    /// <inheritdoc/>
    protected override void OnInitialized() => Import = Carried;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(ImportId);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() =>
        _loads == 0 || _asked == Number ? Task.CompletedTask : ReloadAsync();

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        _asked = Number;
        var import = await Acting.AskAsync(new GetImport(ImportId), Disposal);
        var items = import.Value is { IsList: true, IsDeleted: false }
            ? (
                await Acting.AskAsync(
                    new ListImportRows(ImportId, PageNumber: Number, PageSize: BulkAddress.PageSize),
                    Disposal
                )
            ).Value
            : null;
        if (load != _loads)
        {
            return;
        }

        if (Import?.Value is { IsOver: false } && import.Value is { IsOver: true } now)
        {
            Announcer.Announce(InvitationText.Title(now));
        }

        Import = Carried = import;
        Items = items;
    }

    private static string NameOf(ImportItem item) => item.Name.Length > 0 ? item.Name : item.Cells[0] ?? T("(no name)");

    private async Task OnCancelAsync()
    {
        if (
            await QuestionDialog.AskAsync(
                Dialogs,
                T("Stop inviting?"),
                T("It stops after the people in progress. Whoever was invited so far stays invited."),
                T("Stop inviting"),
                T("Go on"),
                isDangerous: true
            )
        )
        {
            await SendAsync(new CancelImport(ImportId));
        }
    }

    private async Task SendAsync(ICommand command)
    {
        (_isBusy, _errors) = (true, []);
        var isSent = await TryAsync(async () =>
            _errors = [
                .. (await Acting.SendAsync(command, cancellationToken: Disposal)).Errors.Select(error => error.Message),
            ]
        );
        if (!isSent)
        {
            _errors = [T("The program did not answer, so this may or may not have been done. The page shows it soon.")];
        }

        _isBusy = false;
        await ReloadAsync();
    }
}
