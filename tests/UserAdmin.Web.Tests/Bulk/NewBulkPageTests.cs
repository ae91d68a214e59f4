using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Bulk.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Bulk;

namespace UserAdmin.Web.Tests.Bulk;

public sealed class NewBulkPageTests : ConsoleContext
{
    public NewBulkPageTests()
    {
        Bus.Answer<ListUserIds, Page<string>>(_ => new Page<string>(["ada", "bob", "cy"], 3));
        Bus.Answer<ListRoles, Page<RoleRow>>(_ => Rows.Page(Rows.Role("Editors")));
        Bus.Answer<PreviewBulkAction, BulkPreview>(_ => Preview);
    }

    private BulkPreview Preview { get; set; } =
        new(
            2,
            0,
            1,
            [new BulkReason("Because.", 1)],
            new Page<BulkPreviewRow>(
                [
                    new("ada", "Ada Lovelace", "ada@example.org", UserState.Active, BulkVerdict.WillChange, null),
                    new("bob", "Bob Bemer", "bob@example.org", UserState.Active, BulkVerdict.Blocked, "Because."),
                ],
                3
            )
        );

    [Fact]
    public void NewBulkPage_ByAFilter_ShowsWhatWouldHappenAndStartsItForExactlyThose()
    {
        Navigation.NavigateTo("bulk/new?action=disable&search=a+state:active+role:Editors");
        var page = Show<NewBulkPage>();

        Bus.Asked<ListUserIds>().ShouldHaveSingleItem().Search.ShouldBe("a state:active role:Editors");
        page.FindAll("tr[data-verdict]")
            .Select(row => row.GetAttribute("data-verdict"))
            .ShouldBe(["WillChange", "Blocked"]);
        page.Markup.ShouldContain("Because.");
        page.Find("#bulk-reason").Input("HD-9");
        page.ByRole("button", "Disable 2 users").Click();

        var (command, context) = Bus.Sent.ShouldHaveSingleItem();
        var start = command.ShouldBeOfType<StartBulkAction>();
        (start.Action, string.Join(' ', start.UserIds), context.Reason).ShouldBe(
            (BulkAction.Disable, "ada bob cy", "HD-9")
        );
        Navigation.Uri.ShouldEndWith($"/bulk/{start.BatchId}");
    }

    [Fact]
    public void NewBulkPage_OfAllWhoWereTicked_ActsOnThemAndNotOnWhoTheSearchFindsSince()
    {
        Services.GetRequiredService<UserSelection>().SetAll(["ada", "bob"], "state:active");
        Navigation.NavigateTo("bulk/new?action=disable&search=state:active");
        var page = Show<NewBulkPage>();

        Bus.Asked<ListUserIds>().ShouldBeEmpty();
        page.ByRole("button", "Disable 2 users").Click();

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<StartBulkAction>().UserIds.ShouldBe(["ada", "bob"]);
    }

    [Fact]
    public void NewBulkPage_WhenRefused_SaysWhyAndKeepsTheReason()
    {
        Navigation.NavigateTo("bulk/new?action=disable&all=1");
        var page = Show<NewBulkPage>();
        page.Find("#bulk-reason").Input("HD-9");
        Bus.Refuse(new Error("x", "Not today."));

        page.ByRole("button", "Disable 2 users").Click();

        page.ByRole("alert").TextContent.ShouldContain("Not today.");
        page.Find("#bulk-reason").GetAttribute("value").ShouldBe("HD-9");
    }

    [Fact]
    public void NewBulkPage_DeletingMoreThanAHundred_WantsTheNumberTyped()
    {
        Preview = Preview with { WillChange = 1480 };
        Navigation.NavigateTo("bulk/new?action=delete&all=1");
        var page = Show<NewBulkPage>();

        AngleSharp.Dom.IElement Start() => page.ByRole("button", "Delete 1,480 users");
        Start().HasAttribute("disabled").ShouldBeTrue();
        page.Find("#bulk-typed").Input("148");
        Start().HasAttribute("disabled").ShouldBeTrue();
        page.Find("#bulk-typed").Input("1480");

        Start().HasAttribute("disabled").ShouldBeFalse();
    }

    [Fact]
    public void NewBulkPage_WhenTheSelectionIsGone_ExplainsItAndOffersNoStart()
    {
        Navigation.NavigateTo("bulk/new?action=disable&selected=5000");

        var page = Show<NewBulkPage>();

        page.ByRole("status").TextContent.ShouldContain("The selection is gone");
        Bus.Asked<PreviewBulkAction>().ShouldBeEmpty();
        page.AllByRole("button").ShouldBeEmpty();
    }

    [Fact]
    public void NewBulkPage_WhereTheAddressDoesNotSayWhom_NeverTakesItForEverybody()
    {
        Navigation.NavigateTo("bulk/new?action=disable");

        var page = Show<NewBulkPage>();

        page.AllByRole("button").ShouldBeEmpty();
        page.ByRole("status").TextContent.ShouldContain("No users selected");
        Bus.Asked<PreviewBulkAction>().ShouldBeEmpty();
        Bus.Asked<ListUserIds>().ShouldBeEmpty();
    }

    [Fact]
    public void NewBulkPage_LockingWithoutAMoment_WaitsForIt()
    {
        Navigation.NavigateTo($"bulk/new?action=lock&ids={BulkIds.Encode(["ada"])}");
        var page = Show<NewBulkPage>();
        Bus.Asked<PreviewBulkAction>().ShouldBeEmpty();
        page.ByRole("button", "Lock users").HasAttribute("disabled").ShouldBeTrue();

        page.Find("#bulk-until").Change("24");

        page.WaitForAssertion(() => page.ByRole("button", "Lock 2 users").HasAttribute("disabled").ShouldBeFalse());
        var asked = Bus.Asked<PreviewBulkAction>().ShouldHaveSingleItem();
        (asked.LockUntil, asked.UserIds.Single()).ShouldBe((Clock.GetUtcNow().AddDays(1), "ada"));
        page.ByRole("button", "Lock 2 users").Click();
        ((StartBulkAction)Bus.Sent.Single().Command).LockUntil.ShouldBe(asked.LockUntil);
    }

    [Fact]
    public void NewBulkPage_OfAnEarlierAction_TakesThoseWhomItChanged()
    {
        Bus.Answer<ListBulkUserIds, Page<string>>(query => new Page<string>([$"{query.BatchId}-{query.Outcome}"], 1));
        Navigation.NavigateTo("bulk/new?action=enable&of=batch");

        Show<NewBulkPage>();

        Bus.Asked<PreviewBulkAction>().ShouldHaveSingleItem().UserIds.ShouldBe(["batch-Changed"]);
    }

    [Fact]
    public void NewBulkPage_WhenATabIsChosen_AsksForThatPartOfTheSameUsers()
    {
        Navigation.NavigateTo("bulk/new?action=assignrole&all=1&role=role-Editors");
        var page = Show<NewBulkPage>();
        page.Find("nav a[aria-current=page]").TextContent.ShouldContain("All");

        Navigation.NavigateTo(
            page.FindAll("nav a")
                .Single(tab => tab.TextContent.StartsWith("Blocked", StringComparison.Ordinal))
                .GetAttribute("href")!
        );

        page.WaitForAssertion(() => Bus.Asked<PreviewBulkAction>().Count.ShouldBe(2));
        (Bus.Asked<PreviewBulkAction>()[1].Verdict, Bus.Asked<PreviewBulkAction>()[1].RoleId).ShouldBe(
            (BulkVerdict.Blocked, "role-Editors")
        );
        Bus.Asked<ListUserIds>().Count.ShouldBe(1);
        page.WaitForAssertion(() => page.AllByRole("button", "Assign “Editors” to 2 users").ShouldHaveSingleItem());
    }

    [Theory]
    [InlineData("bulk/new")]
    [InlineData("bulk/new?action=99")]
    [InlineData("bulk/new?action=abolish")]
    public void NewBulkPage_WithoutAnAction_ShowsNotFound(string address)
    {
        Navigation.NavigateTo(address);

        Show<NewBulkPage>().Markup.ShouldContain("There is no such bulk action");
    }
}
