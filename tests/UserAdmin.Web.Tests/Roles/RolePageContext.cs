using AngleSharp.Dom;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Roles;

namespace UserAdmin.Web.Tests.Roles;

/// <summary>The page of the role Help desk, and what stands behind it.</summary>
public abstract class RolePageContext : ConsoleContext
{
    protected RolePageContext()
    {
        Bus.Answer<GetRole, RoleRow>(_ => Row);
        Bus.Answer<ListRoles, Page<RoleRow>>(_ => Rows.Page(Row!, Rows.Role("Staff")));
        Bus.Answer<ListRoleMembers, Page<RoleMemberRow>>(query => Members(query));
        Bus.Answer<GetUserHistory, Page<HistoryRow>>(_ => History);
        Bus.Answer<PreviewRoleDeletion, RoleDeletionPreview>(query => Preview(query));
    }

    internal RoleRow? Row { get; set; } = HelpDesk(7, Permissions.UsersRead, Permissions.RolesRead);

    internal Page<HistoryRow> History { get; set; } = Rows.Page<HistoryRow>();

    internal Func<ListRoleMembers, Page<RoleMemberRow>> Members { get; set; } =
        _ => Rows.Page(new RoleMemberRow("ada", "Ada Lovelace", "ada@example.org", "Grace Hopper", Rows.Now));

    internal Func<PreviewRoleDeletion, RoleDeletionPreview> Preview { get; set; } = _ => new(3, 1, 0, [], null);

    internal static RoleRow HelpDesk(long version, params string[] permissions) =>
        Rows.Role("Help desk")
            .With(role => role.Id, "desk")
            .With(role => role.Version, version)
            .With(role => role.Permissions, string.Join(' ', permissions));

    protected IRenderedComponent<RolePage> ShowRole() => Show<RolePage>(page => page.Add(p => p.RoleId, "desk"));

    /// <summary>Somebody else's change reaches the page: its three parts refresh.</summary>
    internal async Task ChangeAsync(RoleRow row)
    {
        Row = row;
        Feed.PublishRole("desk");
        for (var part = 0; part < 3; part++)
        {
            await Clock.SomeoneWaitsAsync();
        }
    }

    protected static IElement Tick(IRenderedComponent<RolePage> page, string permission) =>
        page.Find($"[data-permission='{permission}'] input");

    protected static bool IsTicked(IRenderedComponent<RolePage> page, string permission) =>
        Tick(page, permission).HasAttribute("checked");

    protected static IElement Button(IRenderedComponent<RolePage> page, string text) => page.ByRole("button", text);

    protected static void Save(IRenderedComponent<RolePage> page) => page.Find("form[aria-label=Role]").Submit();
}
