using Microsoft.AspNetCore.Components;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Views;
using UserAdmin.Views.Commands;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Views;

/// <summary>
/// Saves the state of the list as a view, or renames and shares a view. Its result is the key of the view.
/// </summary>
public sealed partial class ViewDialog : IDisposable
{
    private readonly CancellationTokenSource _disposal = new();
    private readonly string _newId = Guid.CreateVersion7().ToString();
    private IReadOnlyList<string> _errors = [];
    private string? _nameError;
    private string _name = "";
    private bool _isShared;
    private bool _isPinned;
    private bool _isBusy;
    private (string, bool, bool)? _tried;
    private Guid _commandId;

    /// <summary>The state of the list.</summary>
    [Parameter, EditorRequired]
    public IViewAddress Address { get; set; } = default!;

    /// <summary>Keys of the columns that the list shows, in order.</summary>
    [Parameter]
    public IReadOnlyList<string> Columns { get; set; } = [];

    /// <summary>The view to rename or share; null to save a new one.</summary>
    [Parameter]
    public ViewRow? View { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private ILogger<ViewDialog> Logger { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => (_name, _isShared) = (View?.Name ?? "", View?.IsShared ?? false);

    private async Task OnSaveAsync()
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            // An unchanged retry keeps its command id and is therefore harmless; other input gets a new id.
            if (_tried != (_name, _isShared, _isPinned))
            {
                (_tried, _commandId) = ((_name, _isShared, _isPinned), Guid.CreateVersion7());
            }

            var result = await Acting.SendAsync(Command(), null, _commandId, _disposal.Token);
            _nameError = result.Errors.FirstOrDefault(error => error.Field == nameof(CreateView.Name))?.Message;
            _errors =
            [
                .. result.Errors.Where(error => error.Field != nameof(CreateView.Name)).Select(error => error.Message),
            ];
            if (result.IsAccepted)
            {
                Dialog.Close(DialogResult.Ok(View?.Id ?? _newId));
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Logger.LogError(fault, "Saving a view failed.");
            _errors = [T("The program did not answer, so this may or may not be saved. You can safely try again.")];
        }
        finally
        {
            _isBusy = false;
        }
    }

    private ICommand Command()
    {
        if (View is not null)
        {
            return new UpdateView(
                View.Id,
                _name,
                View.Search,
                View.Sort,
                View.IsDescending,
                View.ColumnKeys,
                _isShared,
                View.Version
            )
            {
                List = View.List,
            };
        }

        var create = new CreateView(_newId, _name, Address.Search, Address.Sort, Address.Descending, Columns, _isShared)
        {
            List = Address.List,
        };
        return _isPinned ? new CommandSet([create, new PinView(_newId)]) : create;
    }
}
