using System.Text.RegularExpressions;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>
/// What an administrator does with an account, from the invitation to the removal, and what its owner notices.
/// </summary>
public sealed class LifecycleTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task DisableUser_SignedInInAnotherBrowser_SignsOutAtOnceAndCanReturnAfterUndo()
    {
        var otto = await console.CreateAdministratorAsync();
        var (ada, ottos) = (await AdaAsync($"/users/{otto.Id}"), await OpenAsync(console.Address));
        await ottos.SignInAsync(otto);

        await ada.ChooseActionAsync("Disable user");
        await Dialog(ada).GetByLabel("Reason").FillAsync("HR-1042");
        await InDialog(ada, "Disable user").ClickAsync();

        await Expect(ottos.Heading("Sign in")).ToBeVisibleAsync();
        await Expect(ada.Button("Enable user")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("li[data-event=UserDisabled]")).ToContainTextAsync("Reason: HR-1042");
        await ada.Button("Undo").ClickAsync();
        await Expect(ada.Page.Locator(".sentence")).ToHaveTextAsync("Yes, with the password.");
        await ottos.SignInAsync(otto);
    }

    [Fact]
    public async Task LockUser_UntilAMoment_KeepsThePersonOutUntilUnlocked()
    {
        var una = await console.CreateAdministratorAsync("Una Unlucky");
        var (ada, unas) = (await AdaAsync($"/users/{una.Id}"), await OpenAsync(console.Address));
        await unas.SignInAsync(una);

        await ChooseAsync(ada, "Lock until …");
        await Dialog(ada).GetByLabel("Until tomorrow, 08:00").CheckAsync();
        await Expect(Dialog(ada).GetByRole(AriaRole.Status)).ToContainTextAsync("08:00");
        await InDialog(ada, "Lock user").ClickAsync();

        await Expect(unas.Heading("Sign in")).ToBeVisibleAsync();
        await unas.FillSignInAsync(una.Email, una.Password);
        await Expect(unas.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(ada.Page.Locator(".ua-page-header .ua-chip")).ToHaveTextAsync("Locked");

        await ada.Button("Unlock user").ClickAsync();
        await InDialog(ada, "Unlock user").ClickAsync();
        await Expect(ada.Page.Locator(".ua-page-header .ua-chip")).ToHaveTextAsync("Active");
        await unas.SignInAsync(una);
    }

    [Fact]
    public async Task LockUser_UntilAPickedMoment_LocksUntilExactlyThen()
    {
        var una = await console.CreateUserAsync();
        var ada = await AdaAsync($"/users/{una.Id}");

        await ChooseAsync(ada, "Lock until …");
        await Dialog(ada).GetByLabel("Another time").CheckAsync();
        await Dialog(ada).Locator("#moment-at").FillAsync("2035-07-01T10:30");
        await Expect(Dialog(ada).GetByRole(AriaRole.Status)).ToContainTextAsync("Sun 1 Jul 2035, 10:30");
        await InDialog(ada, "Lock user").ClickAsync();

        await Expect(ada.Page.Locator(".ua-page-header .ua-chip")).ToHaveTextAsync("Locked");
    }

    [Fact]
    public async Task DeleteUser_AndRestore_BringsTheAccountBackAsItWas()
    {
        var otto = await console.CreateAdministratorAsync();
        var (ada, ottos) = (await AdaAsync($"/users/{otto.Id}"), await OpenAsync(console.Address));

        await ChooseAsync(ada, "Delete user");
        await InDialog(ada, "Delete user").ClickAsync();

        await Expect(ada.Page.Locator(".notes")).ToContainTextAsync("Removed for good in 30 days");
        await Expect(ada.Field("Email")).ToBeDisabledAsync();
        await ottos.GoAsync("/account/sign-in");
        await ottos.FillSignInAsync(otto.Email, otto.Password);
        await Expect(ottos.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        // The page of a deleted account still opens by its address.
        await ada.Page.ReloadAsync();
        await ada.AnswersAsync();
        await ada.Button("Restore user").ClickAsync();
        await InDialog(ada, "Restore user").ClickAsync();
        await Expect(ada.Field("Email")).ToBeEnabledAsync();
        await Expect(ada.Page.Locator("section[aria-labelledby=roles-title] li")).ToContainTextAsync("Administrator");
        await ottos.SignInAsync(otto);
    }

    [Fact]
    public async Task PurgeUser_WithTheTypedUserName_LeavesNothingButTheHistory()
    {
        var una = await console.CreateUserAsync();
        await console.Sender.AcceptedAsync("DeleteUser", new { userId = una.Id });
        var ada = await AdaAsync($"/users/{una.Id}");
        var userName = una.Email.Split('@')[0];

        await ChooseAsync(ada, "Remove for good now …");
        await Dialog(ada).GetByLabel("Type the user name").FillAsync("somebody");
        await InDialog(ada, "Remove for good").ClickAsync();
        await Expect(Dialog(ada).GetByRole(AriaRole.Alert)).ToContainTextAsync($"Type {userName} exactly");
        await Dialog(ada).GetByLabel("Type the user name").FillAsync(userName);
        await InDialog(ada, "Remove for good").ClickAsync();

        await Expect(ada.Heading("There is no such user")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("li[data-event=UserPurged]")).ToContainTextAsync("by Ada Admin");
        Database.Rows(console.Data.WriteDatabase, $"SELECT * FROM AspNetUsers WHERE Id = '{una.Id}'").ShouldBeEmpty();
    }

    [Fact]
    public async Task InviteUser_FromTheForm_ShowsTheInvitationAndTheRoleOnTheirPage()
    {
        var ada = await AdaAsync("/users/new");
        await ada.Field("Display name").FillAsync("Inga Invited");
        await ada.Field("Email").FillAsync("inga@example.net");
        await ada.Page.GetByLabel("Administrator").CheckAsync();

        await ada.Button("Send invitation").ClickAsync();

        await Expect(ada.Heading("Inga Invited")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator(".mud-snackbar"))
            .ToContainTextAsync("Inga Invited created. Nothing was delivered");
        await Expect(ada.Page.Locator(".ua-page-header .ua-chip")).ToHaveTextAsync("Invited");
        await Expect(ada.Page.Locator(".notes")).ToContainTextAsync("The invitation expires in 7 days.");
        await Expect(ada.Page.Locator("section[aria-labelledby=roles-title] li")).ToContainTextAsync("Administrator");
        await Expect(ada.Button("Send the invitation again")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task EndSession_OfAnotherBrowser_SignsItOutAtOnce()
    {
        var otto = await console.CreateAdministratorAsync();
        var ottos = await OpenAsync(console.Address);
        await ottos.SignInAsync(otto);
        var ada = await AdaAsync($"/users/{otto.Id}?tab=sessions");
        await Expect(Rows(ada, "Sessions")).ToContainTextAsync("Chrome on Linux");

        await ada.Button("Sign out Chrome on Linux").ClickAsync();
        await InDialog(ada, "Sign out").ClickAsync();

        await Expect(ottos.Heading("Sign in")).ToBeVisibleAsync();
        await Expect(Rows(ada, "Sessions")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task AddClaim_OfAReservedType_IsRefusedWithAnExplanationAndAnotherIsAdded()
    {
        var una = await console.CreateUserAsync();
        var ada = await AdaAsync($"/users/{una.Id}?tab=claims");
        await ada.Button("Add claim").ClickAsync();
        await Dialog(ada).GetByLabel("Type").FillAsync("role");
        await Dialog(ada).GetByLabel("Value").FillAsync("Administrator");
        await InDialog(ada, "Add claim").ClickAsync();
        await Expect(Dialog(ada).GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose another type.");

        await Dialog(ada).GetByLabel("Type").FillAsync("department");
        await InDialog(ada, "Add claim").ClickAsync();

        await Expect(Rows(ada, "Claims")).ToContainTextAsync("Administrator");
        Database
            .Rows(
                console.Data.WriteDatabase,
                $"SELECT ClaimType, ClaimValue FROM AspNetUserClaims WHERE UserId = '{una.Id}'"
            )
            .ShouldHaveSingleItem()
            .ShouldBe(["department", "Administrator"]);
    }

    [Fact]
    public async Task HelpDesk_ThatMayResetPasswords_IsOfferedThatAndNothingElse()
    {
        var (helper, una) = (await console.CreateUserAsync("Hedda Help"), await console.CreateUserAsync());
        var roleId = Guid.CreateVersion7().ToString();
        await console.Sender.AcceptedAsync(
            "CreateRole",
            new
            {
                roleId,
                name = "Password desk",
                rolePermissions = new[] { "users.read", "users.passwords" },
            }
        );
        await console.Sender.AcceptedAsync("AssignRole", new { userId = helper.Id, roleId });
        var hedda = await OpenAsync(console.Address);
        await hedda.SignInAsync(helper);
        await hedda.GoAsync($"/users/{una.Id}");

        await Expect(hedda.Page.Locator("nav[aria-label='About this user'] a"))
            .ToHaveTextAsync(["Overview", "Security"]);
        await Expect(hedda.Field("Email")).ToBeDisabledAsync();
        await Expect(hedda.Button("Save changes")).ToHaveCountAsync(0);
        await Expect(hedda.Button("Send password-reset link")).ToBeVisibleAsync();
        await hedda.Button("More actions").ClickAsync();
        await Expect(hedda.Page.Locator("#user-actions button"))
            .ToHaveTextAsync(["Set temporary password …", "Require a new password"]);

        await hedda.Button("Set temporary password …").ClickAsync();
        await InDialog(hedda, "Set temporary password").ClickAsync();
        var password = await Dialog(hedda).Locator("code").InnerTextAsync();
        await InDialog(hedda, "Done").ClickAsync();
        await Expect(hedda.Page.Locator(".notes"))
            .ToContainTextAsync("Must choose a new password at the next sign-in.");
        var unas = await OpenAsync(console.Address);
        await unas.GoAsync("/account/sign-in");
        await unas.FillSignInAsync(una.Email, una.Password);
        await Expect(unas.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await unas.FillSignInAsync(una.Email, password);
        await Expect(unas.Page.Locator("main")).ToContainTextAsync("Choose a new password");
    }

    private async Task<Visitor> AdaAsync(string path)
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync(path);
        return ada;
    }

    private static Task ChooseAsync(Visitor visitor, string action) => visitor.ChooseActionAsync(action);

    private static ILocator Dialog(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Dialog);

    private static ILocator Rows(Visitor visitor, string list) =>
        visitor
            .Page.GetByRole(AriaRole.Region, new() { Name = list, Exact = true })
            .GetByRole(AriaRole.Row)
            .Filter(new() { HasNot = visitor.Page.GetByRole(AriaRole.Columnheader) });

    private static ILocator InDialog(Visitor visitor, string words) =>
        Dialog(visitor).GetByRole(AriaRole.Button, new() { Name = words, Exact = true });
}
