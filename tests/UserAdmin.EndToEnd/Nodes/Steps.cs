using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Nodes;

/// <summary>What an administrator does in a usual hour, as steps of tests.</summary>
internal static class Steps
{
    public static (List<string> Asked, List<string> Failed) Watch(Visitor visitor)
    {
        var (asked, failed) = (new List<string>(), new List<string>());
        visitor.Context.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "https" or "http" } address)
            {
                asked.Add(address.AbsolutePath);
            }
        };
        visitor.Context.Response += (_, response) =>
        {
            // The page that is asked for to see the error page.
            if (response.Status >= 400 && !response.Url.EndsWith("/nowhere", StringComparison.Ordinal))
            {
                failed.Add($"{response.Status} {response.Url}");
            }
        };
        visitor.Page.WebSocket += (_, socket) => asked.Add(new Uri(socket.Url).AbsolutePath);
        return (asked, failed);
    }

    public static async Task CreateAsync(Visitor ada, string name, string email)
    {
        await ada
            .Page.Locator("nav")
            .GetByRole(AriaRole.Link, new() { Name = "Users", Exact = true })
            .First.ClickAsync();
        await ada.Link("New user").ClickAsync();
        await ada.GoAsync("/users/new?how=password");
        await ada.Field("Display name").FillAsync(name);
        await ada.Field("Email").FillAsync(email);
        await ada.Field("Initial password").FillAsync("battery horse staple correct");
        await ada.Button("Create user").ClickAsync();
        await Expect(ada.Heading(name)).ToBeVisibleAsync();
    }

    public static async Task EditAsync(Visitor ada)
    {
        await ada.GoAsync("/users");
        await ada.Link("Una User").ClickAsync();
        await ada.Field("Job title").FillAsync("Countess");
        await ada.Button("Save changes").ClickAsync();
        await ada.Page.ReloadAsync();
        await ada.AnswersAsync();
        await Expect(ada.Field("Job title")).ToHaveValueAsync("Countess");
    }

    public static async Task FindInThePaletteAsync(Visitor ada)
    {
        await ada.GoAsync("/roles");
        await ada.Page.Keyboard.PressAsync("Control+k");
        await ada.Page.Locator("#palette [role=combobox]").FillAsync("una");
        await Expect(ada.Page.Locator("#palette-list")).ToHaveAttributeAsync("data-for", "una");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Heading("Una User")).ToBeVisibleAsync();
    }

    public static async Task<string> ExportAsync(Visitor ada)
    {
        await ada.GoAsync("/users");
        await ada.Page.Locator("[data-export]").ClickAsync();
        var waiting = ada.Page.WaitForDownloadAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Download CSV" }).ClickAsync();
        return await File.ReadAllTextAsync((await (await waiting).PathAsync())!, TestContext.Current.CancellationToken);
    }

    public static async Task ChooseThemeAsync(Visitor ada)
    {
        await ada.GoAsync("/users");
        await ada.OpenMenuAsync();
        await ada.Page.Locator("#user-menu label", new() { HasText = "Dark" }).ClickAsync();
        await ada.Page.ReloadAsync();
        await Expect(ada.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        // The server has read it too, or the page would be drawn anew.
        var html = await (await ada.Page.ReloadAsync())!.TextAsync();
        html.ShouldContain("data-theme=\"dark\"");
    }

    public static async Task ShowErrorPageAsync(Visitor ada)
    {
        (await ada.GoAsync("/nowhere"))!.Status.ShouldBe(404);
        await ada.Link("Go to users").ClickAsync();
        await Expect(ada.Heading("Users")).ToBeVisibleAsync();
    }
}
