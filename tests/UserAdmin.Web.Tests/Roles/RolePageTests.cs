using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Roles.Queries;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Tests.Roles;

public sealed class RolePageTests : RolePageContext
{
    [Fact]
    public void RolePage_WhenShown_SaysWhatItAllowsAndWhoHoldsIt()
    {
        var page = ShowRole();

        page.Find("h1").TextContent.ShouldBe("Help desk");
        page.FindAll("[data-permission]:has(input[checked])")
            .Select(choice => choice.GetAttribute("data-permission"))
            .ShouldBe([Permissions.UsersRead, Permissions.RolesRead]);
        page.Find("[data-member=ada] a").GetAttribute("href").ShouldBe("users/ada");
        page.Find("[data-member=ada]").TextContent.ShouldContain("Assigned by Grace Hopper");
    }

    [Fact]
    public void RolePage_OfARoleWithClaimsOfAnApplication_ShowsThem()
    {
        Row = Row!.With(row => row.OtherClaims, """[{"ClaimType":"region","Value":"north"}]""");

        ShowRole().Find("[aria-labelledby=claims-title] li").TextContent.ShouldBe("region: north");
    }

    [Fact]
    public void RolePage_WhenSaved_SendsOnlyWhatWasTouchedWithTheVersionSeen()
    {
        var page = ShowRole();
        Tick(page, Permissions.AuditRead).Change(true);
        Tick(page, Permissions.RolesRead).Change(false);
        page.Find("#save-reason").Input("Ticket 12");

        Save(page);

        var (command, context) = Bus.Sent.ShouldHaveSingleItem();
        var change = command
            .ShouldBeOfType<CommandSet>()
            .Commands.ShouldHaveSingleItem()
            .ShouldBeOfType<ChangeRolePermissions>();
        (change.RoleId, change.SeenVersion, context.Reason).ShouldBe(("desk", 7L, "Ticket 12"));
        change.RolePermissions.ShouldBe([Permissions.AuditRead, Permissions.UsersRead]);
        Snackbars.ShouldBe(["Saved"]);
        page.FindComponent<UnsavedChanges>().Instance.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public void RolePage_WhenRenamedAndDescribed_SendsTheCommandOnce()
    {
        Bus.OnSend = _ => throw new TimeoutException("Lost.");
        var page = ShowRole();
        page.ByLabel("Name").Input("Service point");
        page.ByLabel("Description").Input("Answers the phone");

        Save(page);
        page.ByRole("alert").TextContent.ShouldContain("did not answer");
        Save(page);

        Bus.Sent[0]
            .Command.ShouldBeOfType<CommandSet>()
            .Commands.ShouldBe([new UpdateRole("desk", "Service point", "Answers the phone", 7)]);
        Bus.Sent[1].Context.CommandId.ShouldBe(Bus.Sent[0].Context.CommandId);
        page.FindComponent<UnsavedChanges>().Instance.HasChanges.ShouldBeTrue();
    }

    [Fact]
    public async Task RolePage_WhenSomeoneElseChangesPermissions_FollowsWhatWasNotTouched()
    {
        var page = ShowRole();
        await Tick(page, Permissions.AuditRead).ChangeAsync(true);

        await ChangeAsync(HelpDesk(9, Permissions.UsersRead, Permissions.SystemRead));

        (
            IsTicked(page, Permissions.AuditRead),
            IsTicked(page, Permissions.SystemRead),
            IsTicked(page, Permissions.RolesRead)
        ).ShouldBe((true, true, false));
        Save(page);
        var change = Bus
            .Sent.ShouldHaveSingleItem()
            .Command.ShouldBeOfType<CommandSet>()
            .Commands.Single()
            .ShouldBeOfType<ChangeRolePermissions>();
        change.SeenVersion.ShouldBe(9);
        change.RolePermissions.ShouldBe([Permissions.AuditRead, Permissions.SystemRead, Permissions.UsersRead]);
    }

    [Fact]
    public async Task RolePage_WhenSomeoneElseRenamesItMeanwhile_AsksWhichNameToKeep()
    {
        History = Rows.Page(
            Rows.Event(9, "Role renamed", new EventLog.FieldChange("Name", "Help desk", "Theirs"))
                .With(entry => entry.ActorId, "bob")
                .With(entry => entry.ActorName, "Bob Bemer")
        );
        var page = ShowRole();
        await page.ByLabel("Name").InputAsync("Mine");

        await ChangeAsync(HelpDesk(9, Permissions.UsersRead, Permissions.RolesRead).With(role => role.Name, "Theirs"));

        page.ByLabel("Name").GetAttribute("value").ShouldBe("Mine");
        page.ByLabel("Name").DescriptionOf().ShouldContain("Bob Bemer");
        await Button(page, "Keep mine").ClickAsync();
        Save(page);
        Bus.Sent.ShouldHaveSingleItem()
            .Command.ShouldBeOfType<CommandSet>()
            .Commands.ShouldBe([new UpdateRole("desk", "Mine", null, 9)]);
    }

    [Fact]
    public void RolePage_WhenRefusedAsStale_ShowsTheirValueBesideTheField()
    {
        Bus.Refuse(new StaleEdit("Name", "Theirs", "Bob Bemer", Rows.Now, 12, "Bob Bemer changed this."));
        var page = ShowRole();
        page.ByLabel("Name").Input("Mine");

        Save(page);

        page.ByLabel("Name").DescriptionOf().ShouldContain("Theirs");
        page.ByRole("alert").TextContent.ShouldContain("Nothing was saved");
    }

    [Fact]
    public void RolePage_OfAPermissionThePersonLacks_CannotBeTicked()
    {
        May(Permissions.RolesRead, Permissions.RolesManage, Permissions.UsersRead);

        var page = ShowRole();

        Tick(page, Permissions.AuditRead).HasAttribute("disabled").ShouldBeTrue();
        page.Find($"[data-permission='{Permissions.AuditRead}']").TextContent.ShouldContain("you do not have it");
        Tick(page, Permissions.RolesManage).HasAttribute("disabled").ShouldBeFalse();
    }

    [Fact]
    public void RolePage_OfARoleThatAllowsMore_IsReadOnlyAndSaysWhy()
    {
        May(Permissions.RolesRead, Permissions.RolesManage);

        var page = ShowRole();

        page.ByRole("form", "Role").ByRole("note").TextContent.ShouldBe(RoleErrors.GrantsMore.Message);
        page.Find("form[aria-label=Role] > fieldset").HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public void RolePage_WithoutPermissionToManage_OnlyShows()
    {
        May(Permissions.RolesRead);

        var page = ShowRole();

        page.Find("form[aria-label=Role] > fieldset").HasAttribute("disabled").ShouldBeTrue();
        page.FindAll("button[type=submit]").ShouldBeEmpty();
        page.FindAll("button").ShouldNotContain(button => button.TextContent.Trim() == "Delete role");
    }

    [Fact]
    public void RolePage_OfAdministrator_OffersNeitherPermissionsNorDeletion()
    {
        Row = HelpDesk(7, [.. Permissions.All.Select(permission => permission.Name)])
            .With(role => role.Name, "Administrator");

        var page = ShowRole();

        page.FindAll("[data-permission] input").ShouldEachBe(input => input.HasAttribute("disabled"));
        page.FindAll("button").ShouldNotContain(button => button.TextContent.Trim() == "Delete role");
        page.ByRole("form", "Role").ByRole("note").TextContent.ShouldBe(RoleErrors.Administrator.Message);
    }

    [Fact]
    public void RolePage_WhenTheRoleIsDeletedElsewhere_ShowsThatItWasDeleted()
    {
        var page = ShowRole();

        Row = null;
        Feed.PublishRole("desk");

        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe("This role was deleted"));
    }

    [Fact]
    public void RolePage_OfNoRole_IsNotFound()
    {
        Row = null;

        ShowRole().Find("h1").TextContent.ShouldBe("There is no such role");
    }

    [Fact]
    public void RolePage_WithManyMembers_TurnsPagesByAddress()
    {
        Members = query =>
            new(
                query.PageNumber == 1
                    ? [new("ada", "Ada Lovelace", "ada@example.org", "Grace", Rows.Now)]
                    : [new("bob", "Bob Bemer", "bob@example.org", "Grace", Rows.Now)],
                16
            );
        var page = ShowRole();

        page.FindAll("footer a")
            .Single(link => link.TextContent == "Next")
            .GetAttribute("href")
            .ShouldBe("roles/desk?page=2");
        Navigation.NavigateTo("roles/desk?page=2");

        page.WaitForAssertion(() => page.Find("[data-member=bob]").TextContent.ShouldContain("Bob Bemer"));
    }
}
