using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>The life of an application in the browser.</summary>
public sealed class ApplicationTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Application_MadeWithAKeyThatIsShownOnce_RevokedAndDeleted()
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        var name = $"Sync {Guid.CreateVersion7()}";
        await ada.GoAsync("/applications/new");
        await ada.Field("Name").FillAsync(name);
        await ada.Page.Locator("[data-permission='users.read'] input").CheckAsync();
        await ada.Button("Create application").ClickAsync();
        await Expect(ada.Heading(name)).ToBeVisibleAsync();
        await Expect(ada.Field("Owner")).ToHaveValueAsync(console.Administrator.Name);

        await ada.Button("Add key").ClickAsync();
        var dialog = ada.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Label").FillAsync("Server");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add key" }).ClickAsync();
        var key = await dialog.Locator("#application-key").TextContentAsync();
        key.ShouldNotBeNull().ShouldMatch("^ua_[0-9a-z]{12}_[-_0-9A-Za-z]{43}$");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        // It was not copied.
        await dialog
            .Filter(new() { HasText = "Close without the key?" })
            .GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true })
            .ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);

        var line = ada.Page.Locator($"[data-key='{key[3..15]}']");
        await Expect(line).ToContainTextAsync("Server");
        await Expect(ada.Page.Locator("body")).Not.ToContainTextAsync(key);
        await ada.Button("Revoke key Server").ClickAsync();
        await dialog.GetByLabel("Reason (optional)").FillAsync("Lost");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke key" }).ClickAsync();
        await Expect(line).ToContainTextAsync("Revoked");
        await Expect(ada.Page.Locator("li[data-event=ApplicationKeyRevoked]")).ToContainTextAsync("Lost");

        await ada.Button("Delete application").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete application" }).ClickAsync();
        await Expect(ada.Heading("Applications")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByText(name, new() { Exact = true })).ToHaveCountAsync(0);
    }
}
