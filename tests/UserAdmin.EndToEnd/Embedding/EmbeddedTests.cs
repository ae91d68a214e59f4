using System.Diagnostics;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Embedding;

/// <summary>
/// The console with its own sign-in, inside the Blazor application of samples/Blazor.
/// </summary>
public sealed class EmbeddedTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Path = "/admin/users";
    private static readonly Person _ada = new("", "Ada Admin", "ada@example.com", ConsoleFixture.Password);

    private SampleProgram _host = null!;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _host = await SampleProgram.StartAsync("BlazorSample", ConsoleFixture.Settings);
    }

    [Fact]
    public async Task Console_InAnApplication_IsAdministeredThere()
    {
        var ada = await OpenAsync(_host.Address + Path);
        await ada.SignInAsync(_ada);
        await ada.GoAsync("/users/new?how=password");
        await ada.Field("Display name").FillAsync("Una User");
        await ada.Field("Email").FillAsync("una@example.com");
        await ada.Field("Initial password").FillAsync("battery horse staple correct");
        await ada.Button("Create user").ClickAsync();
        await Expect(ada.Heading("Una User")).ToBeVisibleAsync();
        await ada.Field("Job title").FillAsync("Countess");
        await ada.Button("Save changes").ClickAsync();
        await Expect(ada.Page.Locator("[data-unsaved]")).Not.ToBeAttachedAsync();
        (await ConsolePages.UploadAsync(ada)).ShouldStartWith(Path + "/imports/");

        await ada.GoAsync("/users");
        await ada.Page.Locator("[data-export]").ClickAsync();
        var waiting = ada.Page.WaitForDownloadAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Download CSV" }).ClickAsync();
        (
            await File.ReadAllTextAsync((await (await waiting).PathAsync())!, TestContext.Current.CancellationToken)
        ).ShouldContain("una@example.com");
        await ada.GoAsync("/users");
        await ada.OpenMenuAsync();
        await ada.Button("Sign out").ClickAsync();
        await Expect(ada.Heading("Sign in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Application_WithTheConsole_KeepsItsOwnSignInAndHeaders()
    {
        var ada = await OpenAsync(_host.Address + Path);
        await ada.Page.GotoAsync("/");
        await ada.Button("Sign in").ClickAsync();
        await Expect(ada.Page.GetByText("Signed in as host.")).ToBeVisibleAsync();

        await ada.GoAsync("/users");
        await Expect(ada.Heading("Sign in")).ToBeVisibleAsync();
        await ada.FillSignInAsync(_ada.Email, _ada.Password);
        await Expect(ada.Heading("Users")).ToBeVisibleAsync();
        await ada.AnswersAsync();
        await ada.OpenMenuAsync();
        await ada.Button("Sign out").ClickAsync();
        await Expect(ada.Heading("Sign in")).ToBeVisibleAsync();

        var answer = (await ada.Page.GotoAsync("/"))!;
        var headers = await answer.AllHeadersAsync();
        headers.Keys.ShouldNotContain("x-frame-options");
        headers["content-security-policy"].ShouldBe("frame-ancestors 'self'");
        await Expect(ada.Page.GetByText("Signed in as host.")).ToBeVisibleAsync();
        // The application has circuits of its own.
        await Eventually.HoldsAsync(
            async () =>
            {
                await ada.Button("Count").ClickAsync();
                return await ada.Page.GetByText("1 times").IsVisibleAsync();
            },
            "the application's own page reacts"
        );
    }

    [Fact]
    public async Task Application_WithAnOpenPage_StopsAtOnce()
    {
        var ada = await OpenAsync(_host.Address + Path);
        await ada.SignInAsync(_ada);
        var started = Stopwatch.GetTimestamp();

        await Signals.TerminateAsync(_host.Process.Id);
        using var patience = new CancellationTokenSource(BuiltProgram.Patience);
        await _host.Process.WaitForExitAsync(patience.Token);

        _host.Process.ExitCode.ShouldBe(0);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(8));
        ada.ForgetFaults();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _host.DisposeAsync();
    }
}
