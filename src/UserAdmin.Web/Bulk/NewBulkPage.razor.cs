using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Bulk.Queries;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Bulk;

/// <summary>
/// The preview of a bulk action: what it would do to which users, and the button that starts it for exactly these
/// users.
/// </summary>
public sealed partial class NewBulkPage
{
    /// <summary>
    /// The preview of more users is not refreshed with every change, because that would take a second each time.
    /// </summary>
    private const int MostFollowed = 2000;

    /// <summary>Deleting more users than this has to be confirmed by typing their number.</summary>
    private const int MostWithoutTyping = 100;

    private static readonly (string Hours, string Words)[] _spans =
    [
        ("1", Marked("1 hour")),
        ("8", Marked("8 hours")),
        ("24", Marked("1 day")),
        ("168", Marked("1 week")),
        ("720", Marked("30 days")),
        ("8760", Marked("1 year")),
    ];

    private readonly string _batchId = Guid.CreateVersion7().ToString();
    private readonly Guid _commandId = Guid.CreateVersion7();
    private IReadOnlyList<string> _ids = [];
    private FrozenSet<string> _followed = [];
    private IReadOnlyList<string> _errors = [];
    private (string Title, string Text)? _problem;
    private BulkAddress? _askedAddress;
    private string _reason = "";
    private string _typed = "";
    private string? _hours;
    private DateTimeOffset _checkedAt;
    private bool _isCut;
    private bool _isReady;
    private bool _isBusy;
    private int _loads;

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<BulkPreview>? Carried { get; set; }

    /// <summary>The roles to choose from, also handed over from the prerendered page.</summary>
    [PersistentState]
    public IReadOnlyList<RoleRow>? CarriedRoles { get; set; }

    [Inject]
    private UserFieldSet Fields { get; set; } = default!;

    [Inject]
    private BrowserZone Zone { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private UserSelection Selection { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private ILogger<NewBulkPage> Log { get; set; } = default!;

    private Answer<BulkPreview>? Shown { get; set; }

    private IReadOnlyList<RoleRow>? Roles { get; set; }

    private BulkAddress Address { get; set; } = default!;

    private BulkPreview? Preview => Shown?.Value;

    private string? RoleName => Roles?.FirstOrDefault(role => role.Id == Address.RoleId)?.Name;

    // The inputs of the action besides the users.
    private bool IsComplete =>
        Address.Action switch
        {
            BulkAction.AssignRole or BulkAction.RemoveRole => Address.RoleId is not null,
            BulkAction.Lock => Address.Until is not null,
            _ => true,
        };

    private bool IsFixed => _ids.Count > MostFollowed;

    private bool NeedsTyping => Address.Action is BulkAction.Delete && Preview is { WillChange: > MostWithoutTyping };

    private bool CanStart =>
        RendererInfo.IsInteractive
        && !_isBusy
        && _isReady
        && IsComplete
        && Preview is { WillChange: > 0 } preview
        && (!NeedsTyping || _typed.Trim() == preview.WillChange.ToString(CultureInfo.InvariantCulture));

    private string Status =>
        !IsComplete ? (Address.Action is BulkAction.Lock ? T("Choose how long first.") : T("Choose a role first."))
        : !_isReady ? T("Preparing the preview …")
        : Preview is { WillChange: 0 } ? T("No user would change, so there is nothing to do.")
        : IsFixed ? T($"As of {RelativeTimeOfDay(_checkedAt)} UTC")
        : "";

    private string Whom =>
        Address.Users switch
        {
            { Of: not null } => T(
                _ids.Count,
                "1 user changed by the earlier bulk action.",
                $"{BulkText.Count(_ids.Count)} users changed by the earlier bulk action."
            ),
            { Ids: not null } or { Selected: not null } => T(
                _ids.Count,
                "1 user chosen in the list.",
                $"{BulkText.Count(_ids.Count)} users chosen in the list."
            ),
            { Search: var search } => $"{BulkText.Users(_ids.Count)}: {Words(search)}.",
        };

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        (Shown, Roles) = (Carried, CarriedRoles);
        Address = BulkAddress.Parse(Navigation.Uri);
        Navigation.LocationChanged += OnLocationChanged;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) =>
        _followed is { Count: > 0 } followed && (change.Subjects.Count == 0 || followed.Overlaps(change.Subjects));

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var (load, address, before) = (++_loads, Address, _askedAddress);
        _askedAddress = address;
        if (address.Action is not { } action)
        {
            return;
        }

        if (Roles is null && BulkActions.NeedsRole(action))
        {
            Roles = CarriedRoles = (await Acting.AskAsync(new ListRoles(), Disposal)).Value?.Items ?? [];
        }

        // Another tab, another page or a change elsewhere concerns the same users.
        if (before?.Users != address.Users && !await FindUsersAsync(address.Users))
        {
            return;
        }

        if (IsComplete)
        {
            _isReady =
                before is not null
                && before with { Show = address.Show, PageNumber = address.PageNumber } == address
                && _isReady;
            var answer = await Acting.AskAsync(
                new PreviewBulkAction(action, _ids)
                {
                    RoleId = BulkActions.NeedsRole(action) ? address.RoleId : null,
                    LockUntil = action is BulkAction.Lock ? address.Until : null,
                    Verdict = address.Show,
                    PageNumber = address.PageNumber,
                    PageSize = BulkAddress.PageSize,
                },
                Disposal
            );
            if (load == _loads)
            {
                (Shown, Carried, _isReady, _checkedAt) = (answer, answer, answer.Value is not null, Clock.GetUtcNow());
            }
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        if (Navigation.ToBaseRelativePath(change.Location).StartsWith("bulk/new", StringComparison.Ordinal))
        {
            Address = BulkAddress.Parse(change.Location);
            _ = InvokeAsync(async () =>
            {
                await ReloadAsync();
                StateHasChanged();
            });
        }
    }

    private async Task<bool> FindUsersAsync(BulkUsers users)
    {
        IReadOnlyList<string> ids;
        (_isCut, _problem) = (false, null);
        if (users.Ids is not null)
        {
            ids = BulkIds.Decode(users.Ids);
        }
        else if (users.Selected is { } count)
        {
            ids = Selection.Count == count ? Selection.Ids : [];
            _problem =
                ids.Count > 0 || count == 0
                    ? null
                    : (
                        T("The selection is gone"),
                        T(
                            $"{BulkText.Count(count)} users were selected on a page that is no longer open. A "
                                + $"selection of more than {BulkIds.Most} is kept only while its page is open. "
                                + $"Nothing was changed."
                        )
                    );
        }
        else if (users.Of is null && Selection.Search is { } ticked && ticked == users.Search)
        {
            // Exactly who was ticked, and not who the search finds meanwhile.
            ids = Selection.Ids;
        }
        else
        {
            var answer = await (
                users.Of is { } of
                    ? Acting.AskAsync(new ListBulkUserIds(of, BulkOutcome.Changed), Disposal)
                    : Acting.AskAsync(new ListUserIds(SearchZones.In(users.Search, Zone.Id, Fields)), Disposal)
            );
            ids = answer.Value?.Items ?? [];
            _isCut = answer.Value?.Total > ids.Count;
            if (answer.Refusal is not null)
            {
                Shown = new Answer<BulkPreview> { Refusal = answer.Refusal };
                return false;
            }
        }

        _problem ??= ids.Count > 0 ? null : (T("No users selected"), T("No user matches this address any more."));
        (_ids, _followed) = (ids, ids.Count is > 0 and <= MostFollowed ? ids.ToFrozenSet() : []);
        return _problem is null;
    }

    private async Task OnStartAsync()
    {
        if (!CanStart)
        {
            return;
        }

        _isBusy = true;
        var action = Address.Action!.Value;
        var command = new StartBulkAction(_batchId, action, _ids)
        {
            RoleId = BulkActions.NeedsRole(action) ? Address.RoleId : null,
            LockUntil = action is BulkAction.Lock ? Address.Until : null,
        };
        try
        {
            var result = await Acting.SendAsync(
                command,
                _reason.Trim() is { Length: > 0 } reason ? reason : null,
                _commandId,
                Disposal
            );
            if (result.IsAccepted)
            {
                Selection.Clear();
                // The browser's Back button leads to the list, not to the preview of an action that is already done.
                Navigation.NavigateTo($"bulk/{_batchId}", new NavigationOptions { ReplaceHistoryEntry = true });
                return;
            }

            _errors = [.. result.Errors.Select(error => error.Message)];
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.LogError(fault, "A bulk action could not be started.");
            _errors = [T("The program did not answer, so this may or may not have started. You can safely try again.")];
        }
        finally
        {
            _isBusy = false;
        }
    }

    private void OnRole(ChangeEventArgs change) =>
        Change(Address with { RoleId = change.Value is string { Length: > 0 } id ? id : null });

    private void OnUntil(ChangeEventArgs change)
    {
        _hours = change.Value as string;
        var until = int.TryParse(_hours, NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            ? Clock.GetUtcNow().AddHours(hours)
            : (DateTimeOffset?)null;
        // To the minute, as in the address.
        Change(
            Address with
            {
                Until = until is { } moment
                    ? new DateTimeOffset(moment.Ticks - moment.Ticks % TimeSpan.TicksPerMinute, TimeSpan.Zero)
                    : null,
            }
        );
    }

    private void Change(BulkAddress address) =>
        Navigation.NavigateTo(
            (address with { PageNumber = 1 }).Uri(),
            new NavigationOptions { ReplaceHistoryEntry = true }
        );

    private static string Words(string search) =>
        search.Length > 0 ? T($"all that match “{search}”") : T("all that are not deleted");

    private static string RelativeTimeOfDay(DateTimeOffset at) =>
        at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
