using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users.Commands;
using UserAdmin.Web.Invitations;

namespace UserAdmin.Web.Tests.Invitations;

/// <summary>The form that invites the people of a pasted list.</summary>
public sealed class InvitePageTests : ConsoleContext
{
    private readonly BunitJSModuleInterop _module;
    private Answer<IReadOnlyList<InvitationCandidate>> _answer = new() { Value = [] };

    public InvitePageTests()
    {
        _module = JSInterop.SetupModule("./Invitations/InvitePage.razor.js");
        _module.Mode = JSRuntimeMode.Loose;
        Bus.Answer<ListRoles, Page<RoleRow>>(_ => Rows.Page(Rows.Role("Auditor")));
        Bus.Answer<PreviewInvitations, IReadOnlyList<InvitationCandidate>>(_ => Task.FromResult(_answer));
    }

    [Fact]
    public void List_OfPeopleWhoCanBeInvited_IsSentOnceAndLeadsToItsProgress()
    {
        Found(Ready(1, "anna@example.com", "Anna Schmidt"), Ready(2, "bob@example.com"));
        var page = Paste("Anna Schmidt <anna@example.com>\nbob@example.com");
        page.Find("input[type=checkbox]").Change(true);
        page.Find("#invite-reason").Input("Ticket 7");

        page.Find("form").Submit();

        var (command, context) = Bus.Sent.ShouldHaveSingleItem();
        var invite = command.ShouldBeOfType<InvitePeople>();
        invite.People.ShouldBe([new("anna@example.com", "Anna Schmidt"), new("bob@example.com")]);
        invite.RoleIds.ShouldHaveSingleItem();
        context.Reason.ShouldBe("Ticket 7");
        Navigation.Uri.ShouldEndWith($"invitations/lists/{invite.ImportId}");
    }

    [Fact]
    public void List_WithParts_ThatCannotBeInvited_SaysWhyAndKeepsThemAfterwards()
    {
        Found(Ready(1, "anna@example.com"), Wrong(2, 17, "bob@", "Not an address."));
        var page = Paste("anna@example.com\nbob@");

        page.Find("[data-wrong]").TextContent.ShouldContain("Not an address.");
        page.Find("[data-count=Ready]").TextContent.ShouldBe("1 can be invited");
        page.Find("[data-count=Invalid]").TextContent.ShouldBe("1 to correct");
        page.ByRole("button", "Invite 1 person").HasAttribute("disabled").ShouldBeFalse();
        Found(Wrong(1, 0, "bob@", "Not an address."));
        page.Find("form").Submit();

        page.Find("[data-sent] a").GetAttribute("href")!.ShouldStartWith("invitations/lists/");
        _module.VerifyInvoke("write").Arguments[1].ShouldBe("bob@");
        page.FindAll("[data-wrong]").Count.ShouldBe(1);
        Navigation.Uri.ShouldNotContain("lists");
    }

    [Fact]
    public void Part_Corrected_IsReplacedWhereItStands()
    {
        Found(Wrong(2, 17, "bob@", "Not an address."));
        var page = Paste("anna@example.com\nbob@");

        page.Find("[data-wrong] input").Change("bob@example.com");

        _module.VerifyInvoke("replace").Arguments.Skip(1).ShouldBe([17, "bob@", "bob@example.com"]);
    }

    [Fact]
    public void Person_InvitedAlready_CanBeSentTheInvitationAgain()
    {
        Found(
            new InvitationCandidate(1, 0, "ada@example.com", "ada@example.com", null, InvitationVerdict.Invited)
            {
                UserId = "ada",
                AccountName = "Ada",
                InvitedAt = Rows.Now,
            }
        );
        var page = Paste("ada@example.com");
        page.Find("[data-there] a").GetAttribute("href").ShouldBe("users/ada");

        page.ByRole("button", "Send the invitation to ada@example.com again").Click();

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new ResendInvitation("ada"));
        page.Find("[data-there]").TextContent.ShouldContain("Sent again");
        page.Find("button[type=submit]").HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public void List_ThatIsTooLong_IsNotSent()
    {
        _answer = new() { Refusal = ImportErrors.TooManyPeople(1240) };
        var page = Paste("many");
        page.Find("[data-refusal]").TextContent.ShouldContain("1,240 people");
        page.Find("button[type=submit]").HasAttribute("disabled").ShouldBeTrue();

        _ = page.InvokeAsync(page.Instance.OnTooLong);
        page.Find("[data-refusal]").TextContent.ShouldBe(ImportErrors.ListTooLong.Message);
    }

    [Fact]
    public void Refusal_OfTheCommand_KeepsEverything()
    {
        Found(Ready(1, "anna@example.com"));
        var page = Paste("anna@example.com");
        Bus.Refuse(new Error("text.too-long", "Use at most 100 characters.", "Department"));

        page.Find("form").Submit();

        page.Markup.ShouldContain("Use at most 100 characters.");
        page.FindAll("[data-ready]").Count.ShouldBe(1);
        page.Find("form").Submit();
        // The same intention, so the same command.
        Bus.Sent.Select(sent => sent.Context.CommandId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Page_WithoutAMailServer_SaysSoBefore()
    {
        Delivery.HasServer = false;
        Show<InvitePage>().Find("[data-undelivered]").TextContent.ShouldContain("copy the links");
    }

    [Theory]
    [InlineData(Permissions.UsersCreate)]
    [InlineData(Permissions.UsersImport)]
    [InlineData(Permissions.UsersRead)]
    public void Page_WithoutAPermission_IsNotShown(string missing)
    {
        May([.. Permissions.All.Select(permission => permission.Name).Where(name => name != missing)]);
        Show<InvitePage>().FindAll("textarea").ShouldBeEmpty();
    }

    private IRenderedComponent<InvitePage> Paste(string text)
    {
        var page = Show<InvitePage>();
        _ = page.InvokeAsync(() => page.Instance.OnTextAsync(text));
        return page;
    }

    private void Found(params InvitationCandidate[] people) => _answer = new() { Value = people };

    private static InvitationCandidate Ready(int line, string email, string? name = null) =>
        new(line, line, email, email, name, InvitationVerdict.Ready);

    private static InvitationCandidate Wrong(int line, int start, string raw, string reason) =>
        new(line, start, raw, "", null, InvitationVerdict.Invalid) { Reason = reason };
}
