using Microsoft.AspNetCore.Components;
using UserAdmin.Imports;
using UserAdmin.Imports.Queries;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Web.Imports;

/// <summary>
/// Lets the person map the columns of a file and choose how its rows are applied. It starts with a guess or with the
/// previous choice.
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
    private bool _createsRoles;
    private bool _beginsDatesWithDay;
    private FirebaseProject? _firebase;
    private bool _verifiesHashes;
    private bool _hasBegun;

    /// <summary>The import.</summary>
    [Parameter, EditorRequired]
    public ImportRow Row { get; set; } = default!;

    /// <summary>Its columns with their first values; null while loading.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ImportColumn>? Columns { get; set; }

    /// <summary>Roles that can be assigned.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<RoleRow> Roles { get; set; } = [];

    /// <summary>Whether an operation is in progress.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>The reasons why the last attempt was refused, each naming an option.</summary>
    [Parameter]
    public IReadOnlyList<Error> Errors { get; set; } = [];

    /// <summary>Raised with the chosen options.</summary>
    [Parameter, EditorRequired]
    public EventCallback<ImportOptions> OnSend { get; set; }

    [Inject]
    private IAttachedDatabase Database { get; set; } = default!;

    [Inject]
    private IMailDelivery Delivery { get; set; } = default!;

    // The values of the list of choices are texts.
    private string MatchOn
    {
        get => _matchOn.Name;
        set => _matchOn = ImportField.Find(value) ?? _matchOn;
    }

    private bool IsDisabled => IsBusy || !RendererInfo.IsInteractive;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // Only once: later updates of the import must not undo what is chosen here.
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
            (_createsRoles, _beginsDatesWithDay) = (options.CreatesRoles, options.BeginsDatesWithDay);
            (_firebase, _verifiesHashes) = (options.Firebase, options.ApplicationVerifiesHashes);
            _roleIds.UnionWith(options.RoleIds);
        }
        else if (_fields.Length != (Columns?.Count ?? 0))
        {
            _fields = new ImportField?[Columns?.Count ?? 0];
        }
    }

    // Only such dates can be read in two ways.
    private bool HasSlashedDates =>
        _beginsDatesWithDay
        || (Columns ?? [])
            .Index()
            .Any(column =>
                (_fields[column.Index] == ImportField.CreatedAt || _fields[column.Index] == ImportField.LastSignInAt)
                && column.Item.Values.Any(value => value?.Contains('/', StringComparison.Ordinal) is true)
            );

    private IReadOnlyList<string> LoginsBeside =>
        Columns is { } columns
            ?
            [
                .. ImportLoginColumns
                    .Beside(_fields, [.. columns.Select(column => column.Title)])
                    .Select(column => columns[column].Title),
            ]
            : [];

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
                .Select(error => FromCore(error.Message)),
        ];

    private void OnField(int column, ChangeEventArgs change)
    {
        var field = ImportField.Find(change.Value as string);
        // A field has only one column, the one that was chosen last.
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
                CreatesRoles = _createsRoles && _fields.Contains(ImportField.Roles),
                BeginsDatesWithDay = _beginsDatesWithDay,
                Firebase = _fields.Contains(ImportField.PasswordSalt) ? _firebase : null,
                ApplicationVerifiesHashes = _verifiesHashes,
                IgnoresStates = _ignoresStates,
                Invites = _invites && _mode != ImportMode.UpdateOnly,
                // A remembered role that no longer exists cannot be unticked here, so it is not sent.
                RoleIds = [.. Roles.Select(role => role.Id).Where(_roleIds.Contains)],
            }
        );
}
