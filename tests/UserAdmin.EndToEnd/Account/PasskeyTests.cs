using System.Text.Json;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Account;

/// <summary>
/// Passkeys with Chromium's virtual authenticator, on http://localhost, which browsers treat as secure.
/// </summary>
public sealed class PasskeyTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    private const string Refused = "This passkey does not open an account here.";

    // A passkey belongs to a host name; an IP address such as 127.0.0.1 is not one.
    private string Address => console.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    [Fact]
    public async Task Passkey_Added_IsNamedAtOnceAndSignsIn()
    {
        var person = await console.CreateAdministratorAsync("Paula Passkey");
        var visitor = await OpenAsync(Address);
        await visitor.AddAuthenticatorAsync();
        await visitor.SignInAsync(person);

        await AddPasskeyAsync(visitor, "Paula's laptop");
        await Expect(visitor.Page.Locator("#passkeys")).ToContainTextAsync("not used yet");
        await SignOutAsync(visitor);
        await SignInWithPasskeyAsync(visitor);

        await Expect(visitor.Heading("Overview")).ToBeVisibleAsync();
        await visitor.GoAsync("/account");
        await Expect(visitor.Page.Locator("#passkeys li")).ToContainTextAsync("last used");
    }

    [Fact]
    public async Task Invitation_AcceptedFromTheMail_LeadsToAPasskeyThatSignsIn()
    {
        var admin = await OpenAsync(console.Address);
        await admin.SignInAsync(await console.CreateAdministratorAsync("Ingrid Inviter"));
        await admin.GoAsync("/users/new");
        var email = $"irene.{Guid.NewGuid():N}@example.com";
        await admin.Field("Display name").FillAsync("Irene Invited");
        await admin.Field("Email").FillAsync(email);
        await admin.Button("Send invitation").ClickAsync();
        await Expect(admin.Heading("Irene Invited")).ToBeVisibleAsync();
        await Expect(admin.Page.Locator(".ua-page-header .ua-chip", new() { HasText = "Invited" })).ToBeVisibleAsync();

        var irene = new Person("", "Irene Invited", email, "marble window quiet 58");
        var link = await Mailbox.LinkAsync(console.Data, irene, "/account/accept-invitation");
        var visitor = await OpenAsync(Address);
        await visitor.AddAuthenticatorAsync();
        await visitor.GoAsync(new Uri(link).PathAndQuery);
        await Expect(visitor.Heading("Welcome, Irene Invited")).ToBeVisibleAsync();
        await visitor.Field("Password").FillAsync(irene.Password);
        await visitor.Button("Activate account").ClickAsync();
        await Expect(visitor.Page.Locator("button[popovertarget=user-menu]")).ToBeVisibleAsync();
        await Expect(admin.Page.Locator(".ua-page-header .ua-chip", new() { HasText = "Active" })).ToBeVisibleAsync();

        await AddPasskeyAsync(visitor, "Irene's phone");
        await SignOutAsync(visitor);
        await SignInWithPasskeyAsync(visitor);

        await Expect(visitor.Page.Locator("button[popovertarget=user-menu]")).ToBeVisibleAsync();
        await visitor.GoAsync(new Uri(link).PathAndQuery);
        await Expect(visitor.Heading("This link does not work")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Passkey_ChosenBesideTheEmailField_SignsIn()
    {
        var person = await console.CreateAdministratorAsync("Olga Offered");
        var visitor = await OpenAsync(Address);
        await visitor.AddAuthenticatorAsync(withOffer: true);
        await visitor.SignInAsync(person);
        await AddPasskeyAsync(visitor, "Phone");

        await visitor.OpenMenuAsync();
        await visitor.Button("Sign out").ClickAsync();

        await Eventually.HoldsAsync(
            () =>
                Database
                    .Rows(
                        console.Data.WriteDatabase,
                        $"SELECT Payload FROM EventLog WHERE SubjectId = '{person.Id}' AND Type = "
                            + "'UserSignedIn' ORDER BY Position DESC"
                    )[0][0]
                    .Contains("\"Method\":\"passkey\"", StringComparison.Ordinal),
            "the passkey that is offered signs in"
        );
        await Expect(visitor.Page.Locator("button[popovertarget=user-menu]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Passkey_RevokedByAnAdministrator_IsRefusedWithAnExplanation()
    {
        var person = await console.CreateAdministratorAsync("Rita Revoked");
        var visitor = await OpenAsync(Address);
        await visitor.AddAuthenticatorAsync();
        await visitor.SignInAsync(person);
        var passkeyId = await AddPasskeyAsync(visitor, "Lost phone");
        await SignOutAsync(visitor);

        await console.Sender.AcceptedAsync("RevokePasskey", new { userId = person.Id, passkeyId });
        await SignInWithPasskeyAsync(visitor);

        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(Refused);
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Passkey_OfADisabledAccount_IsRefusedInTheSameWords()
    {
        var person = await console.CreateAdministratorAsync("Dora Disabled");
        var visitor = await OpenAsync(Address);
        await visitor.AddAuthenticatorAsync();
        await visitor.SignInAsync(person);
        await AddPasskeyAsync(visitor, "Phone");
        await SignOutAsync(visitor);

        await console.Sender.AcceptedAsync("DisableUser", new { userId = person.Id });
        await SignInWithPasskeyAsync(visitor);

        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(Refused);
    }

    [Fact]
    public async Task Passkey_Removed_IsGoneFromTheListAndRefused()
    {
        var person = await console.CreateAdministratorAsync("Remo Remover");
        var visitor = await OpenAsync(Address);
        await visitor.AddAuthenticatorAsync();
        await visitor.SignInAsync(person);
        await AddPasskeyAsync(visitor, "Old key");

        await visitor.Button("Remove passkey Old key").ClickAsync();
        await visitor
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Remove passkey" })
            .ClickAsync();

        await Expect(visitor.Page.Locator("#passkeys li")).ToHaveCountAsync(0);
        await SignOutAsync(visitor);
        await SignInWithPasskeyAsync(visitor);
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(Refused);
    }

    [Fact]
    public async Task SignIn_RepeatedWithEverythingThatWasSent_OpensNoSession()
    {
        var person = await console.CreateAdministratorAsync("Rene Replayed");
        var visitor = await OpenAsync(Address);
        await visitor.AddAuthenticatorAsync();
        await visitor.SignInAsync(person);
        await AddPasskeyAsync(visitor, "Phone");
        await SignOutAsync(visitor);
        string? sent = null;
        IReadOnlyList<BrowserContextCookiesResult> cookies = [];
        await visitor.Page.RouteAsync(
            "**/account/passkeys/sign-in",
            async route =>
            {
                sent = route.Request.PostData;
                cookies = await visitor.Context.CookiesAsync();
                await route.ContinueAsync();
            }
        );
        await SignInWithPasskeyAsync(visitor);
        await Expect(visitor.Heading("Overview")).ToBeVisibleAsync();
        await visitor.AnswersAsync();
        await visitor.Page.UnrouteAllAsync();

        // Somebody who recorded the request also has the browser's cookies of that moment.
        var thief = await OpenAsync(Address);
        await thief.Context.AddCookiesAsync(
            cookies
                .Where(cookie => cookie.Name.Contains("passkey", StringComparison.Ordinal))
                .Select(cookie => new Cookie
                {
                    Name = cookie.Name,
                    Value = cookie.Value,
                    Domain = cookie.Domain,
                    Path = cookie.Path,
                    HttpOnly = true,
                })
        );
        await thief.GoAsync("/account/sign-in");
        var answer = await thief.Page.EvaluateAsync<JsonElement>(
            """
            async body => {
              const token = document.querySelector("#passkey-form [name=__RequestVerificationToken]").value;
              const answer = await fetch("/account/passkeys/sign-in", {
                method: "POST",
                headers: { "Content-Type": "application/json", RequestVerificationToken: token }, body });
              return { status: answer.status, ...(await answer.json()) };
            }
            """,
            sent
        );

        cookies.ShouldContain(cookie =>
            cookie.Name.Contains("passkey", StringComparison.Ordinal)
            && cookie.HttpOnly
            && cookie.SameSite == SameSiteAttribute.Strict
        );
        answer.GetProperty("status").GetInt32().ShouldBe(400);
        answer.GetProperty("message").GetString()!.ShouldStartWith(Refused);
        await thief.GoAsync("/users");
        await Expect(thief.Heading("Sign in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignIn_WhenThePersonDeclinesThePasskey_ExplainsAndOffersThePassword()
    {
        var visitor = await OpenAsync(Address);
        await visitor.AddAuthenticatorAsync();
        await visitor.GoAsync("/account/sign-in");

        // The authenticator holds no passkey for this page.
        await visitor.Button("Sign in with a passkey").ClickAsync();

        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("No passkey was used");
        await visitor.FillSignInAsync(console.Administrator.Email, console.Administrator.Password);
        await Expect(visitor.Heading("Overview")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignIn_WhereTheBrowserAllowsNoPasskeys_SaysWhatToDo()
    {
        var visitor = await OpenAsync(Address);
        await visitor.Page.AddInitScriptAsync("delete window.PublicKeyCredential");
        await visitor.GoAsync("/account/sign-in");

        await visitor.Button("Sign in with a passkey").ClickAsync();

        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This browser cannot use passkeys");
    }

    private static async Task<string> AddPasskeyAsync(Visitor visitor, string name)
    {
        await visitor.GoAsync("/account");
        await visitor.Button("Add a passkey").ClickAsync();
        await Expect(visitor.Field("Name of the passkey"))
            .ToHaveValueAsync(new System.Text.RegularExpressions.Regex("Chrom.* on Linux"));
        await Expect(visitor.Field("Name of the passkey")).ToBeFocusedAsync();
        await visitor.Field("Name of the passkey").FillAsync(name);
        await visitor.Button("Save name").ClickAsync();
        var row = visitor.Page.Locator("#passkeys li", new() { HasText = name });
        await Expect(row).ToBeVisibleAsync();
        return (await row.GetAttributeAsync("data-key")).ShouldNotBeNull();
    }

    private static async Task SignOutAsync(Visitor visitor)
    {
        await visitor.OpenMenuAsync();
        await visitor.Button("Sign out").ClickAsync();
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
    }

    private static async Task SignInWithPasskeyAsync(Visitor visitor)
    {
        await visitor.GoAsync("/account/sign-in");
        await visitor.Button("Sign in with a passkey").ClickAsync();
    }
}
