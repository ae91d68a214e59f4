using AngleSharp.Dom;
using UserAdmin.Past;
using UserAdmin.Past.Queries;
using UserAdmin.Web.Past;

namespace UserAdmin.Web.Tests.Past;

public sealed class UserCompareViewTests : PastContext
{
    [Fact]
    public void Page_OfTwoMoments_ShowsWhatDiffersAndAllOnRequest()
    {
        var page = ShowAt("?from=20");

        page.FindAll("tbody tr")
            .Select(Text)
            .ShouldBe(["Roles Guests removed Auditors added", "Job title Apprentice Analyst"]);
        page.FindAll("thead th").Select(Text).ShouldBe(["Field", "2026-02-28 19:40:00 UTC", "Now"]);
        page.Find(".switch a").GetAttribute("href").ShouldBe("users/ada/compare?from=20&all=1");

        Navigation.NavigateTo("users/ada/compare?from=20&all=1");

        page.WaitForAssertion(() => page.FindAll("tbody tr").Count.ShouldBeGreaterThan(5));
        page.Find("tr[data-field=Department]").ClassList.ShouldNotContain("differs");
    }

    [Fact]
    public void Page_OfTwoAccountsAtOneMoment_AsksForBothAtThatMoment()
    {
        var bob = new AccountState
        {
            At = Rows.Now,
            Position = 5,
            Row = Rows.User("bob", "Bob Bemer"),
            Claims = [],
        };
        var ada = Then;
        Bus.Answer<GetUserAsOf, AccountState>(query => query.UserId == "bob" ? bob : ada(query.Moment));

        var page = ShowAt("?from=20&with=bob");

        Bus.Asked<GetUserAsOf>().ShouldBe([new("ada", new(Position: 20)), new("bob", new(Position: 20))]);
        page.Find("h1").TextContent.ShouldBe("Ada Lovelace and Bob Bemer");
        Text(page.Find("tr[data-field=Roles]")).ShouldBe("Roles Guests only here –");
    }

    [Fact]
    public void Form_WithABadMoment_SaysWhyAndKeepsTheText()
    {
        var page = ShowAt("?from=20");

        page.Find("#compare-to").Input("later");
        page.Find("form").Submit();

        page.Find("#compare-to-error").TextContent.ShouldStartWith("This is no date and time.");
        page.Find("#compare-to").GetAttribute("value").ShouldBe("later");
        Navigation.Uri.ShouldEndWith("compare?from=20");

        page.Find("#compare-to").Input("2026-02-28 20:00");
        page.Find("form").Submit();

        Navigation.Uri.ShouldEndWith("compare?from=20&to=2026-02-28T20%3A00%3A00Z");
    }

    private IRenderedComponent<UserComparePage> ShowAt(string query)
    {
        Navigation.NavigateTo($"users/ada/compare{query}");
        return Show<UserComparePage>(page => page.Add(p => p.UserId, "ada"));
    }

    private static string Text(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
