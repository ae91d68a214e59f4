using Microsoft.AspNetCore.Components;
using UserAdmin.Audit.Queries;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Bulk;
using UserAdmin.Web.Live;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Invitations;

/// <summary>The people who were invited and have not answered, with what can be done about it.</summary>
public sealed partial class InvitationsPage
{
    private readonly HashSet<string> _picked = [];
    private Dictionary<string, Invitation> _known = [];
    private InvitationsAddress? _asked;
    private IReadOnlyList<int?> _counts = [];
    private int _loads;

    /// <summary>
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<UserListing>? Carried { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    private string? ShowOnly { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "order")]
    private string? Order { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageNumber { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private UserActing UserActing { get; set; } = default!;

    [Inject]
    private IMailDelivery Delivery { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private InvitationsAddress Address => InvitationsAddress.Parse(Search, ShowOnly, Sort, Order, PageNumber);

    private Answer<UserListing>? Shown { get; set; }

    private IReadOnlyList<UserRow> Rows => Shown?.Value?.Items ?? [];

    private bool MayInvite => SignedIn?.May(Permissions.UsersCreate) is true;

    private bool MayInviteMany => MayInvite && SignedIn?.May(Permissions.UsersImport) is true;

    private bool AreAllPicked => Rows.Count > 0 && Rows.All(row => _picked.Contains(row.Id));

    // Only what was typed can be wrong about the search; anything else is a missing permission.
    private bool IsSearchRefused => Address.Search.Length > 0 && SignedIn?.May(Permissions.UsersRead) is true;

    /// <inheritdoc/>
    protected override bool ListsUsers => true;

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() =>
        _loads == 0 || _asked == Address ? Task.CompletedTask : ReloadAsync();

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var address = _asked = Address;
        var answer = await Acting.AskAsync(address.ToQuery(), Disposal);
        var ids = answer.Value?.Items.Select(row => row.Id).ToList() ?? [];
        var known = ids.Count == 0 ? null : (await Acting.AskAsync(new ListInvitations(ids), Disposal)).Value;
        var counts = answer.Refusal is not null
            ? null
            : (
                await Acting.AskAsync(
                    new CountUsers([InvitationsAddress.Everybody, InvitationsAddress.Expired]),
                    Disposal
                )
            ).Value;
        if (load != _loads)
        {
            return;
        }

        Shown = Carried = answer;
        _known = (known ?? []).ToDictionary(one => one.UserId);
        _counts = counts?.Counts ?? [];
    }

    private string Count(int place) =>
        place < _counts.Count && _counts[place] is { } count ? BulkText.Count(count) : "";

    private bool IsExpired(UserRow row) => row.InvitationExpiresAt <= Clock.GetUtcNow();

    private RenderFragment Header(string sort, string title, string css) =>
        builder =>
        {
            builder.OpenElement(0, "th");
            builder.AddAttribute(1, "scope", "col");
            builder.AddAttribute(2, "class", css);
            builder.AddAttribute(
                3,
                "aria-sort",
                Address.Sort != sort ? null
                    : Address.Descending ? "descending"
                    : "ascending"
            );
            builder.OpenElement(4, "button");
            builder.AddAttribute(5, "type", "button");
            builder.AddAttribute(6, "disabled", !RendererInfo.IsInteractive);
            builder.AddAttribute(
                7,
                "onclick",
                EventCallback.Factory.Create(this, () => Navigation.NavigateTo(Address.SortedBy(sort).Uri()))
            );
            builder.AddContent(8, title);
            builder.CloseElement();
            builder.CloseElement();
        };

    private void OnSearch(ChangeEventArgs change) =>
        Navigation.NavigateTo((Address with { Search = (change.Value as string ?? "").Trim(), PageNumber = 1 }).Uri());

    private void OnPick(string userId, bool isPicked)
    {
        if (!isPicked)
        {
            _picked.Remove(userId);
        }
        else if (_picked.Count < BulkIds.Most)
        {
            _picked.Add(userId);
        }
    }

    private void OnPickAll(ChangeEventArgs change)
    {
        foreach (var row in Rows)
        {
            OnPick(row.Id, change.Value is true);
        }
    }

    private void OnClear() => _picked.Clear();

    private async Task OnResendAsync(UserRow row)
    {
        if (await InvitationActions.Resend.RunAsync(UserActing, row))
        {
            await ReloadAsync();
        }
    }

    private async Task OnCopyAsync(UserRow row)
    {
        await UserActing.MailedAsync(row.Id, row.DisplayName, row.Email, LinkPurpose.Invitation, "");
        await ReloadAsync();
    }
}
