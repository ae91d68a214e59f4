using UserAdmin.EndToEnd.Browsers;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd.Embedding;

/// <summary>Signs people in to samples/MinimalApi, through Identity's own endpoints.</summary>
internal static class HostSigningIn
{
    /// <summary>The password of everybody there.</summary>
    public const string Password = "Correct horse 1 battery";

    /// <summary>Signs somebody in to the application; whoever was signed in in this browser no longer is.</summary>
    /// <param name="visitor">The browser.</param>
    /// <param name="application">Address of the application.</param>
    /// <param name="name">The person, such as "olga".</param>
    public static async Task SignInToHostAsync(this Visitor visitor, string application, string name)
    {
        var answer = await visitor.Context.APIRequest.PostAsync(
            $"{application}/login?useCookies=true",
            new() { DataObject = new { email = $"{name}@example.com", password = Password } }
        );
        answer.Status.ShouldBe(200);
    }

    /// <summary>Signs somebody in and opens the console.</summary>
    public static async Task EnterConsoleAsync(this Visitor visitor, string application, string name)
    {
        await visitor.SignInToHostAsync(application, name);
        await visitor.GoAsync("/users");
        await Expect(visitor.Heading("Users")).ToBeVisibleAsync();
        await visitor.AnswersAsync();
    }
}
