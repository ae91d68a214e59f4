using UserAdmin.Messaging;
using UserAdmin.Policies;
using UserAdmin.Policies.Commands;
using UserAdmin.Policies.Queries;
using UserAdmin.Roles;
using UserAdmin.Web.Settings;

namespace UserAdmin.Web.Tests.Settings;

public sealed class SettingsPageTests : ConsoleContext
{
    private PolicyRow _row = Rows.Policy(new Policy(), version: 3);

    public SettingsPageTests() => Bus.Answer<GetPolicy, PolicyRow>(_ => _row);

    [Fact]
    public void SettingsPage_Saved_SendsWhatIsTypedWithTheVersionSeen()
    {
        var page = Show<SettingsPage>();

        page.ByLabel("Minimum password length").Input("16");
        page.Find("form").Submit();

        var sent = Bus.Sent.Select(sent => sent.Command).OfType<ChangePolicy>().ShouldHaveSingleItem();
        (sent.Policy, sent.SeenVersion).ShouldBe((new Policy { MinPasswordLength = 16 }, 3));
    }

    [Fact]
    public void SettingsPage_WhenAnotherChangedTheSameField_AsksAndSendsNothingUnseen()
    {
        var page = Show<SettingsPage>();
        page.ByLabel("Minimum password length").Input("16");

        _row = Rows.Policy(new Policy { MinPasswordLength = 14 }, version: 5);
        Feed.Publish("policy");

        page.WaitForAssertion(() =>
            page.ByLabel("Minimum password length").DescriptionOf().ShouldContain("changed this to “14”")
        );
        page.ByLabel("Minimum password length").GetAttribute("value").ShouldBe("16");
        page.Find("form").Submit();
        Bus.Sent.Select(sent => sent.Command)
            .OfType<ChangePolicy>()
            .ShouldHaveSingleItem()
            .SeenVersion.ShouldBe(3, "the server asks again");
    }

    [Fact]
    public void SettingsPage_WhenTheOtherValueIsTaken_ShowsItAndHasNothingToSave()
    {
        var page = Show<SettingsPage>();
        page.ByLabel("Minimum password length").Input("16");
        _row = Rows.Policy(new Policy { MinPasswordLength = 14 }, version: 5);
        Feed.Publish("policy");

        page.WaitForAssertion(() => page.Find("#field-MinPasswordLength-other"));
        page.FindAll("#field-MinPasswordLength-other button")
            .Single(button => button.TextContent == "Take theirs")
            .Click();

        page.ByLabel("Minimum password length").GetAttribute("value").ShouldBe("14");
        page.Find("form").Submit();
        Bus.Sent.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("-5")]
    public void SettingsPage_WhenNoNumberIsTyped_ShowsTheRangeBesideTheFieldAndSendsNothing(string typed)
    {
        var page = Show<SettingsPage>();

        page.ByLabel("A session lasts").Input(typed);
        page.Find("form").Submit();

        page.ByLabel("A session lasts").DescriptionOf().ShouldContain("between 1 and 720");
        Bus.Sent.ShouldBeEmpty();
    }

    [Fact]
    public void SettingsPage_WhenRefused_SaysWhyBesideTheField()
    {
        Bus.Refuse(new Error("policy.out-of-range", "Choose between 1 and 720 hours.", nameof(Policy.SessionHours)));
        var page = Show<SettingsPage>();

        page.ByLabel("A session lasts").Input("999");
        page.Find("form").Submit();

        page.ByLabel("A session lasts").DescriptionOf().ShouldEndWith("Choose between 1 and 720 hours.");
        page.ByLabel("A session lasts").GetAttribute("value").ShouldBe("999");
    }

    [Fact]
    public void SettingsPage_WithoutPermissionToChange_OffersNoSave()
    {
        May(Permissions.SettingsRead);

        var page = Show<SettingsPage>();

        page.FindAll("button[type=submit]").ShouldBeEmpty();
        page.Markup.ShouldContain("You may see these settings, but not change them.");
    }
}
