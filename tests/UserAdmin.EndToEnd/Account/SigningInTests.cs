using Microsoft.Playwright;
using OtpNet;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Account;

/// <summary>The steps around the sign-in: links from mails, second factors, new passwords, other browsers.</summary>
public sealed class SigningInTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    private const string Other = "violet harbor stone 17";

    [Fact]
    public async Task ForgottenPassword_ByTheLinkInTheMail_ChoosesANewOne()
    {
        var person = await console.CreateAdministratorAsync();
        var visitor = await OpenAsync(console.Address);
        await visitor.GoAsync("/account/sign-in");
        await visitor.Link("Forgot your password?").ClickAsync();
        await visitor.Field("Email").FillAsync(person.Email);
        await visitor.Button("Send the link").ClickAsync();
        await Expect(visitor.Heading("Check your mail")).ToBeVisibleAsync();
        var link = await Mailbox.LinkAsync(console.Data, person, "/account/reset-password");

        await visitor.GoAsync(link);
        await visitor.Field("New password").FillAsync("short");
        await visitor.Button("Save new password").ClickAsync();
        await Expect(visitor.Page.Locator("#password-error")).ToContainTextAsync("at least 12 characters");
        await visitor.Field("New password").FillAsync(Other);
        await visitor.Button("Save new password").ClickAsync();

        await Expect(visitor.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your password is changed");
        await visitor.SignInAsync(person with { Password = Other });
        await visitor.GoAsync(link);
        await Expect(visitor.Heading("This link does not work")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ForgottenPassword_OfAnUnknownAddress_ShowsTheSamePage()
    {
        var visitor = await OpenAsync(console.Address);
        await visitor.GoAsync("/account/forgot-password");
        await visitor.Field("Email").FillAsync("nobody@example.com");
        await visitor.Button("Send the link").ClickAsync();

        await Expect(visitor.Heading("Check your mail")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task TwoFactor_SetUpThenUsed_AsksForTheCodeAndTakesARecoveryCode()
    {
        var person = await console.CreateAdministratorAsync();
        var visitor = await OpenAsync(console.Address);
        await visitor.SignInAsync(person);
        await visitor.GoAsync("/account");
        await visitor.Link("Set up two-factor").ClickAsync();
        await visitor.Page.GetByText("Cannot scan it?").ClickAsync();
        var key = (await visitor.Page.Locator("#key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await visitor.Field("Type the six digits it shows").FillAsync("000000");
        await visitor.Button("Turn on two-factor").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not match");
        await visitor.Field("Type the six digits it shows").FillAsync(CodeOf(key));
        await visitor.Button("Turn on two-factor").ClickAsync();
        await Expect(visitor.Heading("Keep these recovery codes")).ToBeVisibleAsync();
        var codes = await visitor.Page.Locator("#recovery-codes li").AllInnerTextsAsync();
        codes.Count.ShouldBe(10);

        var second = await OpenAsync(console.Address);
        await second.GoAsync("/system");
        await second.FillSignInAsync(person.Email, person.Password);
        await Expect(second.Heading("Enter the code")).ToBeVisibleAsync();
        await second.GoAsync("/system");
        await Expect(second.Heading("Enter the code")).ToBeVisibleAsync();
        await second.Field("Code").FillAsync("000000");
        await second.Button("Sign in").ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This code is wrong");
        // The code used in the set-up cannot be used again; the next one is already accepted.
        await second.Field("Code").FillAsync(CodeOf(key, steps: 1));
        await second.Button("Sign in").ClickAsync();
        await Expect(second.Heading("System")).ToBeVisibleAsync();

        var third = await OpenAsync(console.Address);
        await third.GoAsync("/account/sign-in");
        await third.FillSignInAsync(person.Email, person.Password);
        await third.Link("Use a recovery code instead").ClickAsync();
        await third.Field("Recovery code").FillAsync(codes[0]);
        await third.Button("Sign in").ClickAsync();
        await Expect(third.Heading("Overview")).ToBeVisibleAsync();
        await third.GoAsync("/account");
        await Expect(third.Page.GetByText("9 recovery codes left")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task TemporaryPassword_AtTheSignIn_AsksForANewOneBeforeAnythingElse()
    {
        var person = await console.CreateAdministratorAsync();
        await console.Sender.AcceptedAsync("SetTemporaryPassword", new { userId = person.Id, password = Other });
        var visitor = await OpenAsync(console.Address);
        await visitor.GoAsync("/account/sign-in");
        await visitor.FillSignInAsync(person.Email, Other);
        await Expect(visitor.Heading("Choose a new password")).ToBeVisibleAsync();
        await visitor.GoAsync("/users");
        await Expect(visitor.Heading("Choose a new password")).ToBeVisibleAsync();

        await visitor.Field("Password you signed in with").FillAsync(Other);
        await visitor.Field("New password").FillAsync("third harbor stone 19");
        await visitor.Button("Save new password").ClickAsync();

        await Expect(visitor.Heading("Users")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task RequirePasswordChange_WhileAPageIsOpen_LeadsToTheNewPassword()
    {
        var person = await console.CreateAdministratorAsync();
        var visitor = await OpenAsync(console.Address);
        await visitor.SignInAsync(person);

        await console.Sender.AcceptedAsync("RequirePasswordChange", new { userId = person.Id });

        await Expect(visitor.Heading("Choose a new password")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task OwnSessions_SigningOutTheOtherBrowser_EndsItAtOnce()
    {
        var person = await console.CreateAdministratorAsync();
        var (here, there) = (await OpenAsync(console.Address), await OpenAsync(console.Address));
        await there.SignInAsync(person);
        await here.SignInAsync(person);
        await here.GoAsync("/account");
        await Expect(here.Page.Locator("#sessions li")).ToHaveCountAsync(2);

        await here.Page.Locator("#sessions li").GetByRole(AriaRole.Button).ClickAsync();

        await Expect(there.Heading("Sign in")).ToBeVisibleAsync();
        await Expect(there.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("You have been signed out");
        await Expect(here.Page.Locator("#sessions li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task OwnProfile_Saved_ShowsTheNewName()
    {
        var person = await console.CreateUserAsync();
        var visitor = await OpenAsync(console.Address);
        await visitor.GoAsync("/account/sign-in?returnUrl=%2Faccount");
        await visitor.FillSignInAsync(person.Email, person.Password);
        await Expect(visitor.Heading("Your account")).ToBeVisibleAsync();
        await visitor.AnswersAsync();
        await Expect(visitor.Field("Display name")).ToHaveValueAsync(person.Name);

        await visitor.Field("Display name").FillAsync("Una Renamed");
        await visitor.Button("Save changes").ClickAsync();

        await Expect(visitor.Page.Locator(".ua-user-name")).ToHaveTextAsync("Una Renamed");
    }

    private static string CodeOf(string key, int steps = 0) =>
        new Totp(Base32Encoding.ToBytes(key)).ComputeTotp(DateTime.UtcNow.AddSeconds(30 * steps));
}
