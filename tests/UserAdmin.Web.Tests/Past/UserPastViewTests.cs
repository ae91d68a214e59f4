using AngleSharp.Dom;
using UserAdmin.Past;
using UserAdmin.Past.Queries;
using UserAdmin.Roles;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Users.Person;

namespace UserAdmin.Web.Tests.Past;

public sealed class UserPastViewTests : PastContext
{
    [Fact]
    public void Page_AsOfAnEvent_SaysSoAndShowsThenWithNowBesideIt()
    {
        var page = ShowAt("20");

        page.Find(".says").TextContent.ShouldContain("As of 2026-02-28 19:40:00 UTC");
        Text(page.Find("[data-field=JobTitle]")).ShouldBe("Apprentice now: Analyst");
        page.Find("[data-field=Department]").HasAttribute("data-differs").ShouldBeFalse();
        Text(page.Find("[data-field=Department]")).ShouldBe("Engines");
        page.FindAll("[data-field=Roles] li").Select(Text).ShouldBe(["Guests not now", "now: Auditors"]);
        Text(page.Find(".event")).ShouldStartWith("Profile changed by Grace Hopper");
        // Nothing can be changed, and no draft can be restored into it.
        page.FindAll("[data-draft], select, textarea").ShouldBeEmpty();
        page.FindAll("input").Select(input => input.Id).ShouldBe(["timeline", "as-of"]);
    }

    [Fact]
    public void Manager_IsALink_BecauseTheKeySaysNothing()
    {
        NowState.Row!.With(row => row.ManagerId, "boss");

        var link = ShowAt("20").Find("[data-field=ManagerId] a");

        (link.TextContent, link.GetAttribute("href")).ShouldBe(("this account", "users/boss"));
    }

    [Theory]
    [InlineData("10", null, "20")]
    [InlineData("20", "10", "40")]
    [InlineData("30", "20", "40")]
    [InlineData("40", "20", null)]
    public void Steps_AtAnEvent_LeadToTheChangesAroundItAndPastSignIns(string at, string? before, string? after)
    {
        var page = ShowAt(at);

        Step(page, "Previous change").ShouldBe(before is null ? null : $"users/ada?at={before}");
        Step(page, "Next change").ShouldBe(after is null ? null : $"users/ada?at={after}");
        Step(page, "Now").ShouldBe("users/ada");
    }

    [Fact]
    public void Timeline_Dragged_TellsTheEventAndGoesThereWhenReleased()
    {
        var page = ShowAt("40");
        var line = page.Find("#timeline");
        (line.GetAttribute("value"), line.GetAttribute("max")).ShouldBe(("3", "4"));

        line.Input("0");

        Text(page.Find(".event")).ShouldStartWith("User created by Grace Hopper");
        Navigation.Uri.ShouldEndWith("users/ada?at=40");
        page.Find("#timeline").Change("0");
        Navigation.Uri.ShouldEndWith("users/ada?at=10");
        page.Find("#timeline").Change("4");
        Navigation.Uri.ShouldEndWith("users/ada");
    }

    [Fact]
    public void Page_ForAnotherMoment_AsksOnlyForThePast()
    {
        var page = ShowAt("20");
        var asked = Bus.Asked<GetUserAsOf>().Count;

        Navigation.NavigateTo("users/ada?at=40");

        page.WaitForAssertion(() => page.Find("#timeline").GetAttribute("value").ShouldBe("3"));
        Bus.Asked<GetUserAsOf>().Skip(asked).ShouldBe([new("ada", new(Position: 40))]);
    }

    [Theory]
    [InlineData("soon", "This is no date and time. Write it like 2026-03-01 10:00.")]
    [InlineData("2026-03-01T12:01Z", "This moment has not come yet. Choose one in the past.")]
    [InlineData("0", "There is no event with this number. The first is 1.")]
    public void Page_AtABadMoment_SaysWhyAndKeepsTheText(string at, string problem)
    {
        var page = ShowAt(at);

        page.Find("#as-of-error").TextContent.ShouldBe(problem);
        page.Find("#as-of").GetAttribute("value").ShouldBe(at);
        page.FindAll("[data-field]").ShouldBeEmpty();
    }

    [Fact]
    public void Field_TypedInto_GoesToTheMomentOrKeepsWhatIsWrong()
    {
        var page = ShowAt("20");

        page.Find("#as-of").Input("yesterday");
        page.Find("form").Submit();

        page.Find("#as-of-error").TextContent.ShouldStartWith("This is no date and time.");
        page.Find("#as-of").GetAttribute("value").ShouldBe("yesterday");
        Navigation.Uri.ShouldEndWith("users/ada?at=20");

        page.Find("#as-of").Input("2026-02-28 10:00");
        page.Find("form").Submit();

        Navigation.Uri.ShouldEndWith("users/ada?at=2026-02-28T10:00:00Z");
        page.WaitForAssertion(() =>
            Bus.Asked<GetUserAsOf>()
                .ShouldContain(new GetUserAsOf("ada", new(new(2026, 2, 28, 10, 0, 0, TimeSpan.Zero))))
        );
    }

    [Theory]
    [InlineData("2026-03-01T10:00+02:00", "2026-03-01T08:00Z")]
    [InlineData("2026-03-01T10:00 02:00", "2026-03-01T08:00Z")]
    [InlineData("2026-03-01 10:00 UTC", "2026-03-01T10:00Z")]
    [InlineData("2026-03-01T10:00", "2026-03-01T10:00Z")]
    [InlineData("2026-02-28", "2026-02-28T00:00Z")]
    public void Page_AtATime_AsksForThatMoment(string at, string moment)
    {
        ShowAt(at);

        Bus.Asked<GetUserAsOf>()[0].Moment.ShouldBe(new PastMoment(DateTimeOffset.Parse(moment, null)));
    }

    [Theory]
    [InlineData(Presence.NotYet, "The account did not exist yet.")]
    [InlineData(Presence.Gone, "The account had been removed for good.")]
    public void Page_WhenThereWasNoAccount_SaysSo(Presence presence, string note)
    {
        Then = _ => new() { Presence = presence, At = Rows.Now.AddDays(-1) };

        Text(ShowAt("5").Find("[role=note]")).ShouldBe(note);
    }

    [Fact]
    public void Page_OfAnAccountThatIsGoneNow_ShowsItWithoutDifferences()
    {
        NowState = new() { Presence = Presence.Gone, At = Rows.Now };

        var page = ShowAt("20");

        Text(page.Find("[role=note]")).ShouldContain("removed for good later");
        Text(page.Find("[data-field=JobTitle]")).ShouldBe("Apprentice");
        page.FindAll(".now").ShouldBeEmpty();
    }

    [Fact]
    public void Page_WithoutPermission_SaysSo()
    {
        Bus.Answer<GetUserAsOf, AccountState>(_ =>
            Task.FromResult(
                new Messaging.Answer<AccountState>
                {
                    Refusal = Messaging.MessagingErrors.NotPermitted(Permissions.AuditRead),
                }
            )
        );

        ShowAt("20").Markup.ShouldContain("You may not see how this user was");
    }

    private IRenderedComponent<UserPage> ShowAt(string at)
    {
        Navigation.NavigateTo($"users/ada?at={Uri.EscapeDataString(at)}");
        return Show<UserPage>(page => page.Add(p => p.UserId, "ada"));
    }

    private static string? Step(IRenderedComponent<UserPage> page, string text) =>
        page.FindAll(".steps .ua-button").Single(button => button.TextContent == text).GetAttribute("href");

    private static string Text(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
