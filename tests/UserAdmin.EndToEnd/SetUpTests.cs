using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>The first start: a printed one-time link leads to the form that creates the first administrator.</summary>
public sealed class SetUpTests(Chromium chromium) : BrowserTest(chromium)
{
    private readonly DataFolder _data = new();
    private RunningProgram? _program;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => _program = await RunningProgram.StartAsync(_data);

    [Fact]
    public async Task SetUp_WithThePrintedLink_MakesTheFirstAdministratorAndSignsIn()
    {
        var link = (await _program!.LineAsync("/account/set-up?token=")).Split(' ')[^1];
        var visitor = await OpenAsync(_program.Address);
        (await visitor.GoAsync("/account/set-up?token=guessed"))!.Status.ShouldBe(403);

        await visitor.GoAsync(link);
        await FillAsync(visitor, "short");
        await Expect(visitor.Page.Locator("#password-error")).ToContainTextAsync("12 characters");
        await Expect(visitor.Field("Display name")).ToHaveValueAsync("Grace Hopper");
        await Expect(visitor.Field("Email")).ToHaveValueAsync("grace@example.com");
        await FillAsync(visitor, ConsoleFixture.Password);

        await Expect(visitor.Heading("Overview")).ToBeVisibleAsync();
        await visitor.GoAsync("/users");
        await Expect(visitor.Rows).ToHaveCountAsync(1);
        await Expect(visitor.Rows).ToContainTextAsync(["Administrator"]);

        var second = await OpenAsync(_program.Address);
        (await second.GoAsync(link))!.Status.ShouldBe(410);
        await second.SignInAsync(new Person("", "Grace Hopper", "grace@example.com", ConsoleFixture.Password));
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _program!.DisposeAsync();
        _data.Dispose();
    }

    private static async Task FillAsync(Visitor visitor, string password)
    {
        await visitor.Field("Display name").FillAsync("Grace Hopper");
        await visitor.Field("Email").FillAsync("grace@example.com");
        await visitor.Field("Password").FillAsync(password);
        await visitor.Button("Create administrator").ClickAsync();
    }
}
