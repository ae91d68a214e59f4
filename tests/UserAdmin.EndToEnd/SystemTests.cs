using System.Globalization;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>The page that shows the state of the log and the read model, and a rebuild while people work.</summary>
public sealed class SystemTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task SystemPage_WhileOthersWork_ShowsWhereTheLogStands()
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync("/system");
        await ExpectPositionAsync(ada);

        await console.CreateUserAsync();

        await ExpectPositionAsync(ada);
        await Expect(ada.Page.GetByText("Up to date")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Rebuild_FromTheSystemPage_ShowsProgressWhileAnotherBrowserStaysUsable()
    {
        var user = await console.CreateUserAsync();
        var (ada, otto) = (await OpenAsync(console.Address), await OpenAsync(console.Address));
        await ada.SignInAsync(console.Administrator);
        await otto.SignInAsync(await console.CreateAdministratorAsync());
        await ada.GoAsync("/system");
        await otto.GoAsync($"/users/{user.Id}");
        await otto.Field("Email").FillAsync($"during.{user.Email}");
        var before = Database.ReadModelInUse(console.Data);
        var generation = Database.Generation(before);
        var next = console.Data.ReadDatabases.Single(path => path != before);

        // Programs migrate a file one at a time. While the test holds the lock, the rebuild has begun but cannot
        // continue.
        using (new FileStream(next + ".migrate", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            await ada.Button("Rebuild read model").ClickAsync();
            await ada
                .Page.GetByRole(AriaRole.Dialog)
                .GetByRole(AriaRole.Button, new() { Name = "Rebuild read model" })
                .ClickAsync();
            await Expect(ada.Page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
            await Expect(ada.Page.GetByText("Rebuilding", new() { Exact = true })).ToBeVisibleAsync();
            await otto.Button("Save changes").ClickAsync();
            await Expect(otto.Page.Locator("li[data-event=UserEmailChanged]")).ToBeVisibleAsync();
        }

        await Expect(ada.Page.GetByRole(AriaRole.Progressbar)).ToHaveCountAsync(0);
        await Expect(ada.Page.GetByText("Up to date")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        Database.ReadModelInUse(console.Data).ShouldBe(next);
        Database.Generation(next).ShouldBe(generation + 1);

        // The open page now reads the new read model: a change made after the switch appears there.
        await otto.Field("Email").FillAsync($"after.{user.Email}");
        await otto.Button("Save changes").ClickAsync();
        await Expect(otto.Page.Locator("li[data-event=UserEmailChanged]")).ToHaveCountAsync(2);
        await Eventually.HoldsAsync(
            () => Database.ReadPosition(next) == Database.LogPosition(console.Data),
            "the new read model follows the log"
        );
    }

    private async Task ExpectPositionAsync(Visitor visitor)
    {
        var position = Database.LogPosition(console.Data).ToString("N0", CultureInfo.InvariantCulture);
        foreach (var tile in (string[])["Log position", "Read model at"])
        {
            await Expect(visitor.Page.Locator(".ua-tiles > div").Filter(new() { HasText = tile }).Locator("dd"))
                .ToHaveTextAsync(position);
        }
    }
}
