using Microsoft.AspNetCore.Components;
using UserAdmin.Account.Queries;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Views;
using UserAdmin.Views.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Users.Actions;
using UserAdmin.Web.Users.List;
using UserAdmin.Web.Views;

namespace UserAdmin.Web.Palette;

/// <summary>
/// The results of the open palette for the typed text: users are searched for after a pause in typing, everything else
/// is found at once.
/// </summary>
public sealed partial class PaletteResults : IDisposable
{
    /// <summary>Pause in typing after which users are searched for.</summary>
    internal static readonly TimeSpan SearchPause = TimeSpan.FromMilliseconds(120);

    private const int MostUsers = 8;
    private const int MostOthers = 6;

    private readonly CancellationTokenSource _disposal = new();
    private IReadOnlyList<PaletteGroup> _groups = [];
    private IReadOnlyList<UserRow> _users = [];
    private SearchHints? _hints;
    private IReadOnlyList<(SearchSuggestion Filter, string Search)> _filters = [];
    private IReadOnlyList<RoleRow> _roles = [];
    private IReadOnlyList<ViewRow> _views = [];
    private IReadOnlyList<ViewRow> _activityViews = [];
    private UserRow? _here;
    private SignInAbility? _ability;
    private string _asked = "";
    private string _for = "";
    private bool _hasFailed;
    private int _searches;

    /// <summary>The typed text.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The signed-in person.</summary>
    [Parameter, EditorRequired]
    public SignedInUser SignedIn { get; set; } = default!;

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private UserActing Doing { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    [Inject]
    private ILogger<PaletteResults> Logger { get; set; } = default!;

    private string Typed => Text.Trim();

    private string Note =>
        _hasFailed ? T("Some results could not be loaded. Close this and try again.")
        : _groups.Count == 0 && _for == Typed ? T($"Nothing found for “{Typed}”.")
        : "";

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposal.Cancel();
        _disposal.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Arrange();
        // Each result is shown as it arrives.
        await Task.WhenAll(
            LoadAsync(
                Permissions.RolesRead,
                async () => _roles = (await Acting.AskAsync(new ListRoles(), _disposal.Token)).Value?.Items ?? []
            ),
            LoadAsync(
                Permissions.UsersRead,
                async () => _views = (await Acting.AskAsync(new ListViews(), _disposal.Token)).Value?.Items ?? []
            ),
            LoadAsync(
                Permissions.ActivityRead,
                async () =>
                    _activityViews =
                        (await Acting.AskAsync(new ListViews(List: ViewList.Activity), _disposal.Token)).Value?.Items
                        ?? []
            ),
            LoadAsync(
                Permissions.UsersRead,
                async () =>
                {
                    if (UserHere() is { } id)
                    {
                        _here = (await Acting.AskAsync(new GetUser(id), _disposal.Token)).Value;
                        _ability = (await Acting.AskAsync(new GetSignInAbility(id), _disposal.Token)).Value;
                    }
                }
            )
        );
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Typed == _asked)
        {
            return;
        }

        var (search, text) = (++_searches, _asked = Typed);
        Arrange();
        if (text.Length > 0 && SignedIn.May(Permissions.UsersRead))
        {
            await TryAsync(() => SearchAsync(search, text));
            return;
        }

        (_users, _hints, _filters, _for) = ([], null, [], text);
        Arrange();
    }

    private async Task SearchAsync(int search, string text)
    {
        await Task.Delay(SearchPause, Clock, _disposal.Token);
        if (search != _searches)
        {
            return;
        }

        var asked = Acting.AskAsync(new ListUsers(text, PageSize: MostUsers), _disposal.Token);
        var suggested = Acting.AskAsync(new SuggestSearch(text, text.Length), _disposal.Token);
        var (answer, filters) = (await asked, await suggested);
        // A later search has started; only its answer counts, in whichever order they arrive.
        if (search == _searches)
        {
            (_users, _hints, _for) = (answer.Value?.Items ?? [], answer.Value?.Hints, text);
            _filters = filters.Value is { } found
                ?
                [
                    .. found
                        .Items.Where(item => item.IsForWord)
                        .Select(item => (item, $"{text[..found.Start]}{item.Insert}".Trim())),
                ]
                : [];
            Arrange();
        }
    }

    private async Task LoadAsync(string permission, Func<Task> load)
    {
        if (SignedIn.May(permission))
        {
            await TryAsync(load);
            Arrange();
            StateHasChanged();
        }
    }

    private async Task TryAsync(Func<Task> load)
    {
        try
        {
            await load();
        }
        catch (Exception) when (_disposal.IsCancellationRequested)
        {
            // The palette was closed meanwhile.
        }
        catch (Exception fault)
        {
            // The other results are still useful.
            Logger.LogError(fault, "The palette could not look something up.");
            (_hasFailed, _for) = (true, Typed);
        }
    }

    private string Path => Navigation.ToBaseRelativePath(Navigation.Uri).Split('?', '#')[0];

    private string? UserHere() => Path.Split('/') is ["users", { Length: > 0 } id, ..] && id != "new" ? id : null;

    private void Arrange()
    {
        var groups = new PaletteGroup[]
        {
            new(T($"Actions for {_here?.DisplayName}"), [.. Found(Actions(), 20)]),
            new(T("Users"), [.. _users.Select(Entry), .. Deleted()]),
            // Not among the users who match, which is what was asked for.
            new(T("Similar names"), [.. _hints?.Similar.Select(Entry) ?? []]),
            new(T("Filters"), [.. Filters()]),
            new(
                T("Views"),
                [
                    .. Found(
                        _views
                            .Concat(_activityViews)
                            .OrderBy(view => !view.IsPinned)
                            .Select(view => new PaletteEntry(
                                $"view-{view.Id}",
                                view.Name,
                                "view",
                                (view.List, view.IsOwn) switch
                                {
                                    (ViewList.Activity, true) => T("Activity"),
                                    (ViewList.Activity, _) => T($"Activity, {view.OwnerName}"),
                                    (_, true) => "",
                                    _ => view.OwnerName,
                                }
                            )
                            {
                                Href = view.Href(),
                            }),
                        MostOthers
                    ),
                ]
            ),
            new(
                T("Roles"),
                [
                    .. Found(
                        Typed.Length == 0
                            ? []
                            : _roles.Select(role => new PaletteEntry(
                                $"role-{role.Id}",
                                role.Name,
                                "role",
                                role.Description
                            )
                            {
                                Href = $"roles/{role.Id}",
                            }),
                        MostOthers
                    ),
                ]
            ),
            new(T("Pages"), [.. Found(PaletteCommands.Pages(SignedIn), 20)]),
            new(T("Commands"), [.. Found(PaletteCommands.General(SignedIn, Path is "users"), 20)]),
        };
        _groups = [.. groups.Where(group => group.Entries.Count > 0)];
    }

    private static PaletteEntry Entry(UserRow row) =>
        new($"user-{row.Id}", row.DisplayName, "users", row.Email ?? row.UserName) { Href = $"users/{row.Id}" };

    private IEnumerable<PaletteEntry> Deleted() =>
        _hints is not { Deleted: > 0 and var deleted }
            ? []
            :
            [
                new("deleted", T(deleted, "1 deleted person matches", $"{deleted} deleted people match"), "users")
                {
                    Href = new UsersAddress(
                        $"{UserSearch.Parse(_for).Compact} {SearchTerm.Of(SearchFields.State, "deleted")}"
                    ).Uri(),
                },
            ];

    private IEnumerable<PaletteEntry> Filters() =>
        _filters.Select(
            (filter, at) =>
                new PaletteEntry($"filter-{at}", FromCore(filter.Filter.Label), "filter", FromCore(filter.Filter.Note))
                {
                    Href = new UsersAddress(filter.Search).Uri(),
                }
        );

    private IEnumerable<PaletteEntry> Found(IEnumerable<PaletteEntry> entries, int most) =>
        entries.Where(entry => PaletteCommands.IsMeant(entry.Label, Typed)).Take(most);

    private IEnumerable<PaletteEntry> Actions() =>
        _here is not { } row
            ? []
            : UserActions
                .Groups.SelectMany(group => group)
                .Where(action => action.IsOffered(row, SignedIn, _ability, Clock.GetUtcNow()))
                .Select(action => new PaletteEntry(
                    $"do-{action.Label.Replace(' ', '-').Replace("…", "", StringComparison.Ordinal).ToLowerInvariant()}",
                    T(action.Label),
                    action.Icon
                )
                {
                    RunAsync = () => action.RunAsync(Doing, row),
                    IsDangerous = action.IsDangerous,
                });

    // The browser has already closed the palette; the action's dialogs and snackbars outlive it.
    private static Task OnRunAsync(PaletteEntry entry) => entry.RunAsync!();
}
