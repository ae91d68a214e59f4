using UserAdmin.Applications.Requests;
using UserAdmin.Web.Applications;

namespace UserAdmin.Web.Tests.Applications;

public sealed class RequestsViewTests : ApplicationPageContext
{
    [Fact]
    public void Requests_OfAnApplication_AreShownWithWhatWasSentAndAnswered()
    {
        Requests.Add(Request(404, "GET", "/scim/v2/Users/•••"));

        var view = ShowRequests();

        view.Find("summary").TextContent.ShouldContain("404");
        view.Find("summary").TextContent.ShouldContain("GET /scim/v2/Users/•••");
        view.FindAll("pre").ShouldHaveSingleItem().TextContent.ShouldBe("{\"status\":\"404\"}");
        view.Markup.ShouldContain("Without a body.");
    }

    [Fact]
    public void OnlyRefused_WhenTicked_LeavesOutTheOthers()
    {
        Requests.Add(Request(200, "GET", "/scim/v2/Users"));
        Requests.Add(Request(409, "POST", "/scim/v2/Users"));
        var view = ShowRequests();
        view.FindAll("details").Count.ShouldBe(2);

        view.Find("input[type=checkbox]").Change(true);

        view.WaitForAssertion(() => view.FindAll("details").ShouldHaveSingleItem().TextContent.ShouldContain("409"));
    }

    [Fact]
    public void ShowMore_OfManyRequests_ShowsTheNext()
    {
        for (var number = 0; number < 30; number++)
        {
            Requests.Add(Request(200, "GET", "/api/v1/users"));
        }

        var view = ShowRequests();
        view.FindAll("details").Count.ShouldBe(25);
        view.Find("button").Click();

        view.WaitForAssertion(() => view.FindAll("details").Count.ShouldBe(30));
    }

    [Fact]
    public void Requests_OfNobody_SaysSo() => ShowRequests().Markup.ShouldContain("has not asked for anything yet");

    private IRenderedComponent<RequestsView> ShowRequests() =>
        Show<RequestsView>(view => view.Add(one => one.ApplicationId, "sync"));

    private static ApplicationRequest Request(int status, string method, string address) =>
        new(
            Guid.CreateVersion7().ToString(),
            "sync",
            "abcdefghijkl",
            Rows.Now.AddMinutes(-1),
            method,
            address,
            status,
            3_400,
            "203.0.113.7",
            null,
            $"{{\"status\":\"{status}\"}}"
        );
}
