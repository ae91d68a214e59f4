using UserAdmin.Applications.Queries;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Tests.Users.Person;

/// <summary>The ids that applications know a person by, on the person's page.</summary>
public sealed class UserClientIdsTests : UserPageContext
{
    [Fact]
    public void Ids_AreShownWithTheirApplications()
    {
        Bus.Answer<ListUserExternalIds, Page<ClientExternalId>>(_ =>
            Rows.Page(new ClientExternalId("app 1", "Okta", "00u1"))
        );

        var card = ShowAda().ByRole("region", "Ids at applications");

        card.QuerySelector("a")!.GetAttribute("href").ShouldBe("applications/app%201");
        card.QuerySelector("dd")!.TextContent.Trim().ShouldBe("00u1");
    }

    [Fact]
    public void Ids_IfThereAreNone_TakeNoRoom() => ShowAda().FindAll("#client-ids-title").ShouldBeEmpty();
}
