using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>
/// Creating and editing users in the forms: accepted changes appear; a refused change changes nothing and loses no
/// text.
/// </summary>
public sealed class EditingTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task CreateUser_InTheForm_OpensThePageOfTheNewUser()
    {
        var ada = await AdaAsync("/users");
        await ada.Link("New user").ClickAsync();
        await ada.Page.GetByLabel("Create with a password").CheckAsync();
        await ada.Field("Display name").FillAsync("Zoë 王小明");
        await ada.Field("User name").FillAsync("zoe.wang");
        await ada.Field("Email").FillAsync("zoe.wang@bücher.example");
        await ada.Field("Job title").FillAsync("Help desk");

        await ada.Button("Create user").ClickAsync();

        await Expect(ada.Heading("Zoë 王小明")).ToBeVisibleAsync();
        await Expect(ada.Field("Email")).ToHaveValueAsync("zoe.wang@bücher.example");
        await Expect(ada.Field("User name")).ToHaveValueAsync("zoe.wang");
        await Expect(ada.Field("Job title")).ToHaveValueAsync("Help desk");
        await Expect(ada.Page.Locator("li[data-event=UserCreated]")).ToContainTextAsync("by Ada Admin");
        Database
            .Rows(
                console.Data.WriteDatabase,
                "SELECT Email, NormalizedUserName FROM AspNetUsers WHERE UserName = 'zoe.wang'"
            )
            .ShouldHaveSingleItem()
            .ShouldBe(["zoe.wang@bücher.example", "ZOE.WANG"]);
    }

    [Fact]
    public async Task CreateUser_WithATakenEmail_ShowsTheErrorBesideTheFieldAndChangesNothing()
    {
        var user = await console.CreateUserAsync();
        var ada = await AdaAsync("/users/new?how=password");
        await ada.Field("Display name").FillAsync("Second Una");
        await ada.Field("User name").FillAsync("second.una");
        await ada.Field("Email").FillAsync(user.Email.ToUpperInvariant());
        var before = Database.Dump(console.Data.WriteDatabase);

        await ada.Button("Create user").ClickAsync();

        await Expect(ada.Beside("Email"))
            .ToContainTextAsync(
                "already has this email. Choose another email, or change that user first. Open that account"
            );
        await Expect(ada.Field("Email")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(ada.Field("Email")).ToBeFocusedAsync();
        await Expect(ada.Field("Email")).ToHaveValueAsync(user.Email.ToUpperInvariant());
        await Expect(ada.Field("Display name")).ToHaveValueAsync("Second Una");
        await Expect(ada.Field("User name")).ToHaveValueAsync("second.una");
        Database.Dump(console.Data.WriteDatabase).ShouldBe(before);
    }

    [Fact]
    public async Task ChangeEmail_ToATakenOne_ShowsTheErrorBesideTheFieldAndChangesNothing()
    {
        var (user, other) = (await console.CreateAdministratorAsync("Petra Plural"), await console.CreateUserAsync());
        var ada = await AdaAsync($"/users/{user.Id}");
        await ada.Field("Job title").FillAsync("Typed as well");
        await ada.Field("Email").FillAsync(other.Email);
        var before = Database.Dump(console.Data.WriteDatabase);

        await ada.Button("Save changes").ClickAsync();

        await Expect(ada.Beside("Email")).ToContainTextAsync("already has this email");
        await Expect(ada.Field("Email")).ToHaveValueAsync(other.Email);
        await Expect(ada.Field("Job title")).ToHaveValueAsync("Typed as well");
        // Nothing at all was stored: neither the user, its roles or the log, nor the other field of the same save.
        Database.Dump(console.Data.WriteDatabase).ShouldBe(before);

        await ada.Field("Email").FillAsync($"free.{user.Email}");
        await ada.Button("Save changes").ClickAsync();
        await Expect(ada.Page.Locator("li[data-event=UserEmailChanged]")).ToContainTextAsync($"free.{user.Email}");
        await Expect(ada.Page.Locator("li[data-event=UserProfileChanged]")).ToContainTextAsync("Typed as well");
    }

    [Fact]
    public async Task Leave_WithTypedText_AsksFirst()
    {
        var user = await console.CreateUserAsync();
        var ada = await AdaAsync($"/users/{user.Id}");
        await ada.Field("Job title").FillAsync("Not saved yet");
        await Expect(ada.Page.Locator("[data-unsaved]")).ToBeAttachedAsync();

        await ada.Link("System").ClickAsync();
        await ada.Button("Stay").ClickAsync();
        await Expect(ada.Field("Job title")).ToHaveValueAsync("Not saved yet");
        await ada.Link("System").ClickAsync();
        await ada.Button("Leave").ClickAsync();

        await Expect(ada.Heading("System")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SaveChanges_OfDifferentFieldsByTwo_KeepsBoth()
    {
        var (ada, otto, user) = await TwoAtOneUserAsync();
        // Both type before either saves.
        await ada.Field("Email").FillAsync($"ada.{user.Email}");
        await ada.Field("Department").FillAsync("Research");
        await otto.Field("Job title").FillAsync("Chemist");

        await otto.Button("Save changes").ClickAsync();
        await ada.Button("Save changes").ClickAsync();

        foreach (var visitor in new[] { ada, otto })
        {
            await Expect(visitor.Field("Email")).ToHaveValueAsync($"ada.{user.Email}");
            await Expect(visitor.Field("Department")).ToHaveValueAsync("Research");
            await Expect(visitor.Field("Job title")).ToHaveValueAsync("Chemist");
        }

        await EventuallyStandsAsync(user, $"ada.{user.Email}", "Research", "Chemist");
    }

    [Fact]
    public async Task SaveChanges_OfTheSameFieldByTwo_TellsTheSecondWhoAndWhat()
    {
        var (ada, otto, user) = await TwoAtOneUserAsync();
        await ada.Field("Email").FillAsync($"ada.{user.Email}");
        await otto.Field("Email").FillAsync($"otto.{user.Email}");
        await ada.Button("Save changes").ClickAsync();
        await Expect(ada.Page.Locator("li[data-event=UserEmailChanged]")).ToBeVisibleAsync();

        await otto.Button("Save changes").ClickAsync();

        await Expect(otto.Beside("Email"))
            .ToContainTextAsync($"Ada Admin changed this to “ada.{user.Email}” while you were editing");
        await Expect(otto.Field("Email")).ToHaveValueAsync($"otto.{user.Email}");
        await EventuallyStandsAsync(user, $"ada.{user.Email}", null, null);

        await otto.Button("Keep mine").ClickAsync();
        await otto.Button("Save changes").ClickAsync();
        await Expect(ada.Field("Email")).ToHaveValueAsync($"otto.{user.Email}");
        await EventuallyStandsAsync(user, $"otto.{user.Email}", null, null);
    }

    [Fact]
    public async Task SaveChanges_WithTheirs_TakesTheOthersValue()
    {
        var (ada, otto, user) = await TwoAtOneUserAsync();
        await otto.Field("Job title").FillAsync("Mine");
        await ada.Field("Job title").FillAsync("Theirs");
        await ada.Button("Save changes").ClickAsync();
        await Expect(otto.Beside("JobTitle")).ToContainTextAsync("Ada Admin changed this to “Theirs”");

        await otto.Button("Take theirs").ClickAsync();

        await Expect(otto.Field("Job title")).ToHaveValueAsync("Theirs");
        await Expect(otto.Beside("JobTitle")).ToHaveCountAsync(0);
        await EventuallyStandsAsync(user, user.Email, null, "Theirs");
    }

    private async Task<Visitor> AdaAsync(string path)
    {
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync(path);
        return ada;
    }

    private async Task<(Visitor Ada, Visitor Otto, Person User)> TwoAtOneUserAsync()
    {
        var (user, other) = (await console.CreateUserAsync(), await console.CreateAdministratorAsync());
        var (ada, otto) = (await AdaAsync($"/users/{user.Id}"), await OpenAsync(console.Address));
        await otto.SignInAsync(other);
        await otto.GoAsync($"/users/{user.Id}");
        return (ada, otto, user);
    }

    private Task EventuallyStandsAsync(Person user, string email, string? department, string? jobTitle) =>
        Eventually.HoldsAsync(
            () =>
                Database
                    .Rows(
                        console.Data.WriteDatabase,
                        "SELECT Email, coalesce(Department, ''), coalesce(JobTitle, '') FROM AspNetUsers "
                            + $"JOIN UserProfiles ON UserId = Id WHERE Id = '{user.Id}'"
                    )
                    .Single()
                    .SequenceEqual([email, department ?? "", jobTitle ?? ""]),
            $"{email}, {department}, {jobTitle} stand in the account"
        );
}
