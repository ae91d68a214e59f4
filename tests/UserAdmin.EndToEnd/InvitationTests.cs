using System.Globalization;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>Forty people invited from a pasted list, and what is done about their invitations.</summary>
public sealed class InvitationTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Inviting_FortyPeopleFromAPastedList_IsFollowedAndOneIsSentAgainAndOneLinkCopied()
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.Link("Invite people").ClickAsync();
        await Expect(ada.Heading("Invite people")).ToBeVisibleAsync();
        await ada.AnswersAsync();
        var list = string.Join(
            '\n',
            Enumerable
                .Range(1, 39)
                .Select(number =>
                    number % 2 == 0
                        ? $"Guest Number {number} <guest{number}@example.net>"
                        : $"Guest Number {number}\tguest{number}@example.net"
                )
                .Append("guest40@example")
                .Append("guest1@example.net")
        );
        var text = ada.Page.Locator("#people");
        await text.FillAsync(list);
        await Expect(ada.Page.Locator("[data-count=Ready]")).ToHaveTextAsync("39 can be invited");
        await Expect(ada.Page.Locator("[data-count=Repeated]")).ToHaveTextAsync("1 twice in the list");

        // What was pasted survives a reload, and the wrong address is corrected where it is reported.
        ada.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await ada.Page.ReloadAsync();
        await Expect(ada.Page.Locator("[data-count=Ready]")).ToHaveTextAsync("39 can be invited");
        var wrong = ada.Page.Locator("[data-wrong] input");
        await wrong.FillAsync("guest40@example.net");
        await wrong.PressAsync("Tab");
        await Expect(ada.Page.Locator("[data-count=Ready]")).ToHaveTextAsync("40 can be invited");
        await Expect(text)
            .ToHaveValueAsync(list.Replace("guest40@example\n", "guest40@example.net\n", StringComparison.Ordinal));

        await ada.Button("Invite 40 people").ClickAsync();

        await Expect(ada.Heading("40 people invited")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("[data-status]")).ToHaveTextAsync("Finished");
        await Expect(ada.Page.Locator("tr[data-done=true][data-verdict=Create]")).ToHaveCountAsync(40);
        await ada.Link("Pending invitations").ClickAsync();
        var rows = ada.Page.Locator("tr[data-user]");
        await Expect(rows).ToHaveCountAsync(40);

        await ada.AnswersAsync();
        await ada.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search invited people" }).FillAsync("guest7");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(rows).ToHaveCountAsync(1);
        await ada.Button("Send the invitation to Guest Number 7 again").ClickAsync();
        await ada.Button("Send invitation").ClickAsync();
        var dialog = ada.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Nothing was delivered to guest7@example.net");
        await ada.Button("Not now").ClickAsync();
        await Expect(rows).ToContainTextAsync("Sent 2 times");

        await ada.Button("Copy the link for Guest Number 7").ClickAsync();
        await ada.Button("Show the link").ClickAsync();
        await Expect(ada.Page.Locator("#user-link")).ToContainTextAsync("account/accept-invitation?token=");
        await ada.Button("Done").ClickAsync();
        await Expect(rows).ToContainTextAsync("Copied");
        Convert.ToInt32(await rows.CountAsync(), CultureInfo.InvariantCulture).ShouldBe(1);
    }
}
