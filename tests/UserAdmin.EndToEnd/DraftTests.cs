using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>Typed text survives the end of a session, for the person who typed it only.</summary>
public sealed class DraftTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    private const string Drafts =
        "() => Object.entries(sessionStorage).filter(([key]) => key.startsWith('useradmin-draft')).map(([, "
        + "text]) => text).join()";

    private const string GapToTheButton = """
        () => {
            const button = [...document.querySelectorAll("button")]
              .find(one => one.textContent.trim() === "Save changes").getBoundingClientRect();
            const note = document.querySelector("#session-note").getBoundingClientRect();
            return Math.min(Math.abs(note.top - button.bottom), Math.abs(button.top - note.bottom));
        }
        """;

    [Fact]
    public async Task Save_AfterTheSessionEndedElsewhere_ExplainsAtTheButtonAndRestoresTheText()
    {
        var (user, otto) = (await console.CreateUserAsync(), await console.CreateAdministratorAsync());
        var visitor = await OpenAsync(console.Address);
        await visitor.SignInAsync(otto);
        await visitor.GoAsync($"/users/{user.Id}");
        await visitor.Field("Department").FillAsync("Dispatch");
        await visitor.Field("Reason (optional)").FillAsync("HD-77");
        await Expect(visitor.Button("Discard")).ToBeVisibleAsync();
        EndSessions(otto);

        await visitor.Button("Save changes").ClickAsync();

        var again = visitor.Button("Sign in again");
        await Expect(again).ToBeFocusedAsync();
        await Eventually.HoldsAsync(
            async () => await visitor.Page.EvaluateAsync<double>(GapToTheButton) < 16,
            "the note is at the button"
        );
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        await visitor.FillSignInAsync(otto.Email, otto.Password);
        await Expect(visitor.Heading(user.Name)).ToBeVisibleAsync();
        await Expect(visitor.Field("Department")).ToHaveValueAsync("Dispatch");
        await Expect(visitor.Field("Reason (optional)")).ToHaveValueAsync("HD-77");
        await visitor.Button("Save changes").ClickAsync();
        await Expect(visitor.Page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        Database
            .Rows(console.Data.WriteDatabase, $"SELECT Department FROM UserProfiles WHERE UserId = '{user.Id}'")
            .Single()[0]
            .ShouldBe("Dispatch");
        await Eventually.HoldsAsync(
            async () => await visitor.Page.EvaluateAsync<string>(Drafts) == "",
            "the draft is gone"
        );
    }

    [Fact]
    public async Task Draft_OfOnePerson_IsNeverShownToAnother()
    {
        var otto = await console.CreateAdministratorAsync();
        var visitor = await OpenAsync(console.Address);
        await visitor.SignInAsync(otto);
        await visitor.GoAsync("/users/new");
        await visitor.Field("Display name").FillAsync("Only for Otto");
        await Eventually.HoldsAsync(
            async () =>
                (await visitor.Page.EvaluateAsync<string>(Drafts)).Contains("Only for Otto", StringComparison.Ordinal),
            "the draft is kept"
        );
        EndSessions(otto);
        visitor.Page.Dialog += (_, question) => _ = question.AcceptAsync();
        await visitor.GoAsync("/users/new");
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();

        await visitor.FillSignInAsync(console.Administrator.Email, console.Administrator.Password);
        await Expect(visitor.Heading("New user")).ToBeVisibleAsync();
        await visitor.AnswersAsync();

        await Eventually.HoldsAsync(
            async () => await visitor.Page.EvaluateAsync<string>(Drafts) == "",
            "nothing of Otto is left"
        );
        await Expect(visitor.Field("Display name")).ToHaveValueAsync("");
        await Expect(visitor.Page.Locator("#draft-note")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Draft_Discarded_ShowsTheStoredValue()
    {
        var (user, other) = (await console.CreateUserAsync(), await OpenAsync(console.Address));
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        await ada.GoAsync($"/users/{user.Id}");
        await ada.Field("Job title").FillAsync("Typed and left");
        await Expect(ada.Button("Discard")).ToBeVisibleAsync();
        await other.SignInAsync(await console.CreateAdministratorAsync());
        ada.Page.Dialog += (_, question) => _ = question.AcceptAsync();
        await ada.Page.GotoAsync("about:blank");
        await other.GoAsync($"/users/{user.Id}");
        await other.Field("Job title").FillAsync("Changed meanwhile");
        await other.Button("Save changes").ClickAsync();
        await Expect(other.Page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

        await ada.GoAsync($"/users/{user.Id}");
        await Expect(ada.Page.Locator("#draft-note"))
            .ToContainTextAsync("Meanwhile “Job title” was changed to “Changed meanwhile”");
        await Expect(ada.Field("Job title")).ToHaveValueAsync("Typed and left");
        await ada.Button("Discard it").ClickAsync();

        await Expect(ada.Field("Job title")).ToHaveValueAsync("Changed meanwhile");
        await Expect(ada.Page.Locator("[data-unsaved]")).ToHaveCountAsync(0);
        (await ada.Page.EvaluateAsync<string>(Drafts)).ShouldBe("");
    }

    // As another application or a restored backup would do it: without an event.
    private void EndSessions(Person person) =>
        Database.Execute(console.Data.WriteDatabase, $"DELETE FROM UserSessions WHERE UserId = '{person.Id}'");
}
