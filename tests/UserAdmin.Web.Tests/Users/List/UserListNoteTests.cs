using Microsoft.AspNetCore.Components;
using UserAdmin.Users;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Users.List;

namespace UserAdmin.Web.Tests.Users.List;

public sealed class UserListNoteTests : UsersPageContext
{
    [Fact]
    public void Note_WhileTheListIsLoaded_SaysHowFarAndThenDisappears()
    {
        UserList.Progress = new UserListProgress(0, 0);
        var note = Show<UserListNote>();
        note.Find("[role=status]").TextContent.Trim().ShouldEndWith("The list of users is being loaded.");

        UserList.Progress = new UserListProgress(340_000, 1_000_000);
        Clock.Advance(UserListNote.Interval);
        note.WaitForAssertion(() => note.Find("p").TextContent.ShouldEndWith("340,000 of 1,000,000."));
        note.Find("progress").GetAttribute("value").ShouldBe("340000");

        UserList.Progress = null;
        Clock.Advance(UserListNote.Interval);
        note.WaitForAssertion(() => note.FindAll("[role=status]").ShouldBeEmpty());
    }

    [Fact]
    public void Note_OnceTheListIsLoaded_IsNotThere() => Show<UserListNote>().FindAll("[role=status]").ShouldBeEmpty();

    [Fact]
    public void UsersPage_PrerenderedWhileTheListIsLoaded_DoesNotWaitForIt()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));
        UserList.Progress = new UserListProgress(340_000, 1_000_000);

        var page = Show<UsersPage>();

        page.Find("h1").TextContent.ShouldBe("Users");
        page.Markup.ShouldContain("340,000 of 1,000,000");
        Bus.Asked<ListUsers>().ShouldBeEmpty();
    }
}
