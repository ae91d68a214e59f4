using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Web.Bulk;

namespace UserAdmin.Web.Users.List;

/// <summary>
/// The rows of the list. They are rendered again in every open page with every change, so they use shared strings and
/// one listener for all rows (decision 41).
/// </summary>
public sealed partial class UsersTable : IAsyncDisposable
{
    private ElementReference _frame;
    private IJSObjectReference? _module;
    private DotNetObjectReference<UsersTable>? _self;
    private UserRowStyle? _style;
    private (UsersLayout, string, bool, DateTimeOffset?) _styledFor;
    private object? _asRendered;
    private bool _isGone;
    private bool _isOther;

    /// <summary>The rows; null while they load for the first time.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<UserRow>? Rows { get; set; }

    /// <summary>Rows that no longer match the list, with the reason.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, string> Gone { get; set; } = new Dictionary<string, string>();

    /// <summary>The address of the list, which gives search and sort.</summary>
    [Parameter, EditorRequired]
    public UsersAddress Address { get; set; } = default!;

    /// <summary>The moment of the list; null for now.</summary>
    [Parameter]
    public DateTimeOffset? At { get; set; }

    /// <summary>The layout of the columns.</summary>
    [Parameter, EditorRequired]
    public UsersLayout Layout { get; set; } = UsersLayout.Default;

    /// <summary>The rows that changed a moment ago.</summary>
    [Parameter, EditorRequired]
    public RowGlow Glow { get; set; } = default!;

    /// <summary>Raised when a column to sort by was chosen.</summary>
    [Parameter]
    public EventCallback<UserSort> OnSort { get; set; }

    /// <summary>Raised when columns were moved or resized.</summary>
    [Parameter]
    public EventCallback<UsersLayout> OnLayout { get; set; }

    /// <summary>The ticked users; null if the person has no action for ticked users.</summary>
    [Parameter]
    public UserSelection? Selection { get; set; }

    /// <summary>Raised when the selection changes.</summary>
    [Parameter]
    public EventCallback OnSelected { get; set; }

    [Inject]
    private UserFieldSet Fields { get; set; } = default!;

    [Inject]
    private UserRowMarkup Markup { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    private bool IsPageSelected => Rows is { Count: > 0 } rows && rows.All(row => Selection!.Contains(row.Id));

    // The default columns share the available width; chosen columns may need more, and the table then scrolls sideways.
    private string? Style =>
        Layout.HasDefaultColumns ? null : string.Create(CultureInfo.InvariantCulture, $"min-width: {NeededWidth}px");

    private int NeededWidth =>
        Layout.Columns.Sum(shown => shown.Width ?? shown.Column.Field.Room) + (Selection is null ? 0 : 40);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var styledFor = (Layout, Address.Search, Selection is not null, At);
        if (_style is null || styledFor != _styledFor)
        {
            _styledFor = styledFor;
            _style = new UserRowStyle(
                [.. Layout.Columns.Select(shown => shown.Column)],
                UserSearch.Parse(Address.Search, Fields),
                Selection is not null,
                At
            );
        }

        var now = (
            Rows,
            Gone,
            Layout,
            _style,
            Address.SortInEffect,
            Address.Descending,
            Glow.Marks,
            Selection?.Changes
        );
        _isOther = !now.Equals(_asRendered);
        _asRendered = now;
    }

    /// <inheritdoc/>
    protected override bool ShouldRender() => _isOther;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./Users/List/UsersTable.razor.js");
            // The table was disposed while the module was loading.
            if (!_isGone)
            {
                _self = DotNetObjectReference.Create(this);
                await _module.InvokeVoidAsync("connect", _frame, _self);
            }
        }
    }

    /// <summary>Ticks or unticks rows. Called by the browser's one listener for all rows.</summary>
    /// <param name="userIds">The users.</param>
    /// <param name="isTicked">Whether they are ticked now.</param>
    [JSInvokable]
    public Task OnPickedAsync(string[] userIds, bool isTicked) => PickAsync(userIds, isTicked);

    /// <summary>Changes a column's width. Called by the browser.</summary>
    /// <param name="key">Key of the column.</param>
    /// <param name="width">The width in pixels; null for an equal share of the available width.</param>
    [JSInvokable]
    public Task OnResizedAsync(string key, int? width) => OnLayout.InvokeAsync(Layout.Resized(key, width));

    /// <summary>Moves a column. Called by the browser when its heading was dropped on another.</summary>
    /// <param name="key">Key of the column.</param>
    /// <param name="place">Its place among the columns shown, from 0.</param>
    [JSInvokable]
    public Task OnMovedAsync(string key, int place) => OnLayout.InvokeAsync(Layout.Moved(key, place));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has disconnected, so the module no longer exists.
        }

        _self?.Dispose();
    }

    private Task OnPickPageAsync(ChangeEventArgs change) =>
        PickAsync((Rows ?? []).Select(row => row.Id), change.Value is true);

    private Task PickAsync(IEnumerable<string> userIds, bool isTicked)
    {
        Selection?.Set(userIds, isTicked);
        return OnSelected.InvokeAsync();
    }

    private string? ClassOf(string userId) => Gone.ContainsKey(userId) ? "gone" : Glow.ClassOf(userId);

    private string? SortOf(UserColumn column) =>
        column.Sort != Address.SortInEffect ? null
        : Address.Descending ? "descending"
        : "ascending";

    private static string? WidthOf(ShownColumn shown)
    {
        var width = shown.Width ?? (IsNarrow(shown.Column) ? shown.Column.Field.Room : null);
        return width is { } pixels ? string.Create(CultureInfo.InvariantCulture, $"width: {pixels}px") : null;
    }

    private static bool IsNarrow(UserColumn column) => column.Field.Room < 140;
}
