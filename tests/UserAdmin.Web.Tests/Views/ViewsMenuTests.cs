using System.Runtime.CompilerServices;
using AngleSharp.Dom;
using MudBlazor;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Views;
using UserAdmin.Views.Commands;
using UserAdmin.Views.Queries;
using UserAdmin.Web.Users.List;
using UserAdmin.Web.Views;

namespace UserAdmin.Web.Tests.Views;

public sealed class ViewsMenuTests : ConsoleContext
{
    private readonly IRenderedComponent<MudDialogProvider> _dialogs;
    private readonly IRenderedComponent<MudSnackbarProvider> _messages;
    private ViewRow _locked = Rows.View("Locked");

    public ViewsMenuTests()
    {
        _dialogs = ShowDialogs();
        _messages = Render<MudSnackbarProvider>();
        Bus.Answer<GetView, ViewRow>(_ => _locked);
        Bus.Answer<ListViews, Page<ViewRow>>(_ =>
            Rows.Page(
                _locked,
                Rows.View("Sales")
                    .With(view => view.IsOwn, false)
                    .With(view => view.OwnerName, "Ada Lovelace")
                    .With(view => view.IsPinned, true)
            )
        );
    }

    [Fact]
    public async Task ViewsMenu_UntilOpened_AsksForNothingAndThenListsOwnAndSharedOnes()
    {
        var menu = ShowMenu(new UsersAddress());
        Bus.Asked<ListViews>().ShouldBeEmpty();

        await Opener(menu).ClickAsync();

        menu.AllByRole("group").Select(Accessible.NameOf).ShouldBe(["My views", "Shared with me"]);
        menu.AllByRole("link").Select(Accessible.NameOf).ShouldBe(["Locked", "Sales Ada Lovelace pinned"]);
        menu.AllByRole("button").Skip(1).Select(item => item.TextContent).ShouldBe(["Save as a view …"]);
    }

    [Fact]
    public void ViewsMenu_OfAViewWithAColumnThatIsGone_DoesNotSayThatTheListDiffers()
    {
        SetColumns(_locked, "name birth-date");

        _locked.DiffersFrom(_locked.Address() with { Columns = "name" }, UserFieldSet.Stock).ShouldBeFalse();
        _locked.DiffersFrom(_locked.Address() with { Columns = "name,email" }, UserFieldSet.Stock).ShouldBeTrue();

        [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Columns")]
        static extern void SetColumns(ViewRow view, string columns);
    }

    [Fact]
    public async Task ViewsMenu_OfAViewThatIsShown_NamesItAndSaysWhenTheListDiffers()
    {
        var menu = ShowMenu(_locked.Address() with { PageNumber = 3 });
        Accessible.NameOf(Opener(menu)).ShouldBe("Locked");

        menu.Render(parameters =>
            parameters.Add(p => p.Address, _locked.Address() with { Search = "state:locked smith" })
        );
        Accessible.NameOf(Opener(menu)).ShouldBe("Locked edited");
        await Opener(menu).ClickAsync();
        await Item(menu, "Update this view").ClickAsync();

        Bus.Sent.Last()
            .Command.ShouldBeEquivalentTo(
                new UpdateView("view-Locked", "Locked", "state:locked smith", null, false, [], false, 7)
            );
        await InSnackbar("Undo").ClickAsync();
        Bus.Sent.Last()
            .Command.ShouldBeEquivalentTo(
                new UpdateView("view-Locked", "Locked", "state:locked", null, false, [], false, 100)
            );
    }

    [Fact]
    public async Task ViewsMenu_OfSomebodyElsesView_OffersOnlyToPinItAndToSaveAnother()
    {
        _locked = _locked.With(view => view.IsOwn, false).With(view => view.MayChange, false);
        var menu = ShowMenu(_locked.Address() with { Search = "smith" });

        await Opener(menu).ClickAsync();
        menu.AllByRole("button")
            .Skip(1)
            .Select(item => item.TextContent)
            .ShouldBe(["Save as a view …", "Pin to navigation"]);
        await Item(menu, "Pin to navigation").ClickAsync();

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new PinView("view-Locked"));
        Snackbars.ShouldContain("Locked pinned");
    }

    [Fact]
    public async Task ViewsMenu_WhenAViewIsDeleted_OffersUndo()
    {
        var menu = ShowMenu(_locked.Address());
        await Opener(menu).ClickAsync();
        await Item(menu, "Delete view").ClickAsync();
        await InSnackbar("Undo").ClickAsync();

        Bus.Sent.Select(sent => sent.Command).ShouldBe([new DeleteView("view-Locked"), new RestoreView("view-Locked")]);
    }

    [Fact]
    public async Task ViewsMenu_WhenTheListIsSaved_SendsWhatItShowsAndLeadsToTheView()
    {
        var menu = ShowMenu(new UsersAddress("department:sales", UserFields.Email.Sort, true, 4), "name", "email");
        await Opener(menu).ClickAsync();
        var saving = Item(menu, "Save as a view …").ClickAsync();
        _dialogs.Find("#view-name").Input("Sales");
        _dialogs.FindAll("input[type=checkbox]")[0].Change(true);
        _dialogs.FindAll("input[type=checkbox]")[1].Change(true);

        Bus.Refuse(ViewErrors.NameTaken);
        await _dialogs.Find("form").SubmitAsync();
        _dialogs.Find("#view-name-error").TextContent.ShouldBe(ViewErrors.NameTaken.Message);
        Bus.OnSend = _ => Task.FromResult(CommandResult.Accepted(100));
        await _dialogs.Find("form").SubmitAsync();
        await saving;

        var commands = Bus.Sent.Last().Command.ShouldBeOfType<CommandSet>().Commands;
        var create = commands[0].ShouldBeOfType<CreateView>();
        (create.Name, create.Search, create.Sort, create.IsDescending, create.IsShared).ShouldBe(
            ("Sales", "department:sales", UserFields.Email.Sort, true, true)
        );
        create.Columns.ShouldBe(["name", "email"]);
        commands[1].ShouldBe(new PinView(create.ViewId));
        Bus.Sent.Select(sent => sent.Context.CommandId)
            .Distinct()
            .Count()
            .ShouldBe(1, "a retry of the same must do no harm");
        UsersAddress
            .Parse(Navigation.Uri)
            .ShouldBe(
                new UsersAddress("department:sales", UserFields.Email.Sort, true, 4)
                {
                    Columns = "name,email",
                    ViewId = create.ViewId,
                }
            );
    }

    private IRenderedComponent<ViewsMenu> ShowMenu(UsersAddress address, params string[] columns) =>
        Show<ViewsMenu>(menu =>
            menu.Add(p => p.Address, address).Add(p => p.Columns, columns.Length > 0 ? columns : null)
        );

    private static IElement Opener(IRenderedComponent<ViewsMenu> menu) => menu.AllByRole("button")[0];

    private static IElement Item(IRenderedComponent<ViewsMenu> menu, string text) => menu.ByRole("button", text);

    private IElement InSnackbar(string text) => _messages.ByRole("button", text);
}
