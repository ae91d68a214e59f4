using Microsoft.AspNetCore.Components;
using UserAdmin.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Bulk;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Exports;

/// <summary>
/// Exports what a list shows. The file comes as a download of its own; here one sees how far it is, also while the
/// dialog is closed.
/// </summary>
public sealed partial class ExportMenu(ExportRuns runs, Announcer announcer, TimeProvider time) : IDisposable
{
    // As fast as one can read, and no faster: a page of a thousand rows takes some milliseconds.
    private static readonly TimeSpan _minInterval = TimeSpan.FromMilliseconds(250);

    private static readonly (TableFormat Format, string Title, string Hint)[] _formats =
    [
        (TableFormat.Csv, "CSV", "for spreadsheets and other programs"),
        (TableFormat.Xlsx, "Excel (.xlsx)", "up to 1,048,575 users"),
        (TableFormat.JsonLines, "JSON Lines", "for programs"),
    ];

    private IDisposable? _watching;
    private ExportProgress? _progress;
    private long _shownAt;
    private TableFormat _format;
    private string _exportId = "";
    private bool _allColumns;
    private bool _isAsked;
    private bool _isOpen;

    /// <summary>Which users, in the language of the search box.</summary>
    [Parameter]
    public string Search { get; set; } = "";

    /// <summary>What the list is sorted by; null for the best match first.</summary>
    [Parameter]
    public UserSort? Sort { get; set; }

    /// <summary>Descending.</summary>
    [Parameter]
    public bool Descending { get; set; }

    /// <summary>Keys of the columns the list shows, in its order.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>How many users the list has; null while unknown.</summary>
    [Parameter]
    public int? Total { get; set; }

    [Inject]
    private BrowserZone Zone { get; set; } = default!;

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    private IEnumerable<string> ChosenColumns => _allColumns ? UserColumns.All.Select(column => column.Key) : Columns;

    private string Whom =>
        (Total, Search.Trim().Length > 0) switch
        {
            ({ } total, true) => $"The {BulkWords.Users(total)} that the search finds,",
            ({ } total, false) => $"All {BulkWords.Users(total)},",
            (null, true) => "The users that the search finds,",
            (null, false) => "All users,",
        };

    private string Label =>
        _progress is { State: ExportState.Running, Total: > 0 } progress
            ? $"Exporting {100L * progress.Rows / progress.Total} %"
            : "Export";

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

    // The browser itself sends the form.
    private void OnAsked() => _isAsked = true;

    private void OnAnother()
    {
        (_progress, _isAsked, _exportId) = (null, false, Guid.CreateVersion7().ToString());
        // Before it is asked for: a short file has left before the page hears of the click.
        _watching?.Dispose();
        _watching = runs.Watch(_exportId, progress => _ = ShowAsync(progress));
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
                // Of two that cross, the last stays.
                if (_progress is null or { State: ExportState.Running })
                {
                    _progress = progress;
                    if (progress.State != ExportState.Running)
                    {
                        announcer.Announce(ExportWords.Facts(progress).First());
                    }

                    StateHasChanged();
                }
            });
        }
        catch (ObjectDisposedException)
        {
            // The page is gone; the download goes on.
        }
    }
}
