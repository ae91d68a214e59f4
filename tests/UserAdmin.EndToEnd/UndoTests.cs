using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>What an administrator takes back: one change found in the activity, a bulk action, and a slip.</summary>
public sealed class UndoTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task WhoeverDisabledAnAccount_IsFoundInTheActivity_AndItIsUndone()
    {
        var person = await console.CreateUserAsync("Dora Disabled");
        await console.Sender.AcceptedAsync("DisableUser", new { userId = person.Id });
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);

        await ada.GoAsync($"/activity?q=on%3A{person.Id}+action%3AUserDisabled+when%3A7d");
        var row = ada.Page.Locator("tr[data-event=UserDisabled]");
        await Expect(row).ToHaveCountAsync(1);
        await Expect(row.Locator(".who")).ToContainTextAsync("Command line");
        await row.GetByRole(AriaRole.Link, new() { Name = "Undo" }).ClickAsync();

        await Expect(ada.Page.Locator("[data-field=Account]")).ToContainTextAsync("enabled");
        await Expect(ada.Button("Undo for 1 account")).ToBeDisabledAsync();
        await Axe.CheckAsync(ada.Page, "preview of an undo");
        await ada.Field("Reason").FillAsync("HD-17");
        await ada.Button("Undo for 1 account").ClickAsync();

        await Expect(ada.Heading("Undo changes of 1 user")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("tr[data-outcome=Changed]")).ToHaveCountAsync(1);
        await ada.GoAsync($"/users/{person.Id}?tab=history");
        var enabled = ada.Page.Locator("li[data-event=UserEnabled]");
        await Expect(enabled).ToContainTextAsync("Ada Admin");
        await Expect(enabled).ToContainTextAsync("HD-17");
    }

    [Fact]
    public async Task BulkAction_HalfOfWhoseAccountsWereChangedSince_IsUndoneForTheOthers()
    {
        var people = new List<Person>();
        for (var number = 1; number <= 4; number++)
        {
            people.Add(await console.CreateUserAsync($"Half {number}"));
        }

        var batchId = Guid.CreateVersion7().ToString();
        await console.Sender.AcceptedAsync(
            "StartBulkAction",
            new
            {
                batchId,
                action = 0,
                userIds = people.Select(person => person.Id),
            }
        );
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync($"/bulk/{batchId}");
        await Expect(ada.Page.Locator("tr[data-outcome=Changed]")).ToHaveCountAsync(4);
        foreach (var person in people.Take(2))
        {
            await console.Sender.AcceptedAsync("EnableUser", new { userId = person.Id });
            await console.Sender.AcceptedAsync("DisableUser", new { userId = person.Id });
        }

        await ada.Link("Undo").ClickAsync();
        await Expect(ada.Page.Locator("tr[data-verdict=Cannot]")).ToHaveCountAsync(2);
        await Expect(ada.Page.Locator("tr[data-verdict=Back]")).ToHaveCountAsync(2);
        await Expect(ada.Page.Locator("tr[data-verdict=Cannot]").First).ToContainTextAsync("came later and is kept");
        await ada.Field("Reason").FillAsync("Wrong list");
        await ada.Button("Undo for 2 accounts").ClickAsync();

        await Expect(ada.Page.Locator("tr[data-outcome=Changed]")).ToHaveCountAsync(2);
        await Expect(ada.Page.Locator("tr[data-outcome=Refused]")).ToHaveCountAsync(2);
        await Expect(ada.Page.Locator("tr[data-outcome=Refused]").First).ToContainTextAsync("has changed it since");
    }

    [Fact]
    public async Task Toast_AfterASlip_UndoesIt_OrOpensThePageIfSomethingStandsInTheWay()
    {
        var person = await console.CreateUserAsync("Sally Slip");
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync($"/users/{person.Id}");
        await ada.Field("Job title").FillAsync("Slip");
        await ada.Button("Save changes").ClickAsync();
        await ada.Page.Locator(".mud-snackbar").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(ada.Page.Locator(".mud-snackbar").GetByText("Undone")).ToBeVisibleAsync();
        await Expect(ada.Field("Job title")).ToHaveValueAsync("");

        await ada.GoAsync($"/users/{person.Id}");
        await ada.Field("Job title").FillAsync("Slip again");
        await ada.Button("Save changes").ClickAsync();
        var undo = ada.Page.Locator(".mud-snackbar").GetByRole(AriaRole.Button, new() { Name = "Undo" });
        await Expect(undo).ToBeVisibleAsync();
        await console.Sender.AcceptedAsync(
            "UpdateUserProfile",
            new
            {
                userId = person.Id,
                displayName = "Sally Slip",
                jobTitle = "Kept",
                seenVersion = 1_000_000,
            }
        );
        await undo.ClickAsync();

        await Expect(ada.Heading("Undo")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("[data-field=\"Job title\"]")).ToContainTextAsync("came later and is kept");
    }
}
