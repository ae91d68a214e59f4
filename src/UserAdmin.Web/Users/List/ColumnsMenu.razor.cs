using System.Globalization;
using Microsoft.AspNetCore.Components;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Views;

namespace UserAdmin.Web.Users.List;

/// <summary>The menu for the list's columns, their order, the density, the page size and the sort.</summary>
public sealed partial class ColumnsMenu
{
    private readonly Dictionary<string, ElementReference> _up = [];
    private readonly Dictionary<string, ElementReference> _down = [];
    private bool _isOpened;
    private ElementReference? _toFocus;

    [Inject]
    private UserFieldSet Fields { get; set; } = default!;

    /// <summary>The layout of the list.</summary>
    [Parameter, EditorRequired]
    public UsersLayout Layout { get; set; } = UsersLayout.Default;

    /// <summary>The address of the list, which gives search and sort.</summary>
    [Parameter, EditorRequired]
    public UsersAddress Address { get; set; } = default!;

    /// <summary>Raised when another layout was chosen.</summary>
    [Parameter]
    public EventCallback<UsersLayout> OnLayout { get; set; }

    /// <summary>Raised when another sort was chosen; the list then starts at its first page.</summary>
    [Parameter]
    public EventCallback<UsersAddress> OnAddress { get; set; }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_toFocus is { } button)
        {
            _toFocus = null;
            await button.FocusAsync(preventScroll: false);
        }
    }

    private async Task OnMoveAsync(UserColumn column, int place)
    {
        // The line moves in the page, and the browser drops the focus of a moved element. At either end only the other
        // button still works.
        var goesUp = place < Layout.Columns.ToList().FindIndex(shown => shown.Column == column);
        await OnLayout.InvokeAsync(Layout.Moved(column.Key, place));
        _toFocus = (goesUp ? place > 0 : place >= Layout.Columns.Count - 1) ? _up[column.Key] : _down[column.Key];
    }

    private Task OnDensityAsync(ChangeEventArgs change) =>
        Enum.TryParse<ListDensity>(change.Value as string, out var density)
            ? OnLayout.InvokeAsync(Layout with { Density = density })
            : Task.CompletedTask;

    private Task OnPageSizeAsync(ChangeEventArgs change) =>
        int.TryParse(change.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? OnLayout.InvokeAsync(Layout with { PageSize = size })
            : Task.CompletedTask;

    private Task OnSortAsync(ChangeEventArgs change, bool descending) =>
        OnAddress.InvokeAsync(
            Fields.FindSort(change.Value as string) is { } sort
                ? Address.FromTheStart() with
                {
                    Sort = sort,
                    Descending = descending,
                }
                : Address.FromTheStart() with
                {
                    Sort = null,
                    Descending = false,
                }
        );

    private Task OnTurnAsync(ChangeEventArgs change) =>
        OnAddress.InvokeAsync(Address.FromTheStart() with { Descending = change.Value is true });
}
