using UserAdmin.Applications;
using UserAdmin.Applications.Commands;
using UserAdmin.Pipeline;
using UserAdmin.Roles;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Applications;

namespace UserAdmin.Web.Tests.Applications;

public sealed class ApplicationPageTests : ApplicationPageContext
{
    [Fact]
    public void ApplicationPage_WhenShown_SaysWhatItMayDoAndWhichKeysItHas()
    {
        var page = ShowApplication();

        page.Find("h1").TextContent.ShouldBe("HR sync");
        page.ByLabel("Owner").GetAttribute("value").ShouldBe("Ada Lovelace");
        page.FindAll("[data-permission]:has(input[checked])")
            .Select(choice => choice.GetAttribute("data-permission"))
            .ShouldBe([Permissions.UsersRead]);
        page.Find("[data-key=abcdefghijkl]").TextContent.ShouldContain("Added by Grace Hopper");
    }

    [Fact]
    public void ApplicationPage_WithALimitOfItsOwn_OpensWithoutAConflict()
    {
        Row = Row!.With(row => row.RequestsPerMinute, 60);

        var page = ShowApplication();

        page.ByLabel("Request limit").GetAttribute("value").ShouldBe("60");
        page.FindAll("[data-unsaved]").ShouldBeEmpty();
    }

    [Fact]
    public void ApplicationPage_WhenSaved_SendsWhatWasTypedWithTheVersionSeen()
    {
        var page = ShowApplication();
        page.ByLabel("Allowed addresses").Input("10.0.0.0/8, 203.0.113.7");
        page.ByLabel("Expires after").Change("2027-12-31");
        page.ByLabel("Request limit").Input("600");

        page.Find("form[aria-label=Application]").Submit();

        var update = Bus
            .Sent.ShouldHaveSingleItem()
            .Command.ShouldBeOfType<CommandSet>()
            .Commands.ShouldHaveSingleItem()
            .ShouldBeOfType<UpdateApplication>();
        (update.Name, update.OwnerId, update.RequestsPerMinute, update.SeenVersion).ShouldBe(
            ("HR sync", "ada", 600, 7L)
        );
        update.AllowedAddresses.ShouldBe(["10.0.0.0/8", "203.0.113.7"]);
        update.ExpiresAt.ShouldBe(new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void ApplicationPage_WithALimitThatIsNoNumber_SaysSoAndSendsNothing()
    {
        var page = ShowApplication();
        page.ByLabel("Request limit").Input("many");

        page.Find("form[aria-label=Application]").Submit();

        Bus.Sent.ShouldBeEmpty();
        page.ByLabel("Request limit").DescriptionOf().ShouldEndWith("Enter a whole number from 1 to 100,000.");
    }

    [Fact(Timeout = 30_000)]
    public async Task ApplicationPage_WithATypedOwner_SendsTheAccountThatIsMeant()
    {
        Bus.Answer<ListUsers, UserListing>(_ => new([Rows.User("grace", "Grace Hopper")], 1));
        var page = ShowApplication();
        var typing = page.ByLabel("Owner").InputAsync("grace@example.org");
        while (!typing.IsCompleted)
        {
            Xunit.TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        await typing;

        await page.Find("form[aria-label=Application]").SubmitAsync();

        Bus.Sent.ShouldHaveSingleItem()
            .Command.ShouldBeOfType<CommandSet>()
            .Commands.ShouldHaveSingleItem()
            .ShouldBeOfType<UpdateApplication>()
            .OwnerId.ShouldBe("grace");
    }

    [Fact]
    public void ApplicationPage_OfOneThatMayDoMore_CanOnlyBeStopped()
    {
        May(Permissions.ApplicationsRead, Permissions.ApplicationsManage);

        var page = ShowApplication();

        page.Find("[role=note]").TextContent.ShouldBe(ApplicationErrors.GrantsMore.Message);
        var buttons = page.FindAll("button").Select(button => button.TextContent.Trim()).ToList();
        buttons.ShouldContain("Revoke");
        buttons.ShouldContain("Disable");
        buttons.ShouldNotContain("Add key");
        buttons.ShouldNotContain("Delete application");
    }

    [Fact]
    public void ApplicationPage_WhenThereIsNone_SaysSo()
    {
        Row = null;

        ShowApplication().Find("h1").TextContent.ShouldBe("There is no such application");
    }

    [Fact]
    public void ApplicationsPage_WithoutApplications_SaysWhatTheyAre()
    {
        Row = null;

        Show<ApplicationsPage>().Find(".ua-empty h2").TextContent.ShouldBe("No applications yet");
    }

    [Fact]
    public void ApplicationsPage_WhenShown_SaysWhoOwnsEachAndWhenItWasUsed()
    {
        var row = Show<ApplicationsPage>().Find("[data-application=sync]");

        row.QuerySelector("a")!.GetAttribute("href").ShouldBe("applications/sync");
        row.CellUnder("Owner").TextContent.ShouldBe("Ada Lovelace");
        row.CellUnder("Keys").TextContent.ShouldBe("1 key");
        row.CellUnder("State").TextContent.ShouldBe("Active");
    }

    [Fact]
    public void NewApplicationPage_WhenSent_CreatesItAndOpensIt()
    {
        var page = Show<NewApplicationPage>();
        page.ByLabel("Name").Input("HR sync");
        page.Find($"[data-permission='{Permissions.UsersRead}'] input").Change(true);

        page.Find("form").Submit();

        var create = Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<CreateApplication>();
        (create.Name, create.OwnerId, create.ExpiresAt, create.RequestsPerMinute).ShouldBe(
            ("HR sync", null, null, 3_000)
        );
        create.ApplicationPermissions.ShouldBe([Permissions.UsersRead]);
        page.WaitForAssertion(() => Navigation.Uri.ShouldEndWith($"/applications/{create.ApplicationId}"));
    }
}
