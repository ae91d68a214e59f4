using UserAdmin.EndToEnd.Browsers;
using UserAdmin.Tests.Storage.PostgreSql;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Embedding;

/// <summary>The console inside samples/MinimalApi on PostgreSQL, below a path of the application's own.</summary>
public sealed class HostOnPostgreSqlTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData("off")]
    [InlineData("on")]
    public async Task Console_InAnApplicationOnPostgreSqlBelowAPath_AdministersItsAccounts(string dataSource)
    {
        PostgreSqlIsThere.OrSkip();
        var server = await PostgreSqlCluster.SharedAsync();
        await using var host = await SampleProgram.StartAsync(
            "MinimalSample",
            $"--ConnectionStrings:Accounts={server.To($"host-{Guid.NewGuid():N}")}",
            $"--Sample:DataSource={dataSource}",
            "--Sample:PathBase=/shop"
        );
        var application = host.Address + "/shop";
        var olga = await OpenAsync(application + "/admin/users");
        await olga.EnterConsoleAsync(application, "olga");

        await olga.Link("sam@example.com").First.ClickAsync();
        await Expect(olga.Heading("sam@example.com")).ToBeVisibleAsync();
        new Uri(olga.Page.Url).AbsolutePath.ShouldStartWith("/shop/admin/users/users/");
        await olga.Field("User name").FillAsync("sam.smith");
        await olga.Button("Save changes").ClickAsync();
        await Expect(olga.Page.Locator("[data-unsaved]")).Not.ToBeAttachedAsync();
        await Expect(olga.Page.Locator("main").GetByText("olga@example.com").First).ToBeVisibleAsync();
        // The cookie of the console goes to the console only.
        (await olga.Context.CookiesAsync())
            .Where(cookie => cookie.Name.StartsWith("useradmin"))
            .ShouldEachBe(cookie => cookie.Path.StartsWith("/shop/admin/users", StringComparison.Ordinal));
    }
}
