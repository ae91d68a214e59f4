using System.Globalization;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>What an administrator sees of the past of an account.</summary>
public sealed class PastTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task UserPage_SteppedBack_ShowsTheOldTitleAndRoleAndComparesThem()
    {
        var person = await console.CreateUserAsync("Petra Past");
        var (desk, audit) = (Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString());
        foreach (var (roleId, name) in new[] { (desk, $"Desk {person.Id}"), (audit, $"Audit {person.Id}") })
        {
            await console.Sender.AcceptedAsync(
                "CreateRole",
                new
                {
                    roleId,
                    name,
                    rolePermissions = new[] { "users.read" },
                }
            );
        }

        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await console.Sender.AcceptedAsync("AssignRole", new { userId = person.Id, roleId = desk });
        await ada.GoAsync($"/users/{person.Id}");
        await ada.Field("Job title").FillAsync("Apprentice");
        await ada.Button("Save changes").ClickAsync();
        await Expect(ada.Page.Locator("li[data-event=UserProfileChanged]")).ToHaveCountAsync(1);
        await ada.Field("Job title").FillAsync("Master");
        await ada.Button("Save changes").ClickAsync();
        await Expect(ada.Page.Locator("li[data-event=UserProfileChanged]")).ToHaveCountAsync(2);
        await console.Sender.AcceptedAsync("RemoveRole", new { userId = person.Id, roleId = desk });
        await console.Sender.AcceptedAsync("AssignRole", new { userId = person.Id, roleId = audit });

        await ada.GoAsync($"/users/{person.Id}?tab=history");
        await ada.Page.Locator("li[data-event=UserRoleAssigned]").First.GetByText("View as of here").ClickAsync();
        await Expect(ada.Page.Locator(".bar")).ToContainTextAsync("As of");
        await Expect(ada.Page.Locator("[data-field=JobTitle]")).ToHaveTextAsync("Master");
        await Expect(ada.Page.GetByText("Nothing is different now.")).ToBeVisibleAsync();

        // The role removed, and the title changed.
        await ada.Link("Previous change").ClickAsync();
        await Expect(ada.Page.Locator(".event")).ToContainTextAsync("Role removed");
        await ada.Link("Previous change").ClickAsync();
        // A click before the page has stepped would take the same step again.
        await Expect(ada.Page.Locator(".event")).ToContainTextAsync("Profile changed");
        await ada.Link("Previous change").ClickAsync();

        await Expect(ada.Page.Locator("[data-field=JobTitle]")).ToHaveTextAsync("Apprentice now: Master");
        await Expect(ada.Page.Locator("[data-field=Roles] li"))
            .ToHaveTextAsync([$"Desk {person.Id} not now", $"now: Audit {person.Id}"]);
        await Expect(ada.Button("Save changes")).ToHaveCountAsync(0);

        // By keyboard, one event on.
        await ada.Page.Locator("#timeline").PressAsync("ArrowRight");
        await Expect(ada.Page.Locator("[data-field=JobTitle]")).ToHaveTextAsync("Master");
        await ada.Page.GoBackAsync();
        await ada.Page.GoForwardAsync();
        await Expect(ada.Page.Locator("[data-field=JobTitle]")).ToHaveTextAsync("Master");

        await ada.Link("Previous change").ClickAsync();
        await Expect(ada.Page.Locator("[data-field=JobTitle]")).ToHaveTextAsync("Apprentice now: Master");
        await ada.Link("Compare").ClickAsync();
        await Expect(ada.Heading("What changed?")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("tr[data-field=JobTitle]")).ToHaveTextAsync("Job title Apprentice Master");
        await Expect(ada.Page.Locator("tr[data-field=Email]")).ToHaveCountAsync(0);
        await ada.Link("Show all fields").ClickAsync();
        await Expect(ada.Page.Locator("tr[data-field=Email]")).ToContainTextAsync(person.Email);
    }

    [Fact]
    public async Task UsersPage_AsOfADay_ListsAndExportsWhoHadTheRoleThen()
    {
        var (then, always, later) = (
            await console.CreateUserAsync("Theo Then"),
            await console.CreateUserAsync("Alva Always"),
            await console.CreateUserAsync("Lara Later")
        );
        var (roleId, role) = (Guid.CreateVersion7().ToString(), $"Keepers {then.Id[^6..]}");
        await console.Sender.AcceptedAsync(
            "CreateRole",
            new
            {
                roleId,
                name = role,
                rolePermissions = new[] { "users.read" },
            }
        );
        await console.Sender.AcceptedAsync("AssignRole", new { userId = then.Id, roleId });
        await console.Sender.AcceptedAsync("AssignRole", new { userId = always.Id, roleId });
        var moment = Uri.EscapeDataString(DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture));
        await console.Sender.AcceptedAsync("RemoveRole", new { userId = then.Id, roleId });
        await console.Sender.AcceptedAsync("AssignRole", new { userId = later.Id, roleId });
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        var search = Uri.EscapeDataString($"role:\"{role}\"");

        await ada.GoAsync($"/users?q={search}&at={moment}");
        await Expect(ada.Rows).ToHaveCountAsync(2);
        await Expect(ada.Rows.Nth(0)).ToContainTextAsync("Alva Always");
        await Expect(ada.Rows.Nth(1)).ToContainTextAsync("Theo Then");
        await ada.Button("Export").ClickAsync();
        var download = await ada.Page.RunAndWaitForDownloadAsync(() => ada.Button("Download CSV").ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        lines.Length.ShouldBe(3);
        lines[1].ShouldContain(always.Email);
        lines[2].ShouldContain(then.Email);

        await ada.GoAsync($"/users?q={search}&at={moment}");
        await ada.Link(then.Name).ClickAsync();
        await Expect(ada.Page.Locator(".bar")).ToContainTextAsync("As of");
        await Expect(ada.Page.Locator("[data-field=Roles] li")).ToHaveTextAsync([$"{role} not now"]);
        await ada.GoAsync($"/users?q={search}");
        await Expect(ada.Link(later.Name)).ToBeVisibleAsync();
        await Expect(ada.Link(then.Name)).ToHaveCountAsync(0);
    }
}
