using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>The life of a role in one browser, and what its holder sees in another.</summary>
public sealed class RoleTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task Role_CreatedGivenNarrowedAndDeleted_ChangesWhatItsMemberSeesAtOnce()
    {
        var member = await console.CreateUserAsync("Mia Member");
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        var name = $"Desk {member.Id}";
        await CreateRoleAsync(ada, name, "users.read", "system.read");
        var roleAddress = ada.Page.Url;

        var mia = await OpenAsync(console.Address);
        await mia.GoAsync("/account/sign-in");
        await mia.FillSignInAsync(member.Email, member.Password);
        await Expect(mia.Heading("Your account")).ToBeVisibleAsync();
        await mia.AnswersAsync();
        await Expect(Navigation(mia)).ToHaveCountAsync(0);
        await mia.MarkAsync();

        await ada.GoAsync($"/users/{member.Id}");
        await ada.Field("Role").SelectOptionAsync(name);
        await ada.Button("Assign role").ClickAsync();
        await Expect(Navigation(mia)).ToHaveTextAsync(["Overview", "Users", "System"]);

        await ada.Page.GotoAsync(roleAddress);
        await ada.AnswersAsync();
        await Expect(ada.Page.Locator($"[data-member='{member.Id}']")).ToContainTextAsync(member.Name);
        await ada.Page.Locator("[data-permission='system.read'] input").UncheckAsync();
        await ada.Button("Save changes").ClickAsync();
        await Expect(Navigation(mia)).ToHaveTextAsync(["Overview", "Users"]);
        (await mia.IsStillTheSamePageAsync()).ShouldBeTrue();
        await Expect(ada.Page.Locator("li[data-event=RolePermissionsChanged]")).ToContainTextAsync("system.read");

        await ada.GoAsync($"/users/{member.Id}/permissions");
        await Expect(ada.Page.Locator("li.held")).ToHaveCountAsync(1);
        await Expect(ada.Page.Locator("li.held"))
            .ToContainTextAsync($"through {name}, assigned by {console.Administrator.Name}");
    }

    [Fact]
    public async Task Role_DeletedWithMembersMoved_SignsThemOutAndGivesThemTheOther()
    {
        var member = await console.CreateUserAsync("Mia Member");
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        var (old, other) = ($"Old {member.Id}", $"Other {member.Id}");
        await CreateRoleAsync(ada, other, "users.read", "roles.read");
        await CreateRoleAsync(ada, old, "users.read");
        var roleId = ada.Page.Url.Split('/')[^1];
        await console.Sender.AcceptedAsync("AssignRole", new { userId = member.Id, roleId });
        var mia = await OpenAsync(console.Address);
        await mia.SignInAsync(member);

        await Expect(ada.Page.Locator($"[data-member='{member.Id}']")).ToBeVisibleAsync();
        await ada.Button("Delete role").ClickAsync();
        var dialog = ada.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Its one member loses it");
        await dialog.GetByLabel("Give its members instead").SelectOptionAsync(other);
        await Expect(dialog).ToContainTextAsync($"That member gets {other} for it.");
        await dialog.GetByLabel("Reason (optional)").FillAsync("HD-7");
        await ada.Button("Delete role and move 1 member").ClickAsync();

        await Expect(ada.Heading("Roles")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator($"tr[data-role='{roleId}']")).ToHaveCountAsync(0);
        await Expect(mia.Heading("Sign in")).ToBeVisibleAsync();
        await mia.SignInAsync(member);
        await Expect(Navigation(mia)).ToHaveTextAsync(["Overview", "Users", "Roles"]);
        await ada.GoAsync($"/users/{member.Id}");
        await Expect(ada.Page.Locator("li[data-event=UserRoleAssigned]").First).ToContainTextAsync(other);
        await Expect(ada.Page.Locator("li[data-event=UserRoleRemoved]")).ToContainTextAsync("HD-7");
    }

    [Fact]
    public async Task RolePage_LeftWithChanges_AsksFirst()
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await CreateRoleAsync(ada, $"Guarded {Guid.NewGuid()}", "users.read");
        await ada.Field("Description").FillAsync("Half a sente");

        await ada.Link("Users").ClickAsync();

        await Expect(ada.Page.GetByText("Leave without saving?")).ToBeVisibleAsync();
        await ada.Button("Stay").ClickAsync();
        await Expect(ada.Field("Description")).ToHaveValueAsync("Half a sente");
    }

    private static ILocator Navigation(Visitor visitor) => visitor.Page.Locator(".ua-nav a");

    private static async Task CreateRoleAsync(Visitor visitor, string name, params string[] permissions)
    {
        await visitor.GoAsync("/roles/new");
        await visitor.Field("Name").FillAsync(name);
        foreach (var permission in permissions)
        {
            await visitor.Page.Locator($"[data-permission='{permission}'] input").CheckAsync();
        }

        await visitor.Button("Create role").ClickAsync();
        await Expect(visitor.Heading(name)).ToBeVisibleAsync();
    }
}
