using System.Globalization;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Forms;
using UserAdmin.Web.Layout;

namespace UserAdmin.Web.Tests.Layout;

public sealed class MainLayoutTests : ConsoleContext
{
    public MainLayoutTests() => Navigation.NavigateTo("users?q=ada");

    private ActingUser Acting => Services.GetRequiredService<ActingUser>();

    [Fact]
    public void MainLayout_WhileTheSessionLives_ShowsThePageAndWhoIsSignedIn()
    {
        var layout = ShowLayout();

        layout.Find("main").TextContent.ShouldContain("The page");
        layout.ByRole("button", "Grace Hopper");
        layout
            .FindAll("nav[aria-label=Main] a")
            .Select(link => link.TextContent)
            .ShouldBe([
                "Overview",
                "Users",
                "Invitations",
                "Bulk actions",
                "Imports",
                "Roles",
                "Applications",
                "Activity",
                "Mail",
                "Refused attempts",
                "Settings",
                "System",
            ]);
    }

    [Fact]
    public void MainLayout_OnAPhone_HasTheActivityInTheBarAndTheRestInItsMenu()
    {
        var layout = ShowLayout();

        layout
            .FindAll(".ua-nav a:not(.not-on-phones)")
            .Select(link => link.TextContent)
            .ShouldBe(["Overview", "Users", "Roles", "Activity"]);
        layout
            .FindAll("#more-places a")
            .Select(link => link.TextContent)
            .ShouldBe(layout.FindAll(".ua-nav a.not-on-phones").Select(link => link.TextContent));

        Sessions.Permissions = [Permissions.UsersRead, Permissions.ActivityRead, Permissions.MailRead];
        Feed.PublishRole("help-desk");

        layout.WaitForAssertion(() => layout.FindAll(".not-on-phones, #more-places").ShouldBeEmpty());
        layout.FindAll(".ua-nav a").Count.ShouldBe(4);
    }

    [Fact]
    public void MainLayout_WhenItsSessionEnds_HidesThePageAndLeavesForTheSignIn()
    {
        var layout = ShowLayout();

        Sessions.HasEnded = true;
        Feed.Publish("grace");

        ShouldHaveLeft(layout);
    }

    [Fact]
    public void MainLayout_WhenAnotherUserChanges_DoesNotLookTheSessionUp()
    {
        ShowLayout();
        var looks = Sessions.Looks;

        Feed.Publish("ada");

        Sessions.Looks.ShouldBe(looks);
    }

    [Fact]
    public void MainLayout_WhenARoleChanges_OffersWhatThePersonMayDoNow()
    {
        var layout = ShowLayout();
        Sessions.Permissions = [Permissions.UsersRead];

        Feed.PublishRole("help-desk");

        layout.WaitForAssertion(() =>
            layout.FindAll("nav a").Select(link => link.TextContent).ShouldBe(["Overview", "Users"])
        );
    }

    [Fact]
    public void MainLayout_WhenTheSessionRunsOut_LeavesByItself()
    {
        Claim(
            new Claim(
                ActingUser.SessionEndsClaim,
                Rows.Now.AddHours(30).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
            )
        );
        var layout = ShowLayout();
        Sessions.HasEnded = true;

        Clock.Advance(TimeSpan.FromHours(24));
        layout.Find("main").TextContent.ShouldContain("The page");
        layout.WaitForState(() =>
        {
            Clock.Advance(TimeSpan.FromHours(6));
            return layout.Markup.Contains("You have been signed out", StringComparison.Ordinal);
        });

        ShouldHaveLeft(layout, "expired");
    }

    [Fact]
    public async Task MainLayout_WhenTheSessionCannotBeLookedUp_StaysAndTriesAgain()
    {
        var layout = ShowLayout();
        (Sessions.Fault, Sessions.HasEnded) = (new TimeoutException("Busy."), true);
        Feed.Publish("grace");
        await Clock.SomeoneWaitsAsync();
        layout.Find("main").TextContent.ShouldContain("The page");

        Sessions.Fault = null;
        Clock.Advance(MainLayout.RetryInterval);

        ShouldHaveLeft(layout);
    }

    [Fact]
    public async Task MainLayout_WhenAQueryFindsTheSessionEnded_Leaves()
    {
        var layout = ShowLayout();

        await AskAfterTheSessionEndedAsync();

        ShouldHaveLeft(layout);
    }

    [Fact]
    public async Task MainLayout_WhenAQueryFindsTheSessionEndedButTextIsTyped_Stays()
    {
        var layout = ShowLayout();
        Show<UnsavedChanges>(form => form.Add(p => p.HasChanges, true));

        await AskAfterTheSessionEndedAsync();

        layout.Find("main").TextContent.ShouldContain("The page");
        Navigation.Uri.ShouldEndWith("/users?q=ada");
    }

    [Fact]
    public async Task ActingUser_WhenACommandFindsTheSessionEnded_SaysThatTheTextIsKept()
    {
        Bus.Refuse(MessagingErrors.NotSignedIn);

        var result = await Acting.SendAsync(new EnableUser("ada"));

        result
            .Errors.ShouldHaveSingleItem()
            .Message.ShouldStartWith("You are no longer signed in, so nothing was changed. What you typed is kept");
    }

    [Fact]
    public async Task MainLayout_WhenDisposed_EndsItsSubscriptions()
    {
        ShowLayout();
        (Feed.Subscribers, Monitor.Subscribers).ShouldBe(
            (2, 1),
            "the layout itself and its pinned views; the chip of the lag"
        );

        await DisposeComponentsAsync();

        (Feed.Subscribers, Monitor.Subscribers).ShouldBe((0, 0));
    }

    private IRenderedComponent<MainLayout> ShowLayout() =>
        Render<MainLayout>(layout => layout.Add(p => p.Body, "<p>The page</p>"));

    private async Task AskAfterTheSessionEndedAsync()
    {
        Sessions.HasEnded = true;
        Bus.Answer<GetUser, UserRow>(_ =>
            Task.FromResult(new Answer<UserRow> { Refusal = MessagingErrors.NotSignedIn })
        );
        await Acting.AskAsync(new GetUser("ada"));
    }

    private void ShouldHaveLeft(IRenderedComponent<MainLayout> layout, string reason = "ended")
    {
        layout.WaitForAssertion(() => layout.Find("main").TextContent.ShouldBe("You have been signed out."));
        Navigation.Uri.ShouldEndWith($"/account/sign-in?returnUrl=%2Fusers%3Fq%3Dada&reason={reason}&asker=grace");
        Navigation.History.First().Options.ForceLoad.ShouldBeTrue();
    }
}
