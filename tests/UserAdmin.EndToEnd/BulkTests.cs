using System.Globalization;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>A bulk action for 500 users: previewed, started, cancelled half way, reported and undone.</summary>
public sealed class BulkTests(Chromium chromium) : BrowserTest(chromium)
{
    private readonly DataFolder _data = new();

    [Fact]
    public async Task BulkDisable_OfFiveHundredByFilter_IsPreviewedCancelledHalfWayReportedAndUndone()
    {
        await using var program = await RunningProgram.StartAsync(
            _data,
            [
                .. ConsoleFixture.Settings,
                // Forty seconds in all, so that it can be cancelled half way on a slow machine too.
                "--UserAdmin:Bulk:BatchSize=25",
                "--UserAdmin:Bulk:PauseBetweenBatches=00:00:02",
            ]
        );
        await CreateUsersAsync(500);
        var ada = await OpenAsync(program.Address);
        await ada.SignInAsync(new Person("", "Ada Admin", "ada@example.com", ConsoleFixture.Password));

        // All users that match are selected from the list.
        await ada.GoAsync("/users?q=bulky");
        await Expect(ada.Rows).ToHaveCountAsync(50);
        await ada.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Select all on this page" }).CheckAsync();
        await ada.Button("Select all 500 that match").ClickAsync();
        await Expect(ada.Page.Locator(".selection")).ToContainTextAsync("500 selected");
        await CheckAsync(ada, "selection");
        await ada
            .Page.Locator(".selection")
            .GetByRole(AriaRole.Link, new() { Name = "Disable", Exact = true })
            .ClickAsync();

        // The preview shows what would happen; the address shows a colleague the same.
        await Expect(ada.Heading("Disable users")).ToBeVisibleAsync();
        await Expect(ada.Button("Disable 500 users")).ToBeEnabledAsync();
        await ada.GoAsync(new Uri(ada.Page.Url).PathAndQuery);
        await Expect(ada.Button("Disable 500 users")).ToBeEnabledAsync();
        await CheckAsync(ada, "preview");
        await ada.Field("Reason (optional)").FillAsync("HD-500");
        await ada.Button("Disable 500 users").ClickAsync();

        // Cancelled half way.
        await Expect(ada.Heading("Disable 500 users")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("tr[data-outcome]").First).ToBeVisibleAsync();
        await CheckAsync(ada, "progress");
        await ada.Button("Cancel").ClickAsync();
        await ada.Button("Cancel the bulk action").ClickAsync();
        await Expect(ada.Page.GetByText("were not reached")).ToBeVisibleAsync();

        // The report names exactly the users who were disabled.
        var waiting = ada.Page.WaitForDownloadAsync();
        await ada.Link("Download report").ClickAsync();
        var report = await File.ReadAllLinesAsync(
            (await (await waiting).PathAsync())!,
            TestContext.Current.CancellationToken
        );
        var disabled = Database
            .Rows(_data.WriteDatabase, "SELECT UserId FROM UserProfiles WHERE DisabledAt IS NOT NULL")
            .Select(row => row[0])
            .ToHashSet();
        disabled.Count.ShouldBeInRange(1, 499);
        report.Skip(1).Select(line => line.Split(',')).ShouldEachBe(fields => fields[5] == "changed");
        report.Skip(1).Select(line => line.Split(',')[1]).ToHashSet().SetEquals(disabled).ShouldBeTrue();
        var batchId = new Uri(ada.Page.Url).Segments[^1];

        // The history of each of them gives the reason.
        var count = disabled.Count.ToString("N0", CultureInfo.InvariantCulture);
        await ada.Page.Locator("tr[data-outcome] a").First.ClickAsync();
        await ada.AnswersAsync();
        Database
            .Rows(
                Database.ReadModelInUse(_data),
                "SELECT COUNT(*) FROM History WHERE EventType = 'UserDisabled' AND "
                    + $"BatchId = '{batchId}' AND Reason = 'HD-500'"
            )[0][0]
            .ShouldBe(count);

        // Undone.
        await ada.GoAsync($"/bulk/{batchId}");
        await ada.Link("Undo").ClickAsync();
        await Expect(ada.Heading("Undo")).ToBeVisibleAsync();
        await CheckAsync(ada, "preview of the undo");
        await ada.Field("Reason").FillAsync("Cancelled");
        await ada.Button($"Undo for {count} accounts").ClickAsync();
        await Eventually.HoldsAsync(
            () =>
                Database.Rows(_data.WriteDatabase, "SELECT COUNT(*) FROM UserProfiles WHERE DisabledAt IS NOT NULL")[0][
                    0
                ] == "0",
            "everybody is enabled again"
        );
        await ada.GoAsync("/bulk");
        await Expect(ada.Page.Locator("tr[data-batch]")).ToHaveCountAsync(2);
        await CheckAsync(ada, "list of bulk actions");
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task CreateUsersAsync(int count)
    {
        await using var sender = new CommandSender(_data);
        for (var number = 1; number <= count; number++)
        {
            await sender.AcceptedAsync(
                "CreateUser",
                new
                {
                    userId = Guid.CreateVersion7().ToString(),
                    userName = $"bulky{number}",
                    email = $"bulky{number}@example.net",
                    displayName = $"Bulky {number}",
                }
            );
        }
    }

    private static Task CheckAsync(Visitor visitor, string what) => Axe.CheckAsync(visitor.Page, what);
}
