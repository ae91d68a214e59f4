using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Tables;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Imports;

/// <summary>
/// One import, in any of its steps. The server stores the step and the address contains the rest, so a reload or a
/// restart loses nothing.
/// </summary>
public sealed partial class ImportView
{
    private static readonly (int Step, string Words)[] _steps =
    [
        (1, Marked("File")),
        (2, Marked("Columns")),
        (3, Marked("Preview")),
        (4, Marked("Run")),
        (5, Marked("Report")),
    ];

    private IReadOnlyList<string> _errors = [];
    private IReadOnlyList<Error> _errorsByField = [];
    private IReadOnlyList<Error> _errorsOfSource = [];
    private ImportAddress? _asked;
    private string? _reason;
    private bool _isBusy;
    private bool _changesHolders;
    private int _loads;
    private int _reading;
    private int _judgements;

    /// <summary>Key of the import.</summary>
    [Parameter, EditorRequired]
    public string ImportId { get; set; } = "";

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<ImportRow>? Carried { get; set; }

    /// <summary>What was typed to correct refused rows and not yet sent; it survives the end of the circuit.</summary>
    [PersistentState]
    public List<MendedCell>? Mended { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    private string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "code")]
    private string? Code { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageNumber { get; set; }

    [SupplyParameterFromQuery(Name = "step")]
    private string? Step { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private Announcer Announcer { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private ImportAddress Address => ImportAddress.Of(ImportId, Show, Code, PageNumbers.Of(PageNumber), Step);

    private Answer<ImportRow>? Import { get; set; }

    private IReadOnlyList<ImportColumn>? Columns { get; set; }

    private IReadOnlyList<RoleRow> Roles { get; set; } = [];

    private Page<ImportItem>? Items { get; set; }

    private IReadOnlyList<ImportReason> Reasons { get; set; } = [];

    private Page<ImportItem>? Holders { get; set; }

    private bool IsDisabled => _isBusy || !RendererInfo.IsInteractive;

    /// <inheritdoc/>
    protected override void OnInitialized() => Import = Carried;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(ImportId);

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() =>
        _loads == 0 || _asked == Address ? Task.CompletedTask : ReloadAsync();

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var (load, address) = (++_loads, Address);
        _asked = address;
        var import = await Acting.AskAsync(new GetImport(ImportId), Disposal);
        if (import.Value is { IsList: true })
        {
            // People who are invited from a list have a page of their own; links from a history lead here.
            Navigation.NavigateTo($"invitations/lists/{ImportId}", replace: true);
            return;
        }

        var (columns, roles, items, reasons) = (Columns, Roles, Items, Reasons);
        var holders =
            import.Value?.Status is ImportStatus.Previewed
                ? (
                    await Acting.AskAsync(
                        new ListImportRows(
                            ImportId,
                            ImportVerdict.Update,
                            PageSize: ImportAddress.PageSize,
                            HoldersOnly: true
                        ),
                        Disposal
                    )
                ).Value
                : null;
        if (import.Value?.Status is ImportStatus.Reading)
        {
            // A file that is read again may have other columns.
            (columns, items, reasons, _reading) = (null, null, [], _reading + 1);
        }

        if (import.Value is { } row && (row.Status is ImportStatus.Ready || address.Maps) && columns is null)
        {
            columns = (await Acting.AskAsync(new GetImportSample(ImportId, 3), Disposal)).Value;
            roles =
                SignedIn?.May(Permissions.RolesAssign) is true && SignedIn.May(Permissions.RolesRead)
                    ? (await Acting.AskAsync(new ListRoles(), Disposal)).Value?.Items ?? []
                    : [];
        }

        if (import.Value is { } judged && HasVerdicts(judged))
        {
            items = (
                await Acting.AskAsync(
                    new ListImportRows(
                        ImportId,
                        address.Show,
                        address.Code,
                        address.PageNumber,
                        ImportAddress.PageSize
                    ),
                    Disposal
                )
            ).Value;
            // While rows are applied, the reasons of the preview are shown; the actual ones are counted at the end.
            reasons =
                reasons.Count == 0 || judged.Status != ImportStatus.Running
                    ? (await Acting.AskAsync(new ListImportReasons(ImportId), Disposal)).Value ?? []
                    : reasons;
        }

        if (load != _loads)
        {
            return;
        }

        if (Import?.Value is { } before && import.Value is { } now && before.Status != now.Status)
        {
            Announcer.Announce(ImportText.Status(now));
        }

        Import = Carried = import;
        Holders = holders;
        (Columns, Roles, Items, Reasons) = (columns, roles, items, reasons);
    }

    private static bool HasVerdicts(ImportRow row) =>
        !row.IsDeleted
        && row.IsConfigured
        && row.Status is not (ImportStatus.Reading or ImportStatus.Ready or ImportStatus.Previewing);

    private async Task OnConfigureAsync(ImportOptions options)
    {
        // For other rows the person has to confirm again.
        _changesHolders = false;
        if (await SendAsync(new ConfigureImport(ImportId, options)) && Address.Maps)
        {
            Navigation.NavigateTo(new ImportAddress(ImportId).Uri());
        }
    }

    private void OnMended(MendedCell cell)
    {
        OnForgotten(cell);
        Mended!.Add(cell);
    }

    private void OnForgotten(MendedCell cell) =>
        Mended = [.. (Mended ?? []).Where(other => (other.Row, other.Column) != (cell.Row, cell.Column))];

    private async Task OnJudgeAsync()
    {
        // For other rows the person has to confirm again.
        _changesHolders = false;
        if (Mended is { Count: > 0 } mended && await SendAsync(new MendImportRows(ImportId, mended)))
        {
            (Mended, _judgements) = (null, _judgements + 1);
        }
    }

    private Task<bool> OnReadAnewAsync(TableChoice choice) => SendAsync(new ReadImportAnew(ImportId, choice));

    private async Task OnCancelAsync()
    {
        var text = Import?.Value?.Status is ImportStatus.Running or ImportStatus.Paused or ImportStatus.Failed
            ? T("It stops after the rows in progress. What was applied so far stays.")
            : T("Nothing has been changed yet. To import it later, upload the file again.");
        if (
            await QuestionDialog.AskAsync(
                Dialogs,
                T("Cancel this import?"),
                text,
                T("Cancel the import"),
                T("Keep the import"),
                isDangerous: true
            )
        )
        {
            await SendAsync(new CancelImport(ImportId));
        }
    }

    /// <summary>Returns how many refused rows can be downloaded now.</summary>
    private static int RefusedOf(ImportRow row) =>
        row.IsOver && !row.IsDeleted ? row.Done.Refused
        : row.Status is ImportStatus.Previewed ? row.Promised.Refused
        : 0;

    private async Task OnDeleteAsync()
    {
        if (
            await QuestionDialog.AskAsync(
                Dialogs,
                T("Delete the stored file?"),
                T(
                    "The file's rows are removed from the server's disk, and with them what was refused. What the "
                        + "import did stays."
                ),
                T("Delete stored file"),
                T("Keep it"),
                isDangerous: true
            )
        )
        {
            await SendAsync(new DeleteImportRows(ImportId));
        }
    }

    private async Task<bool> SendAsync(ICommand command, string? reason = null)
    {
        (_isBusy, _errors, _errorsByField, _errorsOfSource) = (true, [], [], []);
        var isAccepted = false;
        var isSent = await TryAsync(async () =>
        {
            var result = await Acting.SendAsync(
                command,
                string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(),
                cancellationToken: Disposal
            );
            isAccepted = result.IsAccepted;
            // Errors that concern an option are shown beside it.
            _errors =
            [
                .. result
                    .Errors.Where(error =>
                        command is not ReadImportAnew && (command is not ConfigureImport || error.Field is null)
                    )
                    .Select(error => FromCore(error.Message)),
            ];
            _errorsOfSource = command is ReadImportAnew ? result.Errors : [];
            _errorsByField =
                command is ConfigureImport ? [.. result.Errors.Where(error => error.Field is not null)] : [];
        });
        if (!isSent)
        {
            _errors =
            [
                T(
                    "The program did not answer, so this may or may not have been done. The page shows how it stands "
                        + "in a moment."
                ),
            ];
        }

        _isBusy = false;
        await ReloadAsync();
        return isAccepted;
    }
}
