using Microsoft.AspNetCore.Components.Web;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Web.Webhooks;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;

namespace UserAdmin.Web.Tests.Webhooks;

public sealed class WebhookPageTests : WebhookPageContext
{
    [Fact]
    public void WebhookPage_WhenShown_HasItsFieldsStateAndProgress()
    {
        Webhook = Webhook!.With(
            row => row.Progress,
            new WebhookProgress(1_200, 3, 2, null, Rows.Now.AddMinutes(-1), null)
        );

        var page = ShowWebhook();

        page.Find("h1").TextContent.Trim().ShouldBe("Feeds the directory");
        page.Find("header .ua-chip").TextContent.ShouldBe("Active");
        page.ByLabel("Address").GetAttribute("value").ShouldBe("https://hr.example.com/hooks");
        page.FindAll("input[name=type][checked]")
            .Select(box => box.GetAttribute("value"))
            .Order()
            .ShouldBe(["UserCreated", "UserEmailChanged"]);
        page.Find("[data-waiting]").TextContent.ShouldBe("2");
    }

    [Fact]
    public void WebhookPage_OfAnotherFormatThanTheUsual_OpensWithoutAConflict()
    {
        Webhook = Webhook!.With(row => row.Format, WebhookFormat.SecurityEvents);

        var page = ShowWebhook();

        page.FindAll("[data-unsaved]").ShouldBeEmpty();
        page.FindAll("input[name=format][checked]")
            .Select(choice => choice.GetAttribute("value"))
            .ShouldBe([nameof(WebhookFormat.SecurityEvents)]);
    }

    [Theory]
    [InlineData(WebhookPause.ByPerson, "Somebody has paused it")]
    [InlineData(WebhookPause.FailedTooLong, "for three days")]
    [InlineData(WebhookPause.Gone, "answered 410")]
    [InlineData(WebhookPause.ApplicationStopped, "disabled or has expired")]
    [InlineData(WebhookPause.NotPermitted, "activity.read")]
    [InlineData(WebhookPause.SecretLost, "Rotate the secret")]
    public void WebhookPage_OfAPausedOne_SaysWhyAndWhatToDo(WebhookPause pause, string words)
    {
        Pause(pause);

        var page = ShowWebhook();

        page.Find("header .ua-chip").TextContent.ShouldBe("Paused");
        page.Find("[role=status].warn").TextContent.ShouldContain(words);
        page.FindAll("header button").Select(button => button.TextContent).ShouldNotContain("Send a test");
    }

    [Fact]
    public void WebhookPage_OfAFailingOne_SaysSinceWhenAndWhenItIsTriedAgain()
    {
        Webhook = Webhook!.With(
            row => row.Progress,
            new WebhookProgress(0, 0, 5, Rows.Now.AddHours(-1), null, Rows.Now.AddMinutes(10))
        );

        var page = ShowWebhook();

        page.Find("header .ua-chip").TextContent.ShouldBe("Failing");
        page.Markup.ShouldContain("First failure");
        page.Markup.ShouldContain("Next try");
    }

    [Fact]
    public void WebhookPage_OfOneThatIsFarBehind_SaysThatItCatchesUp()
    {
        Webhook = Webhook!.With(row => row.Progress, new WebhookProgress(0, 50_000, 0, null, null, null));

        ShowWebhook().Find("header .ua-chip").TextContent.ShouldBe("Catching up");
    }

    [Fact]
    public void WebhookPage_WhenSaved_SendsWhatWasTypedWithTheVersionSeen()
    {
        var page = ShowWebhook();
        page.ByLabel("Address").Input("https://hr.example.com/v2");
        page.Find("input[value=UserCreated]").Change(false);

        page.Find("form[aria-label=Webhook]").Submit();

        var update = Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<UpdateWebhook>();
        (update.ApplicationId, update.WebhookId, update.Url, update.Description, update.SeenVersion).ShouldBe(
            ("sync", "hook", "https://hr.example.com/v2", "Feeds the directory", 9L)
        );
        update.EventTypes.ShouldBe(["UserEmailChanged"]);
    }

    [Fact]
    public void WebhookPage_WhenSomebodyElseChangesIt_KeepsWhatWasTypedAndAsks()
    {
        var page = ShowWebhook();
        page.ByLabel("Address").Input("https://mine.example.com/");
        Webhook = Hook(10).With(row => row.Url, "https://theirs.example.com/");

        Feed.Publish("sync");

        page.WaitForAssertion(() =>
            page.Find("#field-Url-other").TextContent.ShouldContain("https://theirs.example.com/")
        );
        page.ByLabel("Address").GetAttribute("value").ShouldBe("https://mine.example.com/");
    }

    [Fact]
    public void WebhookPage_ForOneWhoMayOnlyRead_CannotBeChanged()
    {
        May(Permissions.ApplicationsRead);
        Deliveries.Add(Sent("one", WebhookDeliveryStatus.Delivered, answer: 204));

        var page = ShowWebhook();
        page.Find("[data-delivery] button").Click();

        page.Find("[role=note]").TextContent.ShouldContain("“applications.manage”");
        page.Find("form fieldset").HasAttribute("disabled").ShouldBeTrue();
        page.FindAll("button")
            .Select(button => button.TextContent)
            .Intersect(["Pause", "Rotate secret", "Delete webhook", "Send a test", "Send again"])
            .ShouldBeEmpty();
    }

    [Fact]
    public void WebhookPage_OfAnApplicationThatMayDoMore_CanOnlyBeStopped()
    {
        May(Permissions.ApplicationsRead, Permissions.ApplicationsManage);

        var page = ShowWebhook();

        page.FindAll("header button").Select(button => button.TextContent).ShouldBe(["Pause", "Delete webhook"]);
    }

    [Fact]
    public void Pause_WhenConfirmed_PausesIt()
    {
        var dialogs = ShowDialogs();
        var page = ShowWebhook();

        Press(page, "Pause");
        dialogs.WaitForElement("#confirm-reason").Input("Moving house");
        Press(dialogs, "Pause webhook");

        dialogs.WaitForAssertion(() => Bus.Sent.ShouldHaveSingleItem());
        var (command, context) = Bus.Sent[0];
        (command, context.Reason).ShouldBe((new PauseWebhook("sync", "hook"), "Moving house"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Resume_WhenConfirmed_SkipsWhatWasMissedOnlyIfTicked(bool skips)
    {
        Pause(WebhookPause.FailedTooLong);
        var dialogs = ShowDialogs();
        var page = ShowWebhook();

        Press(page, "Resume");
        dialogs.WaitForElement("input[type=checkbox]").Change(skips);
        Press(dialogs, "Resume webhook");

        dialogs.WaitForAssertion(() => Bus.Sent.ShouldHaveSingleItem());
        Bus.Sent[0].Command.ShouldBe(new ResumeWebhook("sync", "hook", skips));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RotateSecret_WhenConfirmed_ShowsTheNewOneOnce(bool atOnce)
    {
        var dialogs = ShowDialogs();
        var page = ShowWebhook();

        Press(page, "Rotate secret");
        dialogs.WaitForElement("input[type=radio]");
        dialogs.FindAll("input[type=radio]")[atOnce ? 1 : 0].Change("on");
        Press(dialogs, "Rotate secret");

        var shown = dialogs.WaitForElement("#webhook-secret").TextContent;
        var rotated = Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<RotateWebhookSecret>();
        (rotated.Secret, rotated.AtOnce, rotated.WebhookId).ShouldBe((shown, atOnce, "hook"));
        Press(dialogs, "Done");
        dialogs.WaitForAssertion(() => dialogs.Markup.ShouldContain("Close without the secret?"));
        Press(dialogs, "Back");
        dialogs.WaitForElement("#webhook-secret").TriggerEvent("oncopy", new ClipboardEventArgs());
        Press(dialogs, "Done");
        dialogs.WaitForAssertion(() => dialogs.FindAll("#webhook-secret").ShouldBeEmpty());
    }

    [Fact]
    public void Delete_WhenConfirmed_LeadsToTheApplication()
    {
        var dialogs = ShowDialogs();
        var page = ShowWebhook();

        Press(page, "Delete webhook");
        dialogs.WaitForElement("#confirm-reason");
        Press(dialogs, "Delete webhook");

        page.WaitForAssertion(() => Navigation.Uri.ShouldEndWith("/applications/sync"));
        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new DeleteWebhook("sync", "hook"));
    }

    [Theory]
    [InlineData(WebhookDeliveryStatus.Delivered, null, 204, "The test arrived: the receiver answered 204 after 41 ms.")]
    [InlineData(
        WebhookDeliveryStatus.Failed,
        WebhookProblem.Refused,
        500,
        "The test did not arrive. The receiver answered 500"
    )]
    public void SendATest_WhenTried_SaysHowItEnded(
        WebhookDeliveryStatus status,
        WebhookProblem? problem,
        int answer,
        string words
    )
    {
        Deliveries.Add(Sent("earlier", WebhookDeliveryStatus.Delivered, answer: 200, type: WebhookEventTypes.Trial));
        var page = ShowWebhook();

        Press(page, "Send a test");
        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new TryWebhook("sync", "hook"));
        page.FindAll("[data-test]").ShouldBeEmpty();
        Deliveries.Insert(0, Sent("now", status, problem, answer, WebhookEventTypes.Trial));
        Clock.Advance(FollowingComponent.Interval);

        page.WaitForAssertion(() => page.Find("[data-test]").TextContent.ShouldStartWith(words));
    }

    [Fact]
    public void SendATest_WhenRefused_SaysWhy()
    {
        Bus.Refuse(WebhookErrors.Paused);
        var page = ShowWebhook();

        Press(page, "Send a test");

        page.WaitForAssertion(() => Snackbars.ShouldBe([WebhookErrors.Paused.Message]));
    }

    [Fact]
    public void WebhookPage_OfNone_SaysSo()
    {
        Webhook = null;

        ShowWebhook().Find("h1").TextContent.ShouldBe("There is no such webhook");
    }

    [Fact]
    public void WebhookPage_OfAnotherApplication_SaysThatThereIsNone()
    {
        Webhook = Webhook!.With(row => row.ApplicationId, "board");

        ShowWebhook().Find("h1").TextContent.ShouldBe("There is no such webhook");
    }

    [Fact]
    public void WebhookPage_WhenItIsDeleted_SaysSo()
    {
        var page = ShowWebhook();
        Webhook = null;

        Feed.Publish("sync");

        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldBe("This webhook was deleted"));
    }

    [Fact]
    public void WebhookPage_WhenNotPermitted_SaysWhichPermissionIsMissing()
    {
        Bus.Answer<UserAdmin.Webhooks.Queries.GetWebhook, WebhookRow?>(_ =>
            Task.FromResult(
                new Answer<WebhookRow?> { Refusal = MessagingErrors.NotPermitted(Permissions.ApplicationsRead) }
            )
        );

        var page = ShowWebhook();

        page.Find("h1").TextContent.ShouldBe("You may not see this webhook");
        page.Markup.ShouldContain(Permissions.ApplicationsRead);
    }

    [Fact]
    public void WebhookPage_OfAnApplicationThatIsStopped_OffersNoResume()
    {
        Webhook = Webhook!.With(row => row.PausedBecause, WebhookPause.ApplicationStopped);

        ShowWebhook()
            .FindAll("header button")
            .Select(button => button.TextContent)
            .ShouldBe(["Pause", "Rotate secret", "Delete webhook"]);
    }

    private void Pause(WebhookPause pause) =>
        Webhook = Webhook!.With(row => row.PausedBecause, pause).With(row => row.PausedAt, Rows.Now.AddHours(-1));

    private static void Press<T>(IRenderedComponent<T> shown, string text)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        shown.FindAll("button").Single(button => button.TextContent == text).Click();
}
