using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Roles;

namespace UserAdmin.Web.Tests.Roles;

public sealed class RolesPageTests : ConsoleContext
{
    private Page<RoleRow> _roles = Rows.Page(
        Rows.Role("Administrator")
            .With(role => role.Permissions, string.Join(' ', Permissions.All.Select(one => one.Name))),
        Rows.Role("Auditor").With(role => role.MemberCount, 1204)
    );

    public RolesPageTests() => Bus.Answer<ListRoles, Page<RoleRow>>(_ => _roles);

    [Fact]
    public void RolesPage_WhenShown_SaysHowMuchEachAllowsAndHowManyHoldIt()
    {
        var page = Show<RolesPage>();

        page.Find("[data-role=role-Auditor] a").GetAttribute("href").ShouldBe("roles/role-Auditor");
        page.Find("[data-role=role-Auditor]").CellUnder("Members").TextContent.ShouldBe("1,204 members");
        page.Find("[data-role=role-Auditor]").CellUnder("Permissions").TextContent.ShouldBe("None");
        page.Find("[data-role=role-Administrator]")
            .CellUnder("Permissions")
            .TextContent.ShouldBe($"All {Permissions.All.Count}");
        page.FindAll("tr.glow").ShouldBeEmpty();
    }

    [Fact]
    public async Task RolesPage_WhenARoleChanges_GlowsThere()
    {
        var page = Show<RolesPage>();
        _roles = Rows.Page(_roles.Items[0], Rows.Role("Auditor").With(role => role.MemberCount, 1203));

        Feed.Publish("ada");
        await Clock.SomeoneWaitsAsync();

        page.Find("tr.glow").GetAttribute("data-role").ShouldBe("role-Auditor");
    }

    [Fact]
    public void RolesPage_WithoutPermissionToManage_OffersNoNewRole()
    {
        May(Permissions.RolesRead);

        Show<RolesPage>().FindAll("a[href='roles/new']").ShouldBeEmpty();
    }

    [Fact]
    public void RolesPage_WhenRefused_ShowsNotPermitted()
    {
        Bus.Answer<ListRoles, Page<RoleRow>>(_ =>
            Task.FromResult(new Answer<Page<RoleRow>> { Refusal = MessagingErrors.NotPermitted(Permissions.RolesRead) })
        );

        Show<RolesPage>().Find("h1").TextContent.ShouldBe("You may not see roles");
    }

    [Fact]
    public void NewRolePage_WhenSent_CreatesTheRoleOnceAndOpensIt()
    {
        var page = Show<NewRolePage>();
        page.ByLabel("Name").Input("Help desk");
        page.Find($"[data-permission='{Permissions.UsersRead}'] input").Change(true);
        page.FindComponent<UnsavedChanges>().Instance.HasChanges.ShouldBeTrue();

        page.Find("form").Submit();

        var create = Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<CreateRole>();
        (create.Name, create.Description).ShouldBe(("Help desk", null));
        create.RolePermissions.ShouldBe([Permissions.UsersRead]);
        page.WaitForAssertion(() => Navigation.Uri.ShouldEndWith($"/roles/{create.RoleId}"));
    }

    [Fact]
    public void NewRolePage_WhenRefused_SaysWhyBesideTheField()
    {
        Bus.Refuse(RoleErrors.NameTaken, RoleErrors.GrantsMore with { Field = "RolePermissions" });
        var page = Show<NewRolePage>();

        page.Find("form").Submit();

        page.ByLabel("Name").DescriptionOf().ShouldEndWith(RoleErrors.NameTaken.Message);
        page.ByRole("alert").TextContent.ShouldContain(RoleErrors.GrantsMore.Message);
        page.Find("form").Submit();
        Bus.Sent[1].Context.CommandId.ShouldBe(Bus.Sent[0].Context.CommandId);
    }

    [Fact]
    public void NewRolePage_WithoutPermission_IsRefused()
    {
        May(Permissions.RolesRead);

        Show<NewRolePage>().Find("h1").TextContent.ShouldBe("You may not create roles");
    }
}
