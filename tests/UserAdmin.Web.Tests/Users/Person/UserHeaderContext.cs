using AngleSharp.Dom;
using MudBlazor;
using UserAdmin.Account.Queries;
using UserAdmin.Users;
using UserAdmin.Web.Users.Person;

namespace UserAdmin.Web.Tests.Users.Person;

/// <summary>The head of a user's page, with the places where its dialogs and messages appear.</summary>
public abstract class UserHeaderContext : ConsoleContext
{
    protected UserHeaderContext()
    {
        Dialogs = ShowDialogs();
        Messages = Render<MudSnackbarProvider>();
    }

    internal IRenderedComponent<UserHeader> Header { get; private set; } = default!;

    internal IRenderedComponent<MudDialogProvider> Dialogs { get; }

    internal IRenderedComponent<MudSnackbarProvider> Messages { get; }

    internal int Reloads { get; private set; }

    internal SignInAbility Ability { get; set; } = Rows.Ability();

    /// <summary>What the menu offers.</summary>
    protected IEnumerable<string> Offered =>
        Header
            .AllByRole("group", "More actions")
            .SelectMany(menu => menu.AllByRole("button"))
            .Select(item => item.TextContent);

    protected IElement Reason => Dialogs.Find("#confirm-reason");

    internal void ShowHeader(UserRow row) =>
        Header = Show<UserHeader>(header =>
            header.AddCascadingValue(Ability).Add(p => p.Row, row).Add(p => p.OnChanged, () => Reloads++)
        );

    /// <summary>Chooses something from the menu; the task ends when it is done or given up.</summary>
    protected Task Choose(string label) => Header.ByRole("button", label).ClickAsync();

    protected IElement InDialog(string text) => Dialogs.ByRole("button", text);

    protected IElement InSnackbar(string text) => Messages.ByRole("button", text);
}
