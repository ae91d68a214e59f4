using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Hardening;

/// <summary>
/// The pages comply with the content security policy in their own headers. Every browser test checks that; this one
/// visits every page.
/// </summary>
public sealed class PolicyTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Pages_WithDialogsMenusAndSnackbars_KeepToTheirPolicy()
    {
        var user = await console.CreateUserAsync("Paula Policy");
        var ada = await OpenAsync(console.Address);
        await ada.GoAsync("/account/sign-in");
        await ada.FillSignInAsync("nobody@example.com", "wrong");
        await ada.SignInAsync(console.Administrator);
        foreach (
            var path in (string[])
                [
                    "/users",
                    "/users?q=nobody+at+all",
                    "/users/new",
                    "/roles",
                    "/bulk",
                    "/mail",
                    "/account",
                    "/system",
                    "/nowhere",
                    "/users/nobody",
                    "/account/set-up",
                    "/account/forgot-password",
                    "/error",
                    "/status/429",
                    $"/users/{user.Id}",
                ]
        )
        {
            await ada.GoAsync(path);
            await Expect(ada.Page.Locator(".ua-skeleton:visible")).ToHaveCountAsync(0);
        }

        await ada.OpenMenuAsync();
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.ChooseActionAsync("Disable user");
        await ada
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Disable user" })
            .ClickAsync();
        var said = ada.Page.Locator(".mud-snackbar");
        await Expect(said).ToContainTextAsync("disabled");
        await said.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(said).ToHaveCountAsync(0);

        (
            await ada.Page.EvaluateAsync<int>(
                "() => document.querySelectorAll('style, [onclick], script:not([src])').length"
            )
        ).ShouldBe(0);
        ada.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Script_ThatGotIntoAPage_DoesNotRun()
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);

        var blocked = await ada.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const seen = new Set();
              const all = new Promise(resolve => {
                document.addEventListener("securitypolicyviolation", event => seen.add(event.effectiveDirective).size === 5 && resolve());
                setTimeout(resolve, 10000);
              });
              document.body.insertAdjacentHTML("beforeend",
                "<img src='data:,' onerror='window.ran = true'><style>body { display: none }</style>"
                + "<iframe src='/users'></iframe>");
              const script = document.createElement("script");
              script.textContent = "window.ran = true";
              document.body.append(script);
              await fetch("http://127.0.0.1:9/").catch(() => {});
              await all;
              return [...seen, window.ran ? "ran" : "did not run"];
            }
            """
        );

        blocked.ShouldBe(
            ["style-src-elem", "frame-src", "script-src-elem", "connect-src", "script-src-attr", "did not run"],
            ignoreOrder: true
        );
        // These violations were provoked on purpose.
        ada.ForgetFaults();
    }
}
