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

namespace UserAdmin.Web.Views;

/// <summary>
/// A list's menu of saved views: opens a view, saves the state of the list, and changes, pins or deletes the current
/// view. Only views of the list of users can be pinned.
/// </summary>
public sealed partial class ViewsMenu
{
    private volatile string? _viewId;
    private ViewRow? _view;
    private IReadOnlyList<ViewRow>? _views;
    private bool _isOpened;
    private int _loads;

    /// <summary>
    /// The state of the list; its <see cref="IViewAddress.ViewId"/> names the view it was opened from.
    /// </summary>
    [Parameter, EditorRequired]
    public IViewAddress Address { get; set; } = default!;

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

    private bool IsOfUsers => Address.List == ViewList.Users;

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
        view = view?.List == Address.List ? view : null;
        var views = _isOpened
            ? (await Acting.AskAsync(new ListViews(List: Address.List), Disposal)).Value?.Items ?? []
            : null;
        // A later load has started; only its answer counts, in whichever order they arrive.
        if (load == _loads)
        {
            (_view, _views) = (view, views);
        }
    }

    private static IEnumerable<(string Title, IReadOnlyList<ViewRow> Views)> Groups(IReadOnlyList<ViewRow> views) =>
        new (string, IReadOnlyList<ViewRow>)[]
        {
            (T("My views"), [.. views.Where(view => view.IsOwn)]),
            (T("Shared with me"), [.. views.Where(view => !view.IsOwn)]),
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
            Doing.Say(T("View saved"));
            Navigation.NavigateTo(
                Address.UriInView(id, ShownColumns.Count > 0 ? string.Join(',', ShownColumns) : null)
            );
        }
    }

    private async Task OnEditAsync()
    {
        if (_view is { } view && await OpenDialogAsync(view) is not null)
        {
            Doing.Say(T("View changed"));
            await ReloadAsync();
        }
    }

    private async Task<string?> OpenDialogAsync(ViewRow? view)
    {
        var result = await Doing.OpenAsync(
            view is null ? T("Save as a view") : T("Rename or share this view"),
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
        var shown = Address;
        return DoAsync(
            new UpdateView(
                view.Id,
                view.Name,
                shown.Search,
                shown.Sort,
                shown.Descending,
                shown.Columns is null ? [] : ShownColumns,
                view.IsShared,
                view.Version
            )
            {
                List = view.List,
            },
            T($"{view.Name} updated"),
            position => new UpdateView(
                view.Id,
                view.Name,
                view.Search,
                view.Sort,
                view.IsDescending,
                view.ColumnKeys,
                view.IsShared,
                position
            )
            {
                List = view.List,
            }
        );
    }

    private Task OnPinAsync()
    {
        var view = _view!;
        ICommand pin = new PinView(view.Id),
            unpin = new UnpinView(view.Id);
        return view.IsPinned
            ? DoAsync(unpin, T($"{view.Name} unpinned"), _ => pin)
            : DoAsync(pin, T($"{view.Name} pinned"), _ => unpin);
    }

    private Task OnDeleteAsync() =>
        DoAsync(new DeleteView(_view!.Id), T($"{_view.Name} deleted"), _ => new RestoreView(_view.Id));

    private async Task DoAsync(ICommand command, string done, Func<long, ICommand> reverse)
    {
        CommandResult? result = null;
        var isAnswered = await TryAsync(async () =>
            result = await Acting.SendAsync(command, cancellationToken: Disposal)
        );
        if (!isAnswered || result is { IsAccepted: false })
        {
            Snackbar.Add(
                FromCore(result?.Errors[0].Message)
                    ?? T("The program did not answer, so this may or may not be done. The page shows what is true."),
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
