using UserAdmin.Anchors;
using UserAdmin.Anchors.Queries;
using UserAdmin.Monitoring;
using UserAdmin.Roles;
using UserAdmin.Web.SystemPages;

namespace UserAdmin.Web.Tests.SystemPages;

public sealed class AnchorsViewTests : ConsoleContext
{
    private static readonly DateTimeOffset _now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static readonly Anchor _anchor = new(
        new LogHead(1200, new string('a', 64)),
        _now.AddMinutes(-5),
        "0123456789abcdef" + new string('0', 48),
        "AAAA"
    );

    private AnchorStatus _status = new(_anchor, TimeSpan.FromHours(1), [], IsDelivering: true, PublicKey: "PEM");

    public AnchorsViewTests() => Bus.Answer<GetAnchors, AnchorStatus>(_ => _status);

    [Fact]
    public void View_WithoutADestination_WarnsAndOffersTheFiles()
    {
        var view = Show<AnchorsView>();

        view.ByRole("note").TextContent.ShouldContain("not kept anywhere else");
        view.Markup.ShouldContain("1,200");
        view.Find("a[download='anchor-0000001200.txt']").GetAttribute("href").ShouldBe("system/anchor.txt");
        view.Find("a[download='anchor-key.pem']").GetAttribute("href").ShouldBe("system/anchor-key.pem");
    }

    [Fact]
    public void View_WithAnotherNodesKey_OffersNoKey()
    {
        _status = _status with { PublicKey = null };

        Show<AnchorsView>().FindAll("a[download='anchor-key.pem']").ShouldBeEmpty();
    }

    [Fact]
    public void View_OfDestinations_SaysWhatArrivedAndWhatFails()
    {
        _status = _status with
        {
            Deliveries =
            [
                new("folder", "/kept", 1200),
                new("address", "https://example.com/anchors", 900, "The server answered 503.", _now.AddMinutes(-3)),
            ],
        };

        var view = Show<AnchorsView>();

        view.Markup.ShouldContain("The folder /kept has everything up to event 1,200.");
        var note = view.ByRole("note").TextContent;
        note.ShouldContain("The address https://example.com/anchors has not taken an anchor since");
        note.ShouldContain("The server answered 503.");
    }

    [Fact]
    public void View_OnAFollower_DoesNotSayThatNothingArrives()
    {
        _status = _status with { Deliveries = [new("folder", "/kept", 0)], IsDelivering = false };

        Show<AnchorsView>().Markup.ShouldContain("The folder /kept: the leader delivers to it.");
    }

    [Fact]
    public void View_BeforeTheFirstSignature_SaysWhenItComes()
    {
        _status = _status with { Last = null, PublicKey = null, Interval = TimeSpan.FromMinutes(90) };

        Show<AnchorsView>().Markup.ShouldContain("The first signature is made 90 minutes after the start");
    }

    [Fact]
    public void SignNow_Refused_SaysWhy()
    {
        May(Permissions.SystemRead, Permissions.SystemManage);
        Bus.Refuse(LogErrors.NotSigned("The key is gone."));

        var view = Show<AnchorsView>();
        view.ByRole("button", "Sign now").Click();

        view.WaitForAssertion(() => view.ByRole("alert").TextContent.ShouldBe("The key is gone."));
    }

    [Fact]
    public void SignNow_WithoutThePermission_IsNotOffered()
    {
        May(Permissions.SystemRead);

        Show<AnchorsView>().AllByRole("button").ShouldBeEmpty();
    }
}
