using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Tests.Users.List;

public sealed class UsersPagerTests : UsersPageContext
{
    [Fact]
    public void UsersPager_InTheMiddle_LinksToTheCursorAtTheEndOfThePage()
    {
        var pager = Pager(
            Listing(total: 1_000_000, offset: 500_000) with
            {
                Next = "n1",
                Previous = "p1",
            },
            new UsersAddress("a", PageNumber: 10_001)
        );

        Links(pager)
            .ShouldBe([
                ("First", "users?q=a"),
                ("Previous", "users?q=a&page=10000&from=p1"),
                ("Next", "users?q=a&page=10002&from=n1"),
                ("Last", "users?q=a&page=20000"),
            ]);
        Range(pager).ShouldBe("500,001–500,050 of 1,000,000");
        pager.ByLabel("Page").GetAttribute("value").ShouldBe("10,001");
    }

    [Fact]
    public void UsersPager_WhenRowsCameBefore_SaysWhereThePageStandsNow()
    {
        // The second page when its link was followed; 60 users have been added before it since.
        var pager = Pager(
            Listing(total: 260, offset: 110) with
            {
                Next = "n1",
                Previous = "p1",
            },
            new UsersAddress(PageNumber: 2) { Cursor = "x" }
        );

        Range(pager).ShouldBe("111–160 of 260");
        pager.ByLabel("Page").GetAttribute("value").ShouldBe("3");
        Links(pager).ShouldContain(("Previous", "users?page=2&from=p1"));
    }

    [Fact]
    public void UsersPager_OnTheSecondPage_LeadsBackToTheFirstWithoutACursor() =>
        Links(
                Pager(
                    Listing(total: 130, offset: 50) with
                    {
                        Next = "n1",
                        Previous = "p1",
                    },
                    new UsersAddress(PageNumber: 2)
                )
            )
            .ShouldContain(("Previous", "users"));

    [Fact]
    public void UsersPager_WithOtherPageSizes_SaysThemInLinksToLaterPages()
    {
        var pager = Render<UsersPager>(builder =>
            builder
                .Add(one => one.Listing, Listing(total: 130, offset: 0, count: 25))
                .Add(one => one.Address, new UsersAddress())
                .Add(one => one.PageSize, 25)
        );

        Links(pager).ShouldBe([("Next", "users?page=2&size=25"), ("Last", "users?page=6&size=25")]);
    }

    [Theory]
    [InlineData("7", "users?page=7")]
    [InlineData("1", "users")]
    [InlineData(" 12,345 ", "users?page=12345")]
    [InlineData("99999", "users?page=20000")]
    public void UsersPager_WhenAPageIsTyped_GoesThere(string typed, string address)
    {
        var pager = Pager(Listing(total: 1_000_000, offset: 100), new UsersAddress(PageNumber: 3));

        pager.ByLabel("Page").Change(typed);
        pager.ByRole("form", "Go to a page").Submit();

        Navigation.Uri.ShouldEndWith($"/{address}");
    }

    private static string Range(IRenderedComponent<UsersPager> pager) =>
        pager.ByRole("navigation", "Pages").FirstElementChild!.TextContent;

    private static UserListing Listing(int total, int offset, int count = 50) =>
        new([.. Enumerable.Range(0, count).Select(number => Rows.User($"u{number}", "Una"))], total, offset);

    private IRenderedComponent<UsersPager> Pager(UserListing listing, UsersAddress address) =>
        Render<UsersPager>(builder =>
            builder.Add(pager => pager.Listing, listing).Add(pager => pager.Address, address)
        );

    private static IEnumerable<(string, string?)> Links(IRenderedComponent<UsersPager> pager) =>
        pager.FindAll("a").Select(link => (link.TextContent, link.GetAttribute("href")));
}
