using UserAdmin.Audit.Queries;
using UserAdmin.Mail;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Invitations;

namespace UserAdmin.Web.Tests.Invitations;

/// <summary>The page of people who were invited and have not answered.</summary>
public sealed class InvitationsPageTests : ConsoleContext
{
    private readonly UserRow _ada = Invited("ada", "Ada", Rows.Now.AddDays(3));
    private readonly UserRow _bob = Invited("bob", "Bob", Rows.Now.AddDays(-1));

    public InvitationsPageTests()
    {
        Bus.Answer<ListUsers, UserListing>(_ => Rows.Listing(_ada, _bob));
        Bus.Answer<ListInvitations, IReadOnlyList<Invitation>>(_ =>
            [new("ada", "Grace Hopper", Rows.Now, 2, null), new("bob", "Grace Hopper", Rows.Now, 1, null)]
        );
        Bus.Answer<CountUsers, UserCounts>(_ => new UserCounts([2, 1]));
    }

    [Fact]
    public void List_Always_SaysWhoInvitedWhomAndWhichLinksNoLongerWork()
    {
        var page = Show<InvitationsPage>();

        var ada = page.Find("[data-user=ada]");
        ada.TextContent.ShouldContain("Grace Hopper");
        ada.TextContent.ShouldContain("Sent 2 times");
        ada.GetAttribute("data-expired").ShouldBe("false");
        page.Find("[data-user=bob]").TextContent.ShouldContain("Expired");
        page.FindAll(".ua-tabs .ua-count").Select(count => count.TextContent).ShouldBe(["2", "1"]);
        Bus.Asked<ListUsers>()[^1]
            .ShouldBe(new ListUsers("state:invited", new UserSort(nameof(UserRow.InvitedAt)), Descending: true));
    }

    [Theory]
    [InlineData(MailStatus.Failed, true, "The mail could not be sent. Failed mail")]
    [InlineData(MailStatus.Failed, false, "The mail could not be sent.")]
    [InlineData(MailStatus.Waiting, true, "The mail waits to be sent.")]
    [InlineData(MailStatus.Discarded, true, "The mail was discarded.")]
    [InlineData(MailStatus.Sent, true, null)]
    public void Row_Always_SaysWhatBecameOfTheMail(MailStatus status, bool maySeeMail, string? text)
    {
        string[] permissions =
        [
            Permissions.UsersRead,
            Permissions.UsersCreate,
            .. maySeeMail ? (string[])[Permissions.MailRead] : [],
        ];
        May(permissions);
        Bus.Answer<ListInvitations, IReadOnlyList<Invitation>>(_ =>
            [new("ada", "Grace Hopper", Rows.Now, 1, null, status)]
        );

        var page = Show<InvitationsPage>();

        page.FindAll("[data-user=ada] [data-mail]")
            .Select(note => note.TextContent)
            .ShouldBe(text is null ? [] : [text]);
        page.FindAll("[data-mail] a")
            .Select(link => link.GetAttribute("href"))
            .ShouldBe(status == MailStatus.Failed && maySeeMail ? ["mail?status=failed"] : []);
    }

    [Fact]
    public void Address_Always_GivesFilterSortAndSearch()
    {
        Navigation.NavigateTo("invitations?q=smith&show=expired&sort=expires&order=desc&page=2");
        Show<InvitationsPage>();

        Bus.Asked<ListUsers>()[^1]
            .ShouldBe(
                new ListUsers(
                    "state:invited invitation-expires<0h smith",
                    new UserSort(nameof(UserRow.InvitationExpiresAt)),
                    Descending: true,
                    PageNumber: 2
                )
            );
    }

    [Theory]
    [InlineData("invitations", "name", "invitations?sort=name")]
    [InlineData("invitations?sort=name", "name", "invitations?sort=name&order=desc")]
    [InlineData("invitations?sort=name", "invited", "invitations")]
    [InlineData("invitations", "invited", "invitations?order=asc")]
    public void Sort_OfAnAddress_IsReadBackAsItIsWritten(string from, string sort, string to)
    {
        var address = Parse(from).SortedBy(sort);

        address.Uri().ShouldBe(to);
        Parse(to).ShouldBe(address);
    }

    [Fact]
    public void Search_Typed_GoesIntoTheAddress()
    {
        var page = Show<InvitationsPage>();
        page.Find("input[type=search]").Change(" smith ");
        Navigation.Uri.ShouldEndWith("invitations?q=smith");
    }

    [Fact]
    public void Selection_Always_LeadsToThePreviewOfSendingAgain()
    {
        var page = Show<InvitationsPage>();
        page.Find("[data-user=ada] input").Change(true);

        page.Find(".picked a").GetAttribute("href")!.ShouldStartWith("bulk/new?action=resendinvitation&ids=");
        page.Find(".picked a").TextContent.ShouldBe("Send again to 1 person …");
    }

    [Fact]
    public void Row_WithAMailServer_IsSentAgainAndGivesNoLink()
    {
        var dialogs = ShowDialogs();
        var page = Show<InvitationsPage>();
        page.FindAll("button").ShouldNotContain(button => button.TextContent == "Copy link");

        page.ByRole("button", "Send the invitation to Ada again").Click();
        dialogs.WaitForElement("[role=dialog]");
        dialogs.ByRole("button", "Send invitation").Click();

        page.WaitForAssertion(() => Bus.Sent.Select(sent => sent.Command).ShouldContain(new ResendInvitation("ada")));
    }

    [Fact]
    public void Row_WithoutAMailServer_OffersItsLinkWhileItWorks()
    {
        Delivery.HasServer = false;
        var page = Show<InvitationsPage>();

        page.FindAll("[data-user=ada] button")
            .Select(button => button.TextContent)
            .ShouldBe(["Copy link", "Send again"]);
        page.FindAll("[data-user=bob] button").Select(button => button.TextContent).ShouldBe(["Send again"]);
        page.Find("[data-undelivered]").TextContent.ShouldContain("Copy the links");
    }

    [Fact]
    public void Page_ForWhoMayOnlyRead_OffersNothing()
    {
        May(Permissions.UsersRead);
        var page = Show<InvitationsPage>();
        page.FindAll("tbody button, tbody input").ShouldBeEmpty();
        page.FindAll("a[href='invitations/new']").ShouldBeEmpty();
    }

    private static InvitationsAddress Parse(string uri)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(
            uri.Contains('?', StringComparison.Ordinal) ? uri[uri.IndexOf('?', StringComparison.Ordinal)..] : ""
        );
        string? Part(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;
        return InvitationsAddress.Parse(Part("q"), Part("show"), Part("sort"), Part("order"), Part("page"));
    }

    private static UserRow Invited(string id, string name, DateTimeOffset expires) =>
        Rows.User(id, name)
            .With(row => row.InvitedAt, Rows.Now.AddDays(-4))
            .With(row => row.InvitationExpiresAt, expires);
}
