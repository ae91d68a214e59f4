using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Bulk;

namespace UserAdmin.Web.Users;

/// <summary>The rows of the list. Plain markup: it is drawn again for every open page with every change.</summary>
public sealed partial class UsersTable : IAsyncDisposable
{
    private static readonly Column[] Columns =
    [
        new("Name", "name", UserSort.DisplayName),
        new("User name", "user-name", UserSort.UserName),
        new("Email", "email", UserSort.Email),
        new("State", "state", null),
        new("Roles", "roles", null),
        new("Last sign-in", "signed-in", null),
        new("Changed", "changed", UserSort.ChangedAt),
    ];

    // One for each row, kept: a new one with every refresh would be sent to the browser again.
    private readonly Dictionary<string, Func<ChangeEventArgs, Task>> _picks = [];
    private ElementReference _table;
    private IJSObjectReference? _module;

    /// <summary>The rows; null while they load for the first time.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<UserRow>? Rows { get; set; }

    /// <summary>What is shown.</summary>
    [Parameter, EditorRequired]
    public UsersAddress Address { get; set; } = default!;

    /// <summary>Which rows changed a moment ago.</summary>
    [Parameter, EditorRequired]
    public RowGlow Glow { get; set; } = default!;

    /// <summary>A column to sort by was chosen.</summary>
    [Parameter]
    public EventCallback<UserSort> OnSort { get; set; }

    /// <summary>Which users are ticked; null when there is nothing to tick them for.</summary>
    [Parameter]
    public UserSelection? Selection { get; set; }

    /// <summary>Others are ticked now.</summary>
    [Parameter]
    public EventCallback OnSelected { get; set; }

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private IJSRuntime Browser { get; set; } = default!;

    private bool IsPageSelected => Rows is { Count: > 0 } rows && rows.All(row => Selection!.Contains(row.Id));

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        foreach (var gone in _picks.Keys.Where(id => Rows?.All(row => row.Id != id) is not false).ToList())
        {
            _picks.Remove(gone);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./Users/UsersTable.razor.js");
            await _module.InvokeVoidAsync("walkRows", _table);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception fault) when (fault is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and the module with it.
        }
    }

    private Func<ChangeEventArgs, Task> PickOf(string userId)
    {
        if (!_picks.TryGetValue(userId, out var pick))
        {
            _picks[userId] = pick = change => PickAsync([userId], change);
        }

        return pick;
    }

    private Task OnPickPageAsync(ChangeEventArgs change) => PickAsync((Rows ?? []).Select(row => row.Id), change);

    private Task PickAsync(IEnumerable<string> userIds, ChangeEventArgs change)
    {
        Selection?.Set(userIds, change.Value is true);
        return OnSelected.InvokeAsync();
    }

    private string? SortOf(Column column) =>
        column.Sort is null || column.Sort != Address.Sort ? null : Address.Descending ? "descending" : "ascending";

    private sealed record Column(string Title, string Class, UserSort? Sort);
}
