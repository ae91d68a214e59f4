using Microsoft.AspNetCore.Components;
using UserAdmin.Tables;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Bulk;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Exports;

/// <summary>
/// Exports the users of a list. The file is a separate download; this menu shows its progress, even while the dialog is
/// closed.
/// </summary>
public sealed partial class ExportMenu(ExportRuns runs, Announcer announcer, TimeProvider time) : IDisposable
{
    // Limited to what a person can read, because a page of a thousand rows takes only a few milliseconds.
    private static readonly TimeSpan _minInterval = TimeSpan.FromMilliseconds(250);

    private static readonly (TableFormat Format, string Title, string Hint)[] _formats =
    [
        (TableFormat.Csv, "CSV", Marked("for spreadsheets and other programs")),
        (TableFormat.Xlsx, "Excel (.xlsx)", Marked("up to 1,048,575 users")),
        (TableFormat.JsonLines, "JSON Lines", Marked("for programs")),
    ];

    private IDisposable? _watching;
    private ExportProgress? _progress;
    private long _shownAt;
    private TableFormat _format;
    private string _exportId = "";
    private bool _allColumns;
    private bool _isAsked;
    private bool _isOpen;

    /// <summary>The search that selects the users.</summary>
    [Parameter]
    public string Search { get; set; } = "";

    /// <summary>The sort of the list; null for the best match first.</summary>
    [Parameter]
    public UserSort? Sort { get; set; }

    /// <summary>The moment of the list; null for now.</summary>
    [Parameter]
    public DateTimeOffset? At { get; set; }

    /// <summary>Descending.</summary>
    [Parameter]
    public bool Descending { get; set; }

    /// <summary>Keys of the columns the list shows, in its order.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>The number of users in the list; null while unknown.</summary>
    [Parameter]
    public int? Total { get; set; }

    [Inject]
    private UserFieldSet Fields { get; set; } = default!;

    [Inject]
    private BrowserZone Zone { get; set; } = default!;

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    private IEnumerable<string> ChosenColumns => _allColumns ? Fields.Columns.Select(column => column.Key) : Columns;

    private string Whom =>
        (Total, Search.Trim().Length > 0) switch
        {
            ({ } total, true) => T(
                total,
                "The 1 user that the search finds",
                $"The {BulkText.Count(total)} users that the search finds"
            ),
            ({ } total, false) => T(total, "All 1 user", $"All {BulkText.Count(total)} users"),
            (null, true) => T("The users that the search finds"),
            (null, false) => T("All users"),
        };

    private string Label =>
        _progress is { State: ExportState.Running, Total: > 0 } progress
            ? T($"Exporting {100L * progress.Rows / progress.Total} %")
            : T("Export", "verb");

    /// <inheritdoc/>
    public void Dispose() => _watching?.Dispose();

    private void OnOpen()
    {
        _isOpen = true;
        if (_exportId.Length == 0 || _progress is { State: not ExportState.Running })
        {
            OnAnother();
        }
    }

    private void OnClose() => _isOpen = false;

    // The browser itself posts the form.
    private void OnAsked() => _isAsked = true;

    private void OnAnother()
    {
        (_progress, _isAsked, _exportId) = (null, false, Guid.CreateVersion7().ToString());
        // Followed before the download is requested, because a short file may be sent before the page is notified of
        // the click.
        _watching?.Dispose();
        _watching = runs.Watch(_exportId, OwnLanguage.Keep<ExportProgress>(progress => _ = ShowAsync(progress)));
    }

    private void OnCancel()
    {
        if (_progress is null)
        {
            OnAnother();
        }
        else
        {
            runs.Cancel(_exportId, SignedIn?.UserId ?? "");
        }
    }

    private async Task ShowAsync(ExportProgress progress)
    {
        if (progress.State == ExportState.Running && time.GetElapsedTime(Interlocked.Read(ref _shownAt)) < _minInterval)
        {
            return;
        }

        Interlocked.Exchange(ref _shownAt, time.GetTimestamp());
        try
        {
            await InvokeAsync(() =>
            {
                // If two exports overlap, the last one is shown.
                if (_progress is null or { State: ExportState.Running })
                {
                    _progress = progress;
                    if (progress.State != ExportState.Running)
                    {
                        announcer.Announce(ExportText.Facts(progress).First());
                    }

                    StateHasChanged();
                }
            });
        }
        catch (ObjectDisposedException)
        {
            // The page was closed; the download continues.
        }
    }
}
