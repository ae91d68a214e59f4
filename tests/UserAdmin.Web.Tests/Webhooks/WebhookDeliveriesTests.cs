using UserAdmin.Roles;
using UserAdmin.Web.Applications;
using UserAdmin.Web.Webhooks;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;
using UserAdmin.Webhooks.Queries;

namespace UserAdmin.Web.Tests.Webhooks;

public sealed class WebhookDeliveriesTests : WebhookPageContext
{
    [Fact]
    public void Deliveries_OfANewWebhook_SaysThatNothingWasSent() =>
        ShowWebhook().Markup.ShouldContain("Nothing was sent yet.");

    [Fact]
    public void Delivery_WhenOpened_ShowsRequestAndAnswer()
    {
        Deliveries.Add(Sent("one", WebhookDeliveryStatus.Failed, WebhookProblem.Refused, 503));
        var page = ShowWebhook();
        page.FindAll("[data-body]").ShouldBeEmpty();

        page.Find("[data-delivery=one] button").Click();

        page.Find("[data-body=headers]")
            .TextContent.ShouldBe("POST https://hr.example.com/hooks\nwebhook-id: one\nwebhook-timestamp: 1700000000");
        page.Find("[data-body=request]").TextContent.ShouldBe(Body);
        page.Find("[data-body=answer]").TextContent.ShouldBe("try later");
        page.Find("[data-delivery=one]").TextContent.ShouldContain("41 ms");
        page.Find("[data-delivery=one]").TextContent.ShouldContain("User email changed · position 1,234");
    }

    [Fact]
    public void Delivery_ForOneWhoMayNotReadTheActivity_SaysWhichPermissionIsMissing()
    {
        May(Permissions.ApplicationsRead);
        Body = null;
        Deliveries.Add(Sent("one", WebhookDeliveryStatus.Delivered, answer: 204));
        var page = ShowWebhook();

        page.Find("[data-delivery=one] button").Click();

        page.Find("[data-body=none]").TextContent.ShouldContain("“activity.read”");
    }

    [Theory]
    [InlineData(WebhookProblem.Refused, "answered 503 instead of 2xx")]
    [InlineData(WebhookProblem.Redirected, "a redirect, which is not followed")]
    [InlineData(WebhookProblem.TimedOut, "No answer came in time")]
    [InlineData(WebhookProblem.HostUnknown, "has no address")]
    [InlineData(WebhookProblem.AddressNotAllowed, "AllowPrivateAddresses")]
    [InlineData(WebhookProblem.NotConnected, "No connection")]
    [InlineData(WebhookProblem.CertificateNotTrusted, "certificate")]
    [InlineData(WebhookProblem.NotWritten, "could not be written")]
    public void Delivery_ThatFailed_SaysWhatToDo(WebhookProblem problem, string words)
    {
        Deliveries.Add(Sent("one", WebhookDeliveryStatus.Waiting, problem, 503));

        var line = ShowWebhook().Find("[data-delivery=one]");

        line.TextContent.ShouldContain(words);
        line.QuerySelector(".ua-chip")!.TextContent.ShouldBe("Failing");
    }

    [Fact]
    public void Deliveries_OfAStatus_LeavesOutTheOthers()
    {
        Deliveries.Add(Sent("one", WebhookDeliveryStatus.Delivered, answer: 204));
        Deliveries.Add(Sent("two", WebhookDeliveryStatus.Failed, WebhookProblem.TimedOut));
        var page = ShowWebhook();
        page.FindAll("[data-delivery]").Count.ShouldBe(2);

        page.ByLabel("Show deliveries").Change("Failed");

        page.WaitForAssertion(() =>
            page.FindAll("[data-delivery]").ShouldHaveSingleItem().GetAttribute("data-delivery").ShouldBe("two")
        );
    }

    [Fact]
    public void Deliveries_OfManyPages_CanBeTurned()
    {
        for (var number = 0; number < WebhookDeliveries.PageSize + 3; number++)
        {
            Deliveries.Add(Sent($"number-{number}", WebhookDeliveryStatus.Delivered, answer: 204));
        }

        var page = ShowWebhook();
        page.FindAll("[data-delivery]").Count.ShouldBe(WebhookDeliveries.PageSize);

        page.FindAll("button").Single(button => button.TextContent == "Older").Click();

        page.WaitForAssertion(() => page.FindAll("[data-delivery]").Count.ShouldBe(3));
        page.Find(".range").TextContent.ShouldBe("26–28 of 28");
    }

    [Fact]
    public void Deliveries_WhileThePageIsOpen_Follow()
    {
        var page = ShowWebhook();
        Deliveries.Add(Sent("one", WebhookDeliveryStatus.Delivered, answer: 204));

        Clock.Advance(FollowingComponent.Interval);

        page.WaitForAssertion(() => page.FindAll("[data-delivery=one]").ShouldHaveSingleItem());
    }

    [Fact]
    public void Delivery_WhenItIsTriedAgainWhileOpen_ShowsTheNewAnswer()
    {
        Deliveries.Add(Sent("one", WebhookDeliveryStatus.Waiting, WebhookProblem.Refused, 503));
        var page = ShowWebhook();
        page.Find("[data-delivery=one] button").Click();
        (AnswerBody, Deliveries[0]) = ("fine", Sent("one", WebhookDeliveryStatus.Delivered, answer: 200));

        Clock.Advance(FollowingComponent.Interval);

        page.WaitForAssertion(() => page.Find("[data-body=answer]").TextContent.ShouldBe("fine"));
    }

    [Fact]
    public void SendAgain_WhenConfirmed_OrdersTheDelivery()
    {
        Deliveries.Add(Sent("one", WebhookDeliveryStatus.Failed, WebhookProblem.Refused, 503));
        var dialogs = ShowDialogs();
        var page = ShowWebhook();
        page.Find("[data-delivery=one] button").Click();

        page.FindAll("button").Single(button => button.TextContent == "Send again").Click();
        dialogs.WaitForElement("#confirm-reason");
        dialogs.FindAll("button").Single(button => button.TextContent == "Send again").Click();

        dialogs.WaitForAssertion(() =>
            Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new SendDeliveryAgain("sync", "hook", "one"))
        );
    }

    [Fact]
    public void SkipEvent_WhenConfirmed_SaysWhatIsMissed_AndGivesTheDeliveryUp()
    {
        Deliveries.Add(Sent("one", WebhookDeliveryStatus.Waiting, WebhookProblem.Refused, 400));
        var dialogs = ShowDialogs();
        var page = ShowWebhook();
        page.Find("[data-delivery=one] button").Click();

        page.FindAll("button").Single(button => button.TextContent == "Skip this event").Click();
        dialogs.WaitForElement("#confirm-reason");
        dialogs
            .Find("#confirm-text")
            .TextContent.ShouldStartWith("The receiver misses “User email changed” (position 1,234)");
        dialogs.FindAll("button").Single(button => button.TextContent == "Skip this event").Click();

        dialogs.WaitForAssertion(() =>
            Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new SkipWebhookDelivery("sync", "hook", "one"))
        );
    }

    [Fact]
    public void ApplicationPage_WhenMorePermissionsAreTicked_NamesTheReceivers()
    {
        var page = ShowApplication();
        var note = page.WaitForElement("[data-receivers]");
        note.TextContent.ShouldContain("https://hr.example.com/hooks");
        note.TextContent.ShouldContain("without names and values of people");
        note.ClassList.ShouldNotContain("warn");

        page.Find($"input[value='{Permissions.UsersRead}']").Change(true);

        page.Find("[data-receivers]").TextContent.ShouldContain("with names and values of people");
        page.Find("[data-receivers]").ClassList.ShouldContain("warn");
    }

    [Fact]
    public void ApplicationPage_WhileSomethingElseIsChanged_LeavesTheReceiversOut()
    {
        var page = ShowApplication();
        page.WaitForElement("[data-receivers]");

        page.Find($"input[value='{Permissions.RolesRead}']").Change(true);
        page.FindAll("[data-receivers]").ShouldBeEmpty();

        page.Find($"input[value='{Permissions.ActivityRead}']").Change(false);
        page.Find(".save [data-receivers]").TextContent.ShouldContain("send nothing");
    }

    [Fact]
    public void ApplicationsPage_WithWebhooks_ListsThemOfAllApplications()
    {
        var page = Show<ApplicationsPage>();

        var line = page.WaitForElement("tr[data-webhook=hook]");
        line.QuerySelector("a")!.GetAttribute("href").ShouldBe("applications/sync/webhooks/hook");
        line.TextContent.ShouldContain("HR sync");
    }

    [Fact]
    public void ApplicationPage_WithWebhooks_ListsThemWithTheirStates()
    {
        Webhook = Webhook!.With(row => row.Progress, new WebhookProgress(0, 0, 4, Rows.Now.AddHours(-1), null, null));

        var page = ShowApplication();

        var line = page.Find("[data-webhook=hook]");
        line.QuerySelector("a")!.GetAttribute("href").ShouldBe("applications/sync/webhooks/hook");
        line.TextContent.ShouldContain("2 types of events");
        line.TextContent.ShouldContain("Failing");
        page.Find("a[href='applications/sync/webhooks/new']").TextContent.ShouldBe("New webhook");
    }

    [Fact]
    public void ApplicationPage_ForOneWhoMayOnlyRead_OffersNoNewWebhook()
    {
        May(Permissions.ApplicationsRead);

        var page = ShowApplication();

        page.FindAll("[data-webhook]").ShouldHaveSingleItem();
        page.FindAll("a[href='applications/sync/webhooks/new']").ShouldBeEmpty();
        Bus.Asked<ListWebhooks>().ShouldNotBeEmpty();
    }
}
