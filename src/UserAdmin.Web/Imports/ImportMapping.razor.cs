using Microsoft.AspNetCore.Components;
using UserAdmin.Imports;
using UserAdmin.Imports.Queries;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Roles;

namespace UserAdmin.Web.Imports;

/// <summary>
/// Says what the columns of a file hold and what is to be done with its rows; begins with a guess, or with what was
/// chosen before.
/// </summary>
public sealed partial class ImportMapping
{
    private readonly HashSet<string> _roleIds = [];
    private ImportField?[] _fields = [];
    private ImportField _matchOn = ImportField.Email;
    private ImportMode _mode;
    private EmptyCells _emptyCells;
    private bool _invites;
    private bool _ignoresStates;
    private bool _hasBegun;

    /// <summary>The import.</summary>
    [Parameter, EditorRequired]
    public ImportRow Row { get; set; } = default!;

    /// <summary>Its columns with their first values; null until they are there.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ImportColumn>? Columns { get; set; }

    /// <summary>Roles that can be given.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<RoleRow> Roles { get; set; } = [];

    /// <summary>Whether something is under way.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>Why the last try was refused, each naming an option.</summary>
    [Parameter]
    public IReadOnlyList<Error> Errors { get; set; } = [];

    /// <summary>Called with what was chosen.</summary>
    [Parameter, EditorRequired]
    public EventCallback<ImportOptions> OnSend { get; set; }

    [Inject]
    private IMailDelivery Delivery { get; set; } = default!;

    // What the list of choices holds is text.
    private string MatchOn
    {
        get => _matchOn.Name;
        set => _matchOn = ImportField.Find(value) ?? _matchOn;
    }

    private bool IsDisabled => IsBusy || !RendererInfo.IsInteractive;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // Once: what comes later is news of the import, and must not undo what is chosen here.
        if (!_hasBegun && Columns is not null && Row.Options is { } options)
        {
            _hasBegun = true;
            _fields =
            [
                .. Columns.Select(
                    (column, index) => column.IsClearPassword ? null : options.Columns.ElementAtOrDefault(index)
                ),
            ];
            (_matchOn, _mode, _emptyCells, _invites) = (
                options.MatchOn,
                options.Mode,
                options.EmptyCells,
                options.Invites
            );
            _roleIds.UnionWith(options.RoleIds);
        }
        else if (_fields.Length != (Columns?.Count ?? 0))
        {
            _fields = new ImportField?[Columns?.Count ?? 0];
        }
    }

    private IReadOnlyList<string> UnusedStates =>
        [
            .. (Columns ?? [])
                .Where((column, index) => column.MaySayState && !column.IsClearPassword && _fields[index] is null)
                .Select(column => column.Title),
        ];

    private IReadOnlyList<string> MessagesOf(string option) =>
        [
            .. Errors
                .Where(error => error.Field?.EndsWith(option, StringComparison.Ordinal) is true)
                .Select(error => error.Message),
        ];

    private void OnField(int column, ChangeEventArgs change)
    {
        var field = ImportField.Find(change.Value as string);
        // A field has one column: the one that was chosen last.
        for (var other = 0; other < _fields.Length && field is not null; other++)
        {
            _fields[other] = _fields[other] == field ? null : _fields[other];
        }

        _fields[column] = field;
    }

    private void OnRole(string roleId, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            _roleIds.Add(roleId);
        }
        else
        {
            _roleIds.Remove(roleId);
        }
    }

    private Task OnSubmitAsync() =>
        OnSend.InvokeAsync(
            new ImportOptions
            {
                Columns = [.. _fields],
                MatchOn = _matchOn,
                Mode = _mode,
                EmptyCells = _emptyCells,
                IgnoresStates = _ignoresStates,
                Invites = _invites && _mode != ImportMode.UpdateOnly,
                // A role that is gone since it was remembered cannot be ticked off here, so it is not sent either.
                RoleIds = [.. Roles.Select(role => role.Id).Where(_roleIds.Contains)],
            }
        );
}
