using Microsoft.AspNetCore.Components.Web;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Web.Forms;
using UserAdmin.Webhooks;
using UserAdmin.Webhooks.Commands;

namespace UserAdmin.Web.Tests.Webhooks;

public sealed class NewWebhookPageTests : WebhookPageContext
{
    [Fact]
    public void NewWebhook_WhenAccepted_ShowsItsSecretOnce()
    {
        var page = ShowNew();
        page.ByLabel("Address").Input("https://hr.example.com/hooks");
        page.ByLabel("Description").Input("Feeds the directory");

        page.Find("form").Submit();

        var created = Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<CreateWebhook>();
        (created.ApplicationId, created.Url, created.Description, created.Format, created.EventTypes.Count).ShouldBe(
            ("sync", "https://hr.example.com/hooks", "Feeds the directory", WebhookFormat.Events, 0)
        );
        NewWebhookSecret.Parse(created.Secret).ShouldNotBeNull();
        page.Find("#webhook-secret").TextContent.ShouldBe(created.Secret);
        page.FindAll("form").ShouldBeEmpty();
        page.Find("a.primary").GetAttribute("href").ShouldBe($"applications/sync/webhooks/{created.WebhookId}");
        ShowNew().FindAll("#webhook-secret").ShouldBeEmpty();
    }

    [Fact]
    public void NewWebhook_WhoseSecretWasNotCopied_AsksBeforeLeaving()
    {
        var page = ShowNew();
        page.ByLabel("Address").Input("https://hr.example.com/hooks");
        page.Find("form").Submit();
        page.WaitForElement("#webhook-secret");

        page.FindComponent<UnsavedChanges>().Instance.HasChanges.ShouldBeTrue();
        page.Find("#webhook-secret").TriggerEvent("oncopy", new ClipboardEventArgs());

        page.FindComponent<UnsavedChanges>().Instance.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public void NewWebhook_WithChosenTypes_SendsThoseAndNoOthers()
    {
        var page = ShowNew();
        page.ByLabel("Address").Input("https://hr.example.com/hooks");
        page.Find("input[value=some]").Change("some");
        page.Find("input[type=search]").Input("email chang");
        page.FindAll("input[type=checkbox]").Select(box => box.GetAttribute("value")).ShouldBe(["UserEmailChanged"]);
        page.Find("input[value=UserEmailChanged]").Change(true);
        page.Find("input[type=search]").Input("");
        page.Find("input[value=RoleCreated]").Change(true);

        page.Find("form").Submit();

        Bus.Sent.ShouldHaveSingleItem()
            .Command.ShouldBeOfType<CreateWebhook>()
            .EventTypes.ShouldBe(["RoleCreated", "UserEmailChanged"]);
    }

    [Fact]
    public void NewWebhook_WithAWholeGroup_SendsAllOfIt()
    {
        var page = ShowNew();
        page.Find("input[value=some]").Change("some");

        page.Find("[data-group=Roles] button").Click();
        page.Find("form").Submit();

        var types = Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<CreateWebhook>().EventTypes;
        types.ShouldContain("RoleCreated");
        types.ShouldEachBe(type => type.StartsWith("Role", StringComparison.Ordinal));
    }

    [Fact]
    public void NewWebhook_WithNoTypeChosen_SaysSoAndSendsNothing()
    {
        var page = ShowNew();
        page.Find("input[value=some]").Change("some");

        page.Find("form").Submit();

        Bus.Sent.ShouldBeEmpty();
        page.Find("#field-EventTypes-error").TextContent.ShouldBe("Choose at least one type of event, or all.");
    }

    [Fact]
    public void NewWebhook_OfSecurityEvents_OffersOnlyTypesThatHaveOne()
    {
        var page = ShowNew();
        page.Find("input[value=SecurityEvents]").Change("SecurityEvents");
        page.Find("input[value=some]").Change("some");

        page.FindAll("input[type=checkbox]")
            .Select(box => box.GetAttribute("value")!)
            .Order(StringComparer.Ordinal)
            .ShouldBe(WebhookEventTypes.SecurityEvents);
    }

    [Fact]
    public void NewWebhook_WhenTheFormatChanges_NamesTypesThatItDoesNotHave()
    {
        var page = ShowNew();
        page.Find("input[value=some]").Change("some");
        page.Find("input[value=RoleCreated]").Change(true);

        page.Find("input[value=SecurityEvents]").Change("SecurityEvents");

        page.Markup.ShouldContain("“Role created” does not exist in this format.");
        page.Find(".ua-note.warn button").Click();
        page.Markup.ShouldNotContain("does not exist in this format");
    }

    [Fact]
    public void NewWebhook_WhenRefused_SaysWhyAtTheFieldAndKeepsWhatWasTyped()
    {
        Bus.Refuse(new Error("webhooks.url-private", "Use a public address.", nameof(CreateWebhook.Url)));
        var page = ShowNew();
        page.ByLabel("Address").Input("https://10.0.0.1/hooks");
        page.ByLabel("Description").Input("Feeds the directory");

        page.Find("form").Submit();

        page.ByLabel("Address").DescriptionOf().ShouldEndWith("Use a public address.");
        page.ByLabel("Address").GetAttribute("value").ShouldBe("https://10.0.0.1/hooks");
        page.ByLabel("Description").GetAttribute("value").ShouldBe("Feeds the directory");
        page.FindAll("#webhook-secret").ShouldBeEmpty();
    }

    [Fact]
    public void NewWebhook_ForOneWhoMayNotManage_IsNotPermitted()
    {
        May(Permissions.ApplicationsRead);

        var page = ShowNew();

        page.Find("h1").TextContent.ShouldBe("You may not create webhooks");
        page.FindAll("form").ShouldBeEmpty();
    }
}
