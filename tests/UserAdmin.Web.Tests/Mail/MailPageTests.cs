using AngleSharp.Dom;
using MudBlazor;
using UserAdmin.Mail;
using UserAdmin.Mail.Commands;
using UserAdmin.Mail.Queries;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Web.Mail;

namespace UserAdmin.Web.Tests.Mail;

public sealed class MailPageTests : ConsoleContext
{
    private MailRow[] _mails =
    [
        Mail(9, MailStatus.Failed)
            .With(row => row.Attempts, 8)
            .With(row => row.LastError, "The server refused it: 450 busy"),
        Mail(8, MailStatus.Waiting)
            .With(row => row.Attempts, 1)
            .With(row => row.LastError, "No answer.")
            .With(row => row.NextAttemptAt, Rows.Now.AddMinutes(2)),
        Mail(7, MailStatus.Waiting),
        Mail(6, MailStatus.Sent).With(row => row.Attempts, 1).With(row => row.SentAt, Rows.Now.AddMinutes(-5)),
        Mail(5, MailStatus.Discarded).With(row => row.LastError, "The link in it has expired."),
    ];

    private MailRoute _route = new(null, "/srv/data/mail", "useradmin@localhost", "http://localhost:5080", false);

    public MailPageTests()
    {
        Bus.Answer<ListMails, MailList>(query => new MailList(
            Rows.Page([.. _mails.Where(row => query.Status is null || row.Status == query.Status)]),
            new MailCounts(Waiting: 1200, Failed: 1, Sent: 1, Discarded: 1)
        ));
        Bus.Answer<GetMailRoute, MailRoute>(_ => _route);
    }

    [Fact]
    public void MailPage_OfAllMail_SaysOfEachWhatBecameOfItAndWhy()
    {
        var page = Show<MailPage>();

        page.FindAll("tr[data-mail]")
            .Select(row => row.CellUnder("Status").TextContent)
            .ShouldBe(["Failed", "Delayed", "Waiting", "Sent", "Given up"]);
        page.FindAll("tbody tr:not([data-mail])")
            .Select(row => row.QuerySelector("span")!.TextContent)
            .ShouldBe(["The server refused it: 450 busy", "No answer.", "The link in it has expired."]);
        page.Find("tr:not([data-mail]) time").TextContent.ShouldBe("in 2 minutes");
        var first = Row(page, 9);
        first.CellUnder("Person").ByRole("link").GetAttribute("href").ShouldBe("users/ada");
        first.CellUnder("About").TextContent.ShouldBe("Invitation");
        first.CellUnder("Address").TextContent.ShouldBe("ada@example.org");
    }

    [Fact]
    public void MailPage_ByItsTabs_CountsAndLeadsToEachStatus()
    {
        var page = Show<MailPage>();

        page.ByRole("navigation", "Status")
            .AllByRole("link")
            .Select(tab => (Accessible.NameOf(tab), tab.GetAttribute("href")))
            .ShouldBe([
                ("All 1,203", "mail"),
                ("Waiting 1,200", "mail?status=waiting"),
                ("Failed 1", "mail?status=failed"),
                ("Sent 1", "mail?status=sent"),
                ("Given up 1", "mail?status=given-up"),
            ]);
        page.Find("nav[aria-label=Status] [aria-current]").TextContent.ShouldStartWith("All");

        Navigation.NavigateTo("mail?status=failed&page=2");
        page = Show<MailPage>();

        Bus.Asked<ListMails>()[^1].ShouldBe(new ListMails(MailStatus.Failed, 2, MailAddress.PageSize));
        page.Find("nav[aria-label=Status] [aria-current]").TextContent.ShouldStartWith("Failed");
    }

    [Fact]
    public void MailPage_WhereNothingIs_SaysWhatWouldAppear()
    {
        _mails = [];
        Navigation.NavigateTo("mail?status=failed");

        Show<MailPage>().ByRole("status").ByRole("heading").TextContent.ShouldBe("No mail has failed");
    }

    [Fact]
    public void MailPage_WhileMailIsWrittenAsFiles_SaysWhereAndHowToSendIt()
    {
        var note = Show<MailPage>().FindComponent<MailRouteNote>().ByRole("paragraph").TextContent;

        note.ShouldContain("/srv/data/mail");
        note.ShouldContain("nobody receives it");
        note.ShouldContain("UserAdmin:Mail:Smtp");
    }

    [Fact]
    public void MailPage_WhileTheLeaderOfSeveralNodesWritesFiles_DoesNotNameAFolderOfThisNode()
    {
        _route = _route with { Folder = null };

        Show<MailPage>()
            .FindComponent<MailRouteNote>()
            .ByRole("paragraph")
            .TextContent.ShouldContain("the folder mail in the data folder of the leader");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void MailPage_WhenLinksMayLeadNowhere_Warns(bool isSet, int warnings)
    {
        _route = new(
            "mail.example.com:587",
            "/srv/data/mail",
            "no-reply@example.com",
            "https://accounts.example.com",
            isSet
        );

        var page = Show<MailPage>();

        page.Markup.ShouldContain("mail.example.com:587");
        page.AllByRole("note").Count.ShouldBe(warnings);
    }

    [Fact]
    public async Task MailPage_WhenSendingAgainIsConfirmed_SendsItWithTheReason()
    {
        var dialogs = ShowDialogs();
        var page = Show<MailPage>();

        var click = Row(page, 9)
            .QuerySelectorAll("button")
            .Single(button => button.TextContent == "Send again")
            .ClickAsync(new());
        dialogs.Markup.ShouldNotContain("gets it twice");
        await dialogs.Find("#confirm-reason").InputAsync("Server is back");
        await Press(dialogs, "Send again");
        await click;

        var (command, context) = Bus.Sent.ShouldHaveSingleItem();
        (command, context.Reason).ShouldBe((new RetryMail(9), "Server is back"));
        Snackbars.ShouldBe(["The mail is tried again"]);
    }

    [Fact]
    public async Task MailPage_WhenTheMailMayHaveArrived_WarnsBeforeItIsSentAgain()
    {
        _mails[0].With(row => row.LastError, $"{MailRow.Uncertain} The connection broke.");
        var dialogs = ShowDialogs();
        var page = Show<MailPage>();

        var click = Row(page, 9)
            .QuerySelectorAll("button")
            .Single(button => button.TextContent == "Send again")
            .ClickAsync(new());

        dialogs.Markup.ShouldContain("gets it twice");
        await Press(dialogs, "Cancel");
        await click;
        Bus.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task MailPage_WhenGivingUpIsRefused_KeepsTheDialogWithTheReason()
    {
        Bus.Refuse(MailErrors.AlreadySent);
        var dialogs = ShowDialogs();
        var page = Show<MailPage>();

        var click = Row(page, 7)
            .QuerySelectorAll("button")
            .Single(button => button.TextContent == "Give up")
            .ClickAsync(new());
        await Press(dialogs, "Give up");

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new DiscardMail(7));
        dialogs.ByRole("alert").TextContent.ShouldContain("This mail was sent already.");
        await Press(dialogs, "Cancel");
        await click;
    }

    [Fact]
    public void MailPage_OfMailThatIsDone_OffersNothing()
    {
        var page = Show<MailPage>();

        Row(page, 6).QuerySelectorAll("button").ShouldBeEmpty();
        Row(page, 5).QuerySelectorAll("button").ShouldBeEmpty();
        Row(page, 7)
            .QuerySelectorAll("button")
            .Select(button => button.TextContent)
            .ShouldBe(["Give up"], "it is about to be sent");
        Row(page, 8).QuerySelectorAll("button").Select(button => button.TextContent).ShouldBe(["Try now", "Give up"]);
    }

    [Fact]
    public void MailPage_ForSomebodyWhoMayOnlyRead_OffersNothing()
    {
        May(Permissions.MailRead);

        var page = Show<MailPage>();

        page.FindAll("main button, tr button, header button").ShouldBeEmpty();
        page.FindAll("td a").ShouldBeEmpty();
        page.FindAll("tr[data-mail]").Count.ShouldBe(5);
    }

    [Fact]
    public async Task MailPage_OnATestMail_SaysWhatCameOfIt()
    {
        var page = Show<MailPage>();

        await page.Find("header button").ClickAsync(new());

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new SendTestMail());
        Snackbars.ShouldBe(["A test mail to your own address is on its way"]);
        Bus.Refuse(MailErrors.NoAddress);
        await page.Find("header button").ClickAsync(new());
        Snackbars.ShouldContain(MailErrors.NoAddress.Message);
    }

    [Fact]
    public void MailPage_WhenAMailIsSent_ShowsItAtOnce()
    {
        var page = Show<MailPage>();
        _mails[1].With(row => row.Status, MailStatus.Sent).With(row => row.LastError, null);

        Feed.Publish(new ReadModelChange(60, new HashSet<string> { "ada" }));

        page.WaitForAssertion(() => Row(page, 8).CellUnder("Status").TextContent.ShouldBe("Sent"));
    }

    [Fact]
    public void MailPage_WhenNotPermitted_ShowsNotPermitted()
    {
        Bus.Answer<ListMails, MailList>(_ =>
            Task.FromResult(new Answer<MailList> { Refusal = MessagingErrors.NotPermitted(Permissions.MailRead) })
        );

        Show<MailPage>().Find("h1").TextContent.ShouldBe("You may not see the mail");
    }

    [Theory]
    [InlineData("http://0.0.0.0:80", "http://localhost:80")]
    [InlineData("http://[::]:5080", "http://localhost:5080")]
    [InlineData("https://+:443", "https://localhost:443")]
    [InlineData("https://accounts.example.com", "https://accounts.example.com")]
    public void ServerAddress_ThatIsBoundTo_IsOneThatCanBeOpened(string bound, string opened) =>
        ServerAddress.Openable(bound).ShouldBe(opened);

    private static MailRow Mail(long orderedAt, MailStatus status) =>
        new MailRow()
            .With(row => row.OrderedAt, orderedAt)
            .With(row => row.UserId, "ada")
            .With(row => row.UserName, "Ada Lovelace")
            .With(row => row.To, "ada@example.org")
            .With(row => row.QueuedAt, Rows.Now.AddMinutes(-10))
            .With(row => row.Status, status);

    private static IElement Row(IRenderedComponent<MailPage> page, long orderedAt) =>
        page.Find($"tr[data-mail='{orderedAt}']");

    private static Task Press(IRenderedComponent<MudDialogProvider> dialogs, string words) =>
        dialogs.ByRole("button", words).ClickAsync(new());
}
