using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Users.Fields;
using UserAdmin.Views;
using UserAdmin.Views.Commands;
using UserAdmin.Views.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Users.Actions;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Views;

/// <summary>
/// The list's menu of saved views: opens a view, saves the state of the list, and changes, pins or deletes the current
/// view.
/// </summary>
public sealed partial class ViewsMenu
{
    private volatile string? _viewId;
    private ViewRow? _view;
    private IReadOnlyList<ViewRow>? _views;
    private bool _isOpened;
    private int _loads;

    /// <summary>
    /// The state of the list; its <see cref="UsersAddress.ViewId"/> names the view it was opened from.
    /// </summary>
    [Parameter, EditorRequired]
    public UsersAddress Address { get; set; } = default!;

    /// <summary>
    /// Keys of the columns that the list shows, in order, to be saved with a view; null for those that the address
    /// names.
    /// </summary>
    [Parameter]
    public IReadOnlyList<string>? Columns { get; set; }

    [Inject]
    private UserFieldSet Fields { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private UserActing Doing { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private bool IsChanged => _view?.DiffersFrom(Address, Fields) is true;

    private IReadOnlyList<string> ShownColumns => Columns ?? Address.Columns?.Split(',') ?? [];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Address.ViewId != _viewId)
        {
            _viewId = Address.ViewId;
            await ReloadAsync();
        }
    }

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => _viewId is { } id && change.Concerns(id);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var id = _viewId = Address.ViewId;
        var view = id is null ? null : (await Acting.AskAsync(new GetView(id), Disposal)).Value;
        var views = _isOpened ? (await Acting.AskAsync(new ListViews(), Disposal)).Value?.Items ?? [] : null;
        // A later load has started; only its answer counts, in whichever order they arrive.
        if (load == _loads)
        {
            (_view, _views) = (view, views);
        }
    }

    private static IEnumerable<(string Title, IReadOnlyList<ViewRow> Views)> Groups(IReadOnlyList<ViewRow> views) =>
        new (string, IReadOnlyList<ViewRow>)[]
        {
            ("My views", [.. views.Where(view => view.IsOwn)]),
            ("Shared with me", [.. views.Where(view => !view.IsOwn)]),
        }.Where(group => group.Item2.Count > 0);

    private async Task OnOpenAsync()
    {
        _isOpened = true;
        await ReloadAsync();
    }

    private async Task OnSaveAsync()
    {
        if (await OpenDialogAsync(null) is { } id)
        {
            Doing.Say("View saved");
            Navigation.NavigateTo(
                (
                    Address with
                    {
                        ViewId = id,
                        Columns = ShownColumns.Count > 0 ? string.Join(',', ShownColumns) : null,
                    }
                ).Uri()
            );
        }
    }

    private async Task OnEditAsync()
    {
        if (_view is { } view && await OpenDialogAsync(view) is not null)
        {
            Doing.Say("View changed");
            await ReloadAsync();
        }
    }

    private async Task<string?> OpenDialogAsync(ViewRow? view)
    {
        var result = await Doing.OpenAsync(
            view is null ? "Save as a view" : "Rename or share this view",
            new DialogParameters<ViewDialog>
            {
                { dialog => dialog.Address, Address },
                { dialog => dialog.Columns, ShownColumns },
                { dialog => dialog.View, view },
            }
        );
        return result?.Data as string;
    }

    private Task OnUpdateAsync()
    {
        var view = _view!;
        UpdateView As(UsersAddress shown, IReadOnlyList<string> columns, long version) =>
            new(view.Id, view.Name, shown.Search, shown.Sort, shown.Descending, columns, view.IsShared, version);
        return DoAsync(
            As(Address, Address.Columns is null ? [] : ShownColumns, view.Version),
            $"{view.Name} updated",
            position => As(view.Address(), view.ColumnKeys, position)
        );
    }

    private Task OnPinAsync()
    {
        var view = _view!;
        ICommand pin = new PinView(view.Id),
            unpin = new UnpinView(view.Id);
        return view.IsPinned
            ? DoAsync(unpin, $"{view.Name} unpinned", _ => pin)
            : DoAsync(pin, $"{view.Name} pinned", _ => unpin);
    }

    private Task OnDeleteAsync() =>
        DoAsync(new DeleteView(_view!.Id), $"{_view.Name} deleted", _ => new RestoreView(_view.Id));

    private async Task DoAsync(ICommand command, string done, Func<long, ICommand> reverse)
    {
        CommandResult? result = null;
        var isAnswered = await TryAsync(async () =>
            result = await Acting.SendAsync(command, cancellationToken: Disposal)
        );
        if (!isAnswered || result is { IsAccepted: false })
        {
            Snackbar.Add(
                result?.Errors[0].Message
                    ?? "The program did not answer, so this may or may not be done. The page shows what is true.",
                Severity.Error
            );
        }
        else if (result is not null)
        {
            Doing.Say(done, reverse(result.Position));
        }

        await ReloadAsync();
    }
}
