using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Past.Queries;
using UserAdmin.Projections;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Live;
using UserAdmin.Web.Past;
using UserAdmin.Web.Users.Search;

namespace UserAdmin.Web.Roles;

/// <summary>The permissions of one user, each with the roles that grant it.</summary>
public sealed partial class UserPermissionsView
{
    private int _loads;

    /// <summary>Key of the account.</summary>
    [Parameter, EditorRequired]
    public string UserId { get; set; } = "";

    /// <summary>The moment as the address has it; empty for now.</summary>
    [Parameter]
    public string At { get; set; } = "";

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<Page<UserPermissionRow>>? Carried { get; set; }

    /// <summary>The user, also handed over from the prerendered page.</summary>
    [PersistentState]
    public Answer<UserRow>? CarriedUser { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    /// <summary>The moment that the permissions are of, also handed over.</summary>
    [PersistentState]
    public DateTimeOffset? CarriedMoment { get; set; }

    [Inject]
    private BrowserZone Zone { get; set; } = default!;

    private DateTimeOffset? Moment { get; set; }

    private string? Problem { get; set; }

    private Answer<Page<UserPermissionRow>>? Shown { get; set; }

    private Answer<UserRow>? User { get; set; }

    /// <summary>The reason why the permissions cannot be used now, or null.</summary>
    private string? WhyUnusable =>
        User?.Value is { } user && user.StateAt(Moment ?? Clock.GetUtcNow()) is var state and not UserState.Active
            ? WhyNot(FilterText.Word(state.ToString().ToLowerInvariant()))
            : null;

    private string WhyNot(string state) =>
        Moment is null
            ? T($"The account is {state}, so none of this can be used now.")
            : T($"The account was {state}, so none of this could be used then.");

    private IEnumerable<(string Title, IReadOnlyList<UserPermissionRow> Rows)> Groups =>
        PermissionGroups.All.Select(group =>
            (
                group.Title,
                (IReadOnlyList<UserPermissionRow>)
                    [
                        .. (Shown?.Value?.Items ?? [])
                            .Where(row => group.Permissions.Any(permission => permission.Name == row.Name))
                            .OrderByDescending(row => row.IsHeld),
                    ]
            )
        );

    /// <inheritdoc/>
    protected override void OnInitialized() => (Shown, User, Moment) = (Carried, CarriedUser, CarriedMoment);

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.ChangesRoles || change.Concerns(UserId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        if (!string.IsNullOrWhiteSpace(At))
        {
            await LoadPastAsync();
            return;
        }

        var user = await Acting.AskAsync(new GetUser(UserId), Disposal);
        var answer = await Acting.AskAsync(new GetUserPermissions(UserId), Disposal);
        if (load == _loads)
        {
            (Shown, User) = (Carried, CarriedUser) = (answer, user);
        }
    }

    private async Task LoadPastAsync()
    {
        var load = _loads;
        (var moment, Problem) = PastAddress.Read(At, Clock.GetUtcNow(), TimeZoneInfo.Utc);
        if (moment is null)
        {
            return;
        }

        var then = await Acting.AskAsync(new GetUserAsOf(UserId, moment), Disposal);
        if (load != _loads)
        {
            return;
        }

        (Moment, CarriedMoment) = (then.Value?.At, then.Value?.At);
        (Shown, Carried) = Both(
            new Answer<Page<UserPermissionRow>>
            {
                Value = then.Value is { } state ? new(state.Permissions, state.Permissions.Count) : null,
                Refusal = then.Refusal,
            }
        );
        (User, CarriedUser) = Both(new Answer<UserRow> { Value = then.Value?.Row, Refusal = then.Refusal });
    }

    private static (T, T) Both<T>(T value) => (value, value);
}
