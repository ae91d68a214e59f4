using System.Text;
using Microsoft.Playwright;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>What is left of an account that an administrator removes for good.</summary>
public sealed class PurgeTests(ConsoleFixture console, Chromium chromium)
    : BrowserTest(chromium),
        IClassFixture<ConsoleFixture>
{
    private static readonly string[] _texts = ["Zenobia", "zenobia-quill@example.net", "Dept of Quillwork"];

    [Fact]
    public async Task PurgeAndLook_AfterwardsTheNameIsOnNoPageAndInNoFile()
    {
        var other = await console.CreateUserAsync();
        var zenobia = await LiveAsync(other);
        var ada = await OpenAsync(console.Address);
        await ada.SignInAsync(console.Administrator);
        (string Path, string Shown)[] pages =
        [
            ($"/users/{zenobia.Id}", "erased"),
            ($"/users/{other.Id}?tab=history", "erased"),
            ("/activity", "erased"),
            ($"/activity?q=by%3A{zenobia.Id}", "erased"),
            ("/mail", "erased"),
            ("/refused", "attempts"),
            ("/", "Events in the log"),
        ];
        await ada.GoAsync($"/users/{other.Id}?tab=history");
        await Expect(ada.Page.Locator("li[data-event=UserDisabled]")).ToContainTextAsync("Zenobia");
        await ada.GoAsync("/users?q=Zenobia");
        await Expect(ada.Row(zenobia.Id)).ToBeVisibleAsync();
        Kept().ShouldNotBeEmpty();

        await console.Sender.AcceptedAsync("DeleteUser", new { userId = zenobia.Id });
        await ada.GoAsync($"/users/{zenobia.Id}");
        await ada.Button("More actions").ClickAsync();
        await ada
            .Page.Locator("#user-actions")
            .GetByRole(AriaRole.Button, new() { Name = "Remove for good now …", Exact = true })
            .ClickAsync();
        var dialog = ada.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("nothing can bring them back");
        await dialog.GetByLabel("Type the user name").FillAsync("zenobia-quill");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove for good", Exact = true }).ClickAsync();

        var history = ada.Page.Locator("li[data-event]");
        await Expect(ada.Page.Locator("li[data-event=UserPurged]")).ToContainTextAsync("by Ada Admin");
        await Expect(ada.Page.Locator("li[data-event=UserEmailChanged]")).ToContainTextAsync("Email changed, erased");
        await Expect(history.Filter(new() { HasText = "erased" }).First).ToBeVisibleAsync();
        foreach (var (path, shown) in pages)
        {
            await ada.GoAsync(path);
            await ada.AnswersAsync();
            await Expect(ada.Page.Locator("main")).ToContainTextAsync(shown);
            var text = await ada.Page.Locator("body").InnerTextAsync();
            _texts.Where(one => text.Contains(one, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(path);
        }

        await ada.GoAsync($"/users/{other.Id}?tab=history");
        await Expect(ada.Page.Locator("li[data-event=UserDisabled]")).ToContainTextAsync("by erased");
        await ada.GoAsync("/users?q=Zenobia");
        await Expect(ada.Rows).ToHaveCountAsync(0);
        await ada.GoAsync("/activity?q=Zenobia");
        await Expect(ada.Page.Locator("tr[data-event]")).ToHaveCountAsync(0);
        // The list index on disk is written anew within half a minute.
        await Eventually.HoldsAsync(() => Kept().Count == 0, "no file contains the name");
    }

    // An account with a name in every kind of place: it signs in, changes another account, and is sent mail.
    private async Task<Person> LiveAsync(Person other)
    {
        var person = new Person(
            Guid.CreateVersion7().ToString(),
            "Zenobia Quillwright",
            "zenobia-quill@example.net",
            ConsoleFixture.Password
        );
        await console.Sender.AcceptedAsync(
            "CreateUser",
            new
            {
                userId = person.Id,
                userName = "zenobia-quill",
                email = "zenobia-first@example.net",
                displayName = person.Name,
                department = "Dept of Quillwork",
                password = person.Password,
            }
        );
        var version = await console.Sender.AcceptedAsync("MakeAdministrator", new { userId = person.Id });
        await console.Sender.AcceptedAsync(
            "ChangeUserEmail",
            new
            {
                userId = person.Id,
                email = person.Email,
                seenVersion = version,
            }
        );
        await console.Sender.AcceptedAsync("SendPasswordReset", new { userId = person.Id });
        var hers = await OpenAsync(console.Address);
        await hers.SignInAsync(person);
        await hers.GoAsync($"/users/{other.Id}");
        await hers.ChooseActionAsync("Disable user");
        await hers
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Disable user", Exact = true })
            .ClickAsync();
        await Expect(hers.Button("Enable user")).ToBeVisibleAsync();
        // Signed out, so that no page of hers asks again.
        await hers.GoAsync("/account/sign-in");
        return person;
    }

    /// <summary>Returns the files that contain one of the texts.</summary>
    private List<string> Kept() =>
        [
            .. Directory
                .GetFiles(console.Data.Path, "*", SearchOption.AllDirectories)
                .Where(file =>
                {
                    var bytes = Read(file);
                    return _texts.Any(text =>
                        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
                        || bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text.ToLowerInvariant())) >= 0
                        || bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text.ToUpperInvariant())) >= 0
                    );
                }),
        ];

    private static byte[] Read(string path)
    {
        try
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (IOException)
        {
            // A lock, or a log that is gone meanwhile.
            return [];
        }
    }
}
