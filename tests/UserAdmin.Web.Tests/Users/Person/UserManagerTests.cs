using UserAdmin.Pipeline;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Web.Tests.Users.Person;

/// <summary>A person's manager and reports on the person's page.</summary>
public sealed class UserManagerTests : UserPageContext
{
    private readonly UserRow _boss = Rows.User("boss", "Grace Hopper");

    [Fact]
    public void Manager_IsShownByName_WithALink()
    {
        Place("boss");

        var page = ShowAda();

        Field(page, "Manager").GetAttribute("value").ShouldBe("Grace Hopper");
        page.ByRole("link", "Open this account").GetAttribute("href").ShouldBe("users/boss");
    }

    [Fact]
    public void Manager_WhoIsGone_IsSaidToBe()
    {
        Place("nobody");

        Field(ShowAda(), "Manager").GetAttribute("value").ShouldBe("An account that no longer exists");
    }

    [Fact]
    public void Reports_AreCounted_AndOpenTheList()
    {
        Place(null);
        Bus.Answer<ListUsers, UserListing>(query => query.Search == "manager:ada" ? new([_boss], 2) : new([], 0));

        ShowAda().ByRole("link", "2 direct reports").GetAttribute("href").ShouldBe("users?q=manager%3Aada");
    }

    [Fact]
    public void Manager_ThatIsTyped_IsSentByItsKey()
    {
        Place(null);
        Bus.Answer<ListUsers, UserListing>(_ => new([_boss], 1));
        var page = ShowAda();

        Field(page, "Manager").Input("grace");
        Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForState(() => page.FindAll("datalist option").Count == 1);
        page.ByRole("form", "Profile").Submit();

        var sent = Bus.Sent.ShouldHaveSingleItem().Command;
        sent.ShouldBeOfType<CommandSet>()
            .Commands.ShouldHaveSingleItem()
            .ShouldBeOfType<UpdateUserProfile>()
            .ManagerId.ShouldBe("boss");
    }

    private void Place(string? managerId)
    {
        Row = Rows.Ada(version: 7).With(row => row.ManagerId, managerId);
        Bus.Answer<GetUser, UserRow>(query =>
            query.UserId switch
            {
                "ada" => Row,
                "boss" => _boss,
                _ => null,
            }
        );
    }
}
