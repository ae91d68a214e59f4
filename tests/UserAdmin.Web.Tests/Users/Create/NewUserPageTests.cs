using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Storage;
using UserAdmin.Web.Users.Create;

namespace UserAdmin.Web.Tests.Users.Create;

public sealed class NewUserPageTests : NewUserPageContext
{
    [Fact]
    public void NewUserPage_WhenShown_LabelsEachField()
    {
        var page = ShowWithPassword();

        page.FindAll("label[for]").Select(label => label.TextContent).ShouldBe(Labels);
        page.FindAll("label[for]").ShouldEachBe(label => page.FindAll($"input#{label.GetAttribute("for")}").Count == 1);
    }

    [Fact]
    public void NewUserPage_OfADatabaseThatRequiresMore_SaysSoInsteadOfAForm()
    {
        Database.Required = [new("FirstName", "TEXT", ExtraColumnType.Text, false, false, false)];

        var page = Show<NewUserPage>();

        page.Find(".ua-note").TextContent.ShouldContain("requires a value for FirstName");
        page.FindAll("form").ShouldBeEmpty();
    }

    [Fact]
    public async Task NewUserPage_WhenLeftWithTypedText_Asks()
    {
        var dialogs = ShowDialogs();
        var page = Show<NewUserPage>();
        await Field(page, "Display name").InputAsync("Ada Lovelace");

        await page.InvokeAsync(() => Navigation.NavigateTo("users"));

        await dialogs.WaitForAssertionAsync(() => dialogs.Markup.ShouldContain("Leave without saving?"));
    }

    [Fact]
    public void NewUserPage_WhenTheEmailIsTyped_SuggestsTheUserNameUntilOneIsChosen()
    {
        var page = Show<NewUserPage>();

        Field(page, "Email").Input("ada.l+x@example.org");
        Field(page, "User name").GetAttribute("value").ShouldBe("ada.l+x");

        Field(page, "User name").Input("countess");
        Field(page, "Email").Input("grace@example.org");
        Field(page, "User name").GetAttribute("value").ShouldBe("countess");

        Field(page, "User name").Input("");
        Field(page, "Email").Input("gräce@example.org");
        Field(page, "User name").GetAttribute("value").ShouldBe("grace");
    }

    [Fact]
    public void NewUserPage_WhenAPasswordIsGenerated_ShowsALongOne()
    {
        var page = ShowWithPassword();

        Button(page, "Generate a password").Click();

        var field = Field(page, "Initial password");
        field.GetAttribute("type").ShouldBe("text");
        var first = field.GetAttribute("value").ShouldNotBeNull();
        first.Length.ShouldBeGreaterThanOrEqualTo(20);
        Button(page, "Generate a password").Click();
        Field(page, "Initial password").GetAttribute("value").ShouldNotBe(first);
    }

    [Fact]
    public void NewUserPage_WhenInvitingIsChosenOrNot_AsksForAPasswordOnlyWhereItIsSetHere()
    {
        var page = Show<NewUserPage>();
        page.FindAll("#field-Password").ShouldBeEmpty();
        Button(page, "Send invitation").ShouldNotBeNull();

        page.Find("input[value=password]").Change("password");

        page.FindAll("#field-Password").Count.ShouldBe(1);
        Button(page, "Create user").ShouldNotBeNull();
    }

    [Fact]
    public void NewUserPage_WhenRolesAreOffered_OffersOnlyThoseThatAllowNoMoreThanOneMayDo()
    {
        May(Permissions.UsersCreate, Permissions.RolesRead, Permissions.RolesAssign, Permissions.AuditRead);

        Show<NewUserPage>()
            .FindAll("input[type=checkbox]")
            .Select(box => box.GetAttribute("value"))
            .ShouldBe(["role-Auditor"]);
    }

    [Fact]
    public void NewUserPage_WithoutPermissionToAssign_AsksForNoRoles()
    {
        May(Permissions.UsersCreate, Permissions.RolesRead);

        Show<NewUserPage>().FindAll("input[type=checkbox]").ShouldBeEmpty();
        Bus.Asked<ListRoles>().ShouldBeEmpty();
    }

    [Fact]
    public void NewUserPage_WithoutPermission_ShowsNoForm()
    {
        May(Permissions.UsersRead);

        var page = Show<NewUserPage>();

        page.FindAll("form").ShouldBeEmpty();
        page.Markup.ShouldContain(Permissions.UsersCreate);
    }

    [Fact]
    public void NewUserPage_BeforeItIsInteractive_TakesNoTextThatWouldBeLost()
    {
        SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Static", isInteractive: false));

        Show<NewUserPage>().Find("fieldset").HasAttribute("disabled").ShouldBeTrue();
    }
}
