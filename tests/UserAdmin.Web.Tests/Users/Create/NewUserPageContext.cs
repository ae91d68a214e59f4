using AngleSharp.Dom;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Web.Users.Create;

namespace UserAdmin.Web.Tests.Users.Create;

/// <summary>The form for a new user.</summary>
public abstract class NewUserPageContext : ConsoleContext
{
    protected NewUserPageContext() =>
        Bus.Answer<ListRoles, Page<RoleRow>>(_ =>
            Rows.Page(
                Rows.Role("Auditor").With(role => role.Permissions, "audit.read"),
                Rows.Role("Operator").With(role => role.Permissions, "system.read system.manage")
            )
        );

    internal static readonly string[] Labels =
    [
        "Display name",
        "Email",
        "User name",
        "Initial password",
        "Given name",
        "Family name",
        "Job title",
        "Department",
        "Employee number",
        "Cost center",
        "Organization",
        "Division",
        "Manager",
        "Phone number",
        "Language",
        "Time zone",
        "External id",
    ];

    /// <summary>The form with which one sets a password oneself.</summary>
    protected IRenderedComponent<NewUserPage> ShowWithPassword()
    {
        Navigation.NavigateTo("users/new?how=password");
        return Show<NewUserPage>();
    }

    protected static IElement Field(IRenderedComponent<NewUserPage> page, string label) =>
        page.Find($"#{page.FindAll("label[for]").Single(one => one.TextContent == label).GetAttribute("for")}");

    protected static IElement Button(IRenderedComponent<NewUserPage> page, string text) => page.ByRole("button", text);

    protected static string Described(IRenderedComponent<NewUserPage> page, string label) =>
        string.Join(
            ' ',
            Field(page, label)
                .GetAttribute("aria-describedby")!
                .Split(' ')
                .Select(id => page.Find($"#{id}").TextContent)
        );
}
