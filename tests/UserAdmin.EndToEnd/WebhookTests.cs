using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>The life of a webhook in the browser, with a receiver on this machine.</summary>
public sealed class WebhookTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Webhook_WhoseReceiverFailsAndIsMended_DeliversSignedEventsAndSendsThemAgain()
    {
        await using var receiver = new WebhookReceiver();
        var user = await console.CreateUserAsync();
        var applicationId = Guid.CreateVersion7().ToString();
        await console.Sender.AcceptedAsync(
            "CreateApplication",
            new
            {
                applicationId,
                name = "Una Directory",
                applicationPermissions = new[] { "users.read", "activity.read" },
            }
        );
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync($"/applications/{applicationId}");
        await ada.Link("New webhook").ClickAsync();
        await ada.Page.Locator("input[value=some]").CheckAsync();
        await Axe.CheckWideAndNarrowAsync(ada.Page, "new webhook");
        await ada.Page.Locator("input[value=all]").CheckAsync();
        await ada.Field("Address").FillAsync(receiver.Address);
        await ada.Button("Create webhook").ClickAsync();
        var shown = ada.Page.Locator("#webhook-secret");
        await Expect(shown).ToBeVisibleAsync();
        var secret = (await shown.TextContentAsync()).ShouldNotBeNull();
        await Axe.CheckWideAndNarrowAsync(ada.Page, "secret");
        await ada.Link("I have copied it").ClickAsync();
        await Expect(ada.Heading(receiver.Address)).ToBeVisibleAsync();

        // An event arrives, signed.
        await console.Sender.AcceptedAsync("DisableUser", new { userId = user.Id });
        var first = await receiver.OfAsync("UserDisabled");
        first.SubjectId.ShouldBe(user.Id);
        first.IsSignedWith(secret).ShouldBeTrue();
        await Expect(Line(ada, "User disabled")).ToHaveAttributeAsync("data-status", "Delivered");

        // The receiver breaks, and the page says so; it is mended, and the event arrives.
        receiver.Answer = _ => Task.FromResult<int?>(500);
        await console.Sender.AcceptedAsync("EnableUser", new { userId = user.Id });
        await Expect(Line(ada, "User enabled")).ToContainTextAsync("The receiver answered 500");
        receiver.Answer = _ => Task.FromResult<int?>(204);
        await Expect(Line(ada, "User enabled")).ToHaveAttributeAsync("data-status", "Delivered");

        // Sent again, it has the same id.
        await Line(ada, "User disabled").GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(ada.Page.Locator("[data-body=request]")).ToContainTextAsync(user.Id);
        await Axe.CheckWideAndNarrowAsync(ada.Page, "webhook with a delivery");
        await ada.Button("Send again").ClickAsync();
        var dialog = ada.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        (await receiver.OfAsync("UserDisabled", 2)).Id.ShouldBe(first.Id);

        // A test says how it ended.
        await ada.Button("Send a test").ClickAsync();
        await Expect(ada.Page.Locator("[data-test=Delivered]")).ToContainTextAsync("answered 204");
        (await receiver.OfAsync("WebhookTest")).IsSignedWith(secret).ShouldBeTrue();

        // After a rotation, both secrets sign.
        await ada.Button("Rotate secret").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Rotate secret" }).ClickAsync();
        await Expect(dialog.Locator("#webhook-secret")).ToBeVisibleAsync();
        var next = (await dialog.Locator("#webhook-secret").TextContentAsync()).ShouldNotBeNull();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        // It was not copied.
        await dialog
            .Filter(new() { HasText = "Close without the secret?" })
            .GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true })
            .ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await console.Sender.AcceptedAsync("DeleteUser", new { userId = user.Id });
        var both = await receiver.OfAsync("UserDeleted");
        (both.IsSignedWith(secret), both.IsSignedWith(next)).ShouldBe((true, true));
        next.ShouldNotBe(secret);

        await ada.Button("Delete webhook").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete webhook" }).ClickAsync();
        await Expect(ada.Heading("Una Directory")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("[data-webhook]")).ToHaveCountAsync(0);
    }

    private static ILocator Line(Visitor visitor, string type) =>
        visitor.Page.Locator("[data-delivery]", new() { HasText = type }).First;
}
