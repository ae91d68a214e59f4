using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>
/// Days and times are shown in the viewer's time zone, and a link shows the same users to a colleague in another zone.
/// </summary>
public sealed class ZoneTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    // Fourteen hours ahead of UTC and eleven hours behind, so their dates always differ.
    private const string Early = "Pacific/Kiritimati";
    private const string Late = "Pacific/Pago_Pago";

    [Fact]
    public async Task Filter_ForToday_MeansTheViewersDayAlsoForAColleague()
    {
        var user = await console.CreateUserAsync();
        var (early, late) = (
            await OpenAsync(console.Address, zone: Early),
            await OpenAsync(console.Address, zone: Late)
        );
        await early.SignInAsync(console.Administrator);
        await late.SignInAsync(console.Administrator);

        await early.Button("Filter").ClickAsync();
        await early
            .Page.Locator("fieldset.moments", new() { HasText = "Created" })
            .GetByRole(AriaRole.Button, new() { Name = "Today", Exact = true })
            .ClickAsync();
        await Expect(early.Page.Locator(".filter-chip")).ToContainTextAsync($"Created: today ({Early})");
        await Expect(early.Row(user.Id)).ToBeVisibleAsync();
        await late.GoAsync(new Uri(early.Page.Url).PathAndQuery);
        await Expect(late.Page.Locator(".filter-chip")).ToContainTextAsync($"Created: today ({Early})");
        await Expect(late.Row(user.Id)).ToBeVisibleAsync();

        // A typed date means the day in the viewer's own zone, so the same words do not find the user in the other
        // zone.
        var today = await early.Page.EvaluateAsync<string>("() => new Intl.DateTimeFormat('sv-SE').format(new Date())");
        await early.GoAsync($"/users?q=created:{today}");
        await Expect(early.Row(user.Id)).ToBeVisibleAsync();
        Uri.UnescapeDataString(early.Page.Url).ShouldEndWith($"created:{today}@{Early}");
        await late.GoAsync($"/users?q=created:{today}");
        await Expect(late.Heading("Users")).ToBeVisibleAsync();
        await Expect(late.Row(user.Id)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task History_OfALock_IsShownInTheViewersZone()
    {
        var user = await console.CreateUserAsync();
        await console.Sender.AcceptedAsync("LockUser", new { userId = user.Id, until = "2099-01-01T00:30:00Z" });
        var visitor = await OpenAsync(console.Address, zone: "America/Los_Angeles");
        await visitor.SignInAsync(console.Administrator);

        await visitor.GoAsync($"/users/{user.Id}?tab=history");

        await Expect(visitor.Page.Locator("[data-event=UserLocked]"))
            .ToContainTextAsync("2098-12-31 16:30 (America/Los_Angeles)");
    }
}
