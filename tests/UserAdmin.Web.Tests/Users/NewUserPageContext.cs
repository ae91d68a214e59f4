using AngleSharp.Dom;
using UserAdmin.Web.Users;

namespace UserAdmin.Web.Tests.Users;

/// <summary>The form for a new user.</summary>
public abstract class NewUserPageContext : ConsoleContext
{
    internal static readonly string[] Labels =
        ["Display name", "Email", "User name", "Initial password", "Given name", "Family name", "Job title", "Department", "Phone number", "Locale", "Time zone"];

    protected static IElement Field(IRenderedComponent<NewUserPage> page, string label) =>
        page.Find($"#{page.FindAll("label").Single(one => one.TextContent == label).GetAttribute("for")}");

    protected static IElement Button(IRenderedComponent<NewUserPage> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == text);

    protected static string Described(IRenderedComponent<NewUserPage> page, string label) =>
        string.Join(' ', Field(page, label).GetAttribute("aria-describedby")!.Split(' ').Select(id => page.Find($"#{id}").TextContent));

}
