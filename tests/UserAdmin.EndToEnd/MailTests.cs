using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>The outbox: a mail ordered by another process appears as a file and on the page.</summary>
public sealed class MailTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task MailPage_WhenSomebodyOrdersAMail_ShowsItSentWithoutAReloadAndItsLinkLeadsHere()
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.Link("Mail").ClickAsync();
        await Expect(ada.Heading("Mail")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByText(Path.Combine(console.Data.Path, "mail"))).ToBeVisibleAsync();
        await ada.MarkAsync();

        var person = await console.CreateUserAsync("Ina Invited");
        var ordered = await console.Sender.AcceptedAsync("SendPasswordReset", new { userId = person.Id });

        var row = ada.Page.Locator($"tr[data-mail='{ordered}']");
        await Expect(row.Locator(".ua-chip")).ToHaveTextAsync("Sent");
        await Expect(row).ToContainTextAsync(person.Email);
        (await ada.IsStillTheSamePageAsync()).ShouldBeTrue();
        var mail = await File.ReadAllTextAsync(
            Path.Combine(console.Data.Path, "mail", $"{ordered:D10}-PasswordReset.eml"),
            TestContext.Current.CancellationToken
        );
        mail.ShouldContain($"{console.Address}/account/reset-password?token=");

        await row.GetByRole(AriaRole.Link, new() { Name = person.Name }).ClickAsync();
        await Expect(ada.Page).ToHaveURLAsync($"{console.Address}/users/{person.Id}");
    }

    [Fact]
    public async Task MailPage_ByItsTabs_HasAnAddressForEach()
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync("/mail");

        await ada
            .Page.GetByRole(AriaRole.Navigation, new() { Name = "Status" })
            .GetByRole(AriaRole.Link, new() { Name = "Failed" })
            .ClickAsync();

        await Expect(ada.Page).ToHaveURLAsync($"{console.Address}/mail?status=failed");
        await Expect(ada.Page.GetByText("No mail has failed")).ToBeVisibleAsync();
        await ada.Page.GoBackAsync();
        await Expect(ada.Page.Locator("nav[aria-label=Status] [aria-current]")).ToContainTextAsync("All");
    }

    [Fact]
    public async Task TestMail_WhileTheServerIsDown_WaitsWithTheReasonAndCanBeGivenUp()
    {
        using var data = new DataFolder();
        await using var program = await RunningProgram.StartAsync(
            data,
            [
                .. ConsoleFixture.Settings,
                "--UserAdmin:Mail:Smtp=127.0.0.1",
                "--UserAdmin:Mail:Port=1",
                "--UserAdmin:Mail:From=no-reply@example.com",
            ]
        );
        var ada = await OpenAsync(program.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync("/mail");

        await ada.Button("Send a test mail").ClickAsync();

        await Expect(ada.Page.Locator("tr[data-mail] .ua-chip")).ToHaveTextAsync("Delayed");
        await Expect(ada.Page.Locator("tr.why")).ToContainTextAsync("127.0.0.1:1 could not be reached");
        await ada.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Give up: Test mail") }).ClickAsync();
        await ada.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Give up" }).ClickAsync();
        await Expect(ada.Page.Locator("tr[data-mail] .ua-chip")).ToHaveTextAsync("Given up");
    }

    [Fact]
    public async Task Program_WithInvalidMailSettings_EndsWithOneLineThatNamesThem()
    {
        using var data = new DataFolder();

        var (code, _, error) = await BuiltProgram.RunAsync(
            data.Setting,
            "--urls=http://127.0.0.1:0",
            "--UserAdmin:Mail:Smtp=mail.example.com"
        );

        code.ShouldBe(1);
        error.ShouldHaveSingleItem().ShouldBe("Set UserAdmin:Mail:From to the address that mail comes from.");
    }
}
