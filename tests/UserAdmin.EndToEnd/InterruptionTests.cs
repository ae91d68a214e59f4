using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>
/// When the program is killed or fails, people are told, lose no text that they typed, and can continue afterwards.
/// </summary>
public sealed class InterruptionTests(Chromium chromium) : BrowserTest(chromium)
{
    private readonly DataFolder _data = new();
    private RunningProgram? _program;
    private Visitor? _ada;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        _program = await RunningProgram.StartAsync(_data, ConsoleFixture.Settings);
        _ada = await OpenAsync(_program.Address);
        await _ada.SignInAsync(new Person("", "Ada Admin", "ada@example.com", ConsoleFixture.Password));
    }

    [Fact]
    public async Task Kill_WithAHalfTypedForm_ComesBackByItselfWithTheText()
    {
        var (ada, banner) = (_ada!, _ada!.Page.Locator("#components-reconnect-modal"));
        await ada.GoAsync("/users/new?how=password");
        await ada.Field("Display name").FillAsync("Half a na");
        await ada.Field("Initial password").FillAsync("battery horse staple correct");
        await ada.MarkAsync();

        _program!.Kill();

        await Expect(banner).ToContainTextAsync("Connection lost. Reconnecting; what you typed is kept.");
        // Browsers differ in where they put the caret in a field that was filled and lost the focus.
        await ada.Field("Display name").PressAsync("End");
        await ada.Field("Display name").PressSequentiallyAsync("me");
        // Without a circuit, the browser itself would submit the form, with the text in the address.
        await ada.Field("Display name").PressAsync("Enter");
        await _program.StartAsync();

        var note = ada.Page.Locator("#draft-note");
        await Expect(note)
            .ToContainTextAsync(
                "What you typed here before was restored. It is not saved yet. "
                    + "Passwords are never kept: type them again.",
                new() { Timeout = 60_000 }
            );
        (await ada.IsStillTheSamePageAsync()).ShouldBeFalse();
        await Expect(ada.Field("Display name")).ToHaveValueAsync("Half a name");
        await Expect(ada.Field("Initial password")).ToHaveValueAsync("");
        (
            await ada.Page.EvaluateAsync<string>("() => JSON.stringify({ ...sessionStorage, ...localStorage })")
        ).ShouldNotContain("battery");
        await ada.Field("Email").FillAsync("half.name@example.com");
        await Expect(ada.Field("User name")).ToHaveValueAsync("half.name");
        await ada.Button("Create user").ClickAsync();
        await Expect(ada.Heading("Half a name")).ToBeVisibleAsync();
        (
            await ada.Page.EvaluateAsync<int>(
                "() => Object.keys(sessionStorage).filter(key => key.startsWith('useradmin-draft')).length"
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task Kill_WithNothingTyped_ComesBackByItself()
    {
        var ada = _ada!;
        await Expect(ada.Rows).ToHaveCountAsync(1);

        _program!.Kill();
        await Expect(ada.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        await _program.StartAsync();

        await Expect(ada.Page.Locator("#components-reconnect-modal")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await ada.AnswersAsync();
        await using var sender = new CommandSender(_data);
        await sender.AcceptedAsync(
            "CreateUser",
            new
            {
                userId = Guid.CreateVersion7(),
                userName = "late",
                email = "late@example.com",
                displayName = "Late Comer",
            }
        );
        await ada.Button("1 new").ClickAsync();
        await Expect(ada.Rows).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Page_OpenedWhileTheReadModelFails_IsAnErrorPageWithoutTheReason()
    {
        var ada = _ada!;
        Database.Execute(Database.ReadModelInUse(_data), "ALTER TABLE Users RENAME TO Hidden");

        var answer = (await ada.GoAsync("/users"))!;

        answer.Status.ShouldBe(500);
        await Expect(ada.Heading("Something went wrong")).ToBeVisibleAsync();
        await Expect(ada.Page).ToHaveTitleAsync("Error · UserAdmin");
        (await ada.Page.ContentAsync()).ShouldNotContain("no such table");
        Database.Execute(Database.ReadModelInUse(_data), "ALTER TABLE Hidden RENAME TO Users");
        await ada.Link("Go to users").ClickAsync();
        await Expect(ada.Rows).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Page_OpenedWhileTheReadModelFails_ShowsTheFaultAndCanBeRetried()
    {
        var ada = _ada!;
        await ada.GoAsync("/system");
        // The users are listed from memory; the layout of the list is read from the database.
        Database.Execute(Database.ReadModelInUse(_data), "ALTER TABLE ListLayouts RENAME TO Hidden");

        await ada.Link("Users").ClickAsync();

        await Expect(ada.Heading("This page could not be shown")).ToBeVisibleAsync();
        (await ada.Page.ContentAsync()).ShouldNotContain("no such table");
        Database.Execute(Database.ReadModelInUse(_data), "ALTER TABLE Hidden RENAME TO ListLayouts");
        await ada.Button("Try again").ClickAsync();
        await Expect(ada.Rows).ToHaveCountAsync(1);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var line in _program!.Lines)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        }

        await _program.DisposeAsync();
        _data.Dispose();
    }
}
