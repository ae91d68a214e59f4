using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.StockDatabases;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Following;

/// <summary>
/// What a stock application does to an account appears on open pages, as what a colleague does there.
/// </summary>
public sealed class FollowedPagesTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    private static readonly StockShape _shape = new(StockProvider.Sqlite, Version: 3);

    // From the application's commit to the page; the aim is a second, and the machine of the tests is busy.
    private static readonly Microsoft.Playwright.LocatorAssertionsToHaveValueOptions _soon = new() { Timeout = 15_000 };

    [Fact]
    public async Task Pages_WhenAnApplicationChangesTheEmailAndAddsARole_ShowIt()
    {
        var user = await console.CreateUserAsync("Follow");
        var roleId = Guid.CreateVersion7().ToString();
        await console.Sender.AcceptedAsync(
            "CreateRole",
            new
            {
                roleId,
                name = "Storekeepers",
                rolePermissions = new[] { "users.read" },
            }
        );
        var (page, list) = (await AdaAsync($"/users/{user.Id}"), await AdaAsync("/users?q=follow"));
        await Expect(page.Field("Email")).ToHaveValueAsync(user.Email);
        await Expect(list.Row(user.Id)).ToContainTextAsync(user.Email);
        await page.MarkAsync();
        await list.MarkAsync();

        await ChangeAsync(user.Id, (users, one) => users.SetEmailAsync(one, $"app.{user.Email}"));
        await Expect(page.Field("Email")).ToHaveValueAsync($"app.{user.Email}", _soon);
        await Expect(list.Row(user.Id)).ToContainTextAsync($"app.{user.Email}", new() { Timeout = 15_000 });
        await ChangeAsync(user.Id, (users, one) => users.AddToRoleAsync(one, "Storekeepers"));

        await Expect(page.Button("Remove role Storekeepers")).ToBeVisibleAsync();
        await Expect(list.Row(user.Id)).ToContainTextAsync("Storekeepers");
        await Expect(page.Page.Locator("li[data-event=UserObservedChanged]"))
            .ToHaveTextAsync([
                new Regex("Roles changed by Another program.*to Storekeepers", RegexOptions.Singleline),
                new Regex(
                    $"Email changed by Another program.*{Regex.Escape(user.Email)}.*app\\.{Regex.Escape(user.Email)}",
                    RegexOptions.Singleline
                ),
            ]);
        (await page.IsStillTheSamePageAsync()).ShouldBeTrue();
        (await list.IsStillTheSamePageAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Form_WithTypedText_MergesAndConflictsWithAnApplicationAsWithAColleague()
    {
        var user = await console.CreateUserAsync("Merge");
        var ada = await AdaAsync($"/users/{user.Id}");
        await ada.Field("Job title").FillAsync("Chemist");
        await ada.Field("Phone number").FillAsync("+44 20 1111");

        await ChangeAsync(user.Id, (users, one) => users.SetEmailAsync(one, $"app.{user.Email}"));
        await Expect(ada.Field("Email")).ToHaveValueAsync($"app.{user.Email}", _soon);
        await Expect(ada.Field("Job title")).ToHaveValueAsync("Chemist");
        await ada.Button("Save changes").ClickAsync();

        await Expect(ada.Page.Locator("li[data-event=UserProfileChanged]")).ToContainTextAsync("Chemist");
        await Expect(ada.Field("Email")).ToHaveValueAsync($"app.{user.Email}");

        await ada.Field("Phone number").FillAsync("+44 20 2222");
        await ChangeAsync(user.Id, (users, one) => users.SetPhoneNumberAsync(one, "+44 20 3333"));
        await Expect(ada.Beside("PhoneNumber")).ToContainTextAsync("+44 20 3333");
        await Expect(ada.Beside("PhoneNumber")).ToContainTextAsync("Another program");
        await Expect(ada.Field("Phone number")).ToHaveValueAsync("+44 20 2222");
    }

    [Fact]
    public async Task Pages_WhenAnApplicationDeletesTheAccount_SaySoAndKeepTheHistory()
    {
        var user = await console.CreateUserAsync("Leave");
        var (page, list) = (await AdaAsync($"/users/{user.Id}"), await AdaAsync("/users?q=leave"));
        await Expect(page.Heading(user.Name)).ToBeVisibleAsync();
        await Expect(list.Rows).ToHaveCountAsync(1);

        await ChangeAsync(user.Id, (users, one) => users.DeleteAsync(one));

        await Expect(page.Heading("There is no such user")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("li[data-event=UserObservedGone]"))
            .ToContainTextAsync("Account deleted by Another program");
        await Expect(list.Row(user.Id)).ToContainTextAsync("deleted");
    }

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task Pages_OfAnAccountWithoutEmailAndName_ShowWhatThereIs(int width, int height)
    {
        var id = Guid.NewGuid().ToString();
        await InScopeAsync(async users =>
            (
                await users.CreateAsync(
                    new IdentityUser<string>
                    {
                        Id = id,
                        UserName = null,
                        Email = null,
                    }
                )
            ).Succeeded
                ? IdentityResult.Success
                : await AddBareAsync(id)
        );
        var ada = await AdaAsync($"/users?q={id}");
        await ada.Page.SetViewportSizeAsync(width, height);

        await Expect(ada.Row(id)).ToContainTextAsync(id);
        await KeepAsync(ada, $"bare-list-{width}");
        await ada.Row(id).Locator("a").First.ClickAsync();
        await Expect(ada.Heading(id)).ToBeVisibleAsync();
        await Expect(ada.Field("Email")).ToHaveValueAsync("");
        await Expect(ada.Field("User name")).ToHaveValueAsync("");
        var wide = await ada.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        wide.ShouldBeLessThanOrEqualTo(width);
        await KeepAsync(ada, $"bare-page-{width}");

        // It can be mended: what is missing can be given.
        await ada.Field("Email").FillAsync($"bare{width}@example.com");
        await ada.Field("User name").FillAsync($"bare{width}");
        await ada.Button("Save changes").ClickAsync();
        await Expect(ada.Page.Locator("li[data-event=UserEmailChanged]"))
            .ToContainTextAsync($"bare{width}@example.com");
        await Expect(ada.Page.Locator("li[data-event=UserNameChanged]")).ToBeVisibleAsync();
    }

    // UserManager refuses it, but many databases have such rows.
    private Task<IdentityResult> AddBareAsync(string id)
    {
        using var connection = new SqliteConnection($"Data Source={console.Data.WriteDatabase};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO "AspNetUsers" ("Id", "EmailConfirmed", "PhoneNumberConfirmed", "TwoFactorEnabled",
                "LockoutEnabled", "AccessFailedCount") VALUES (@id, 0, 0, 0, 1, 0)
            """;
        command.Parameters.AddWithValue("@id", id);
        command.ExecuteNonQuery();
        return Task.FromResult(IdentityResult.Success);
    }

    private async Task<Visitor> AdaAsync(string path)
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync(path);
        return ada;
    }

    private Task ChangeAsync(
        string id,
        Func<UserManager<IdentityUser<string>>, IdentityUser<string>, Task<IdentityResult>> change
    ) => InScopeAsync(async users => await change(users, (await users.FindByIdAsync(id)).ShouldNotBeNull()));

    private async Task InScopeAsync(Func<UserManager<IdentityUser<string>>, Task<IdentityResult>> change)
    {
        await using var services = StockDatabase.Services<IdentityUser<string>, string>(
            _shape,
            $"Data Source={console.Data.WriteDatabase};Pooling=False"
        );
        await using var scope = services.CreateAsyncScope();
        (await change(scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser<string>>>()))
            .Errors.Select(error => error.Description)
            .ShouldBeEmpty();
    }

    private static async Task KeepAsync(Visitor visitor, string name)
    {
        if (Environment.GetEnvironmentVariable("USERADMIN_SCREENSHOTS") is { } folder)
        {
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
        }
    }
}
