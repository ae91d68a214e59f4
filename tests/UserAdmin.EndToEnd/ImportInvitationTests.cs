using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>
/// People invited by an import while no mail server is set: the pages say so before and after the import, and offer the
/// links.
/// </summary>
public sealed class ImportInvitationTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Import_ThatInvitesWithoutAMailServer_WarnsAndLinksToTheInvitations()
    {
        const string words = "No mail server is set, so invitations are not delivered.";
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ConsolePages.UploadAsync(ada);
        await Expect(ada.Page.Locator("#import-invites-hint")).ToContainTextAsync("not delivered");
        await ada.Page.Locator("#import-invites").CheckAsync();
        await ada.Button("Preview 2 rows").ClickAsync();
        var note = ada.Page.Locator("[data-undelivered]");
        await Expect(note).ToContainTextAsync(words);

        await ada.Button("Create 2 users").ClickAsync();

        await Expect(ada.Page.Locator("[data-status]")).ToHaveTextAsync("Finished");
        await Expect(note).ToContainTextAsync(words);
        await ada.Link("Show the people invited").ClickAsync();
        await ada.Link("New One").ClickAsync();
        await ada.Button("Copy the link …").ClickAsync();
        await Expect(ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Dialog))
            .ToContainTextAsync("Nothing was delivered to new1@example.org");
    }
}
