using UserAdmin.Bulk.Commands;
using UserAdmin.Messaging;
using UserAdmin.Past;
using UserAdmin.Roles;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Queries;
using UserAdmin.Users;
using UserAdmin.Web.Undoing;

namespace UserAdmin.Web.Tests.Undoing;

public sealed class UndoPageTests : ConsoleContext
{
    private static readonly DateTimeOffset _now = Rows.Now;

    private static readonly UndoAccount _ada = new(
        "ada",
        "Ada Lovelace",
        "ada@example.org",
        UserState.Disabled,
        UndoVerdict.Partly,
        [
            new(
                "Disabled",
                "Account",
                UndoVerdict.Back,
                new("disabled", "disabled"),
                new("enabled", "enabled"),
                null,
                null
            ),
            new(
                "Field:JobTitle",
                "Job title",
                UndoVerdict.Cannot,
                new("Chief", "Chief"),
                null,
                null,
                new UndoObstacle(77, "Bo", _now.AddHours(-2), "Profile changed")
            ),
            new("Field:ManagerId", "Manager", UndoVerdict.Back, new("boss", "boss"), null, null, null),
            new("Event:x", "Password changed", UndoVerdict.Cannot, null, null, "The password before is gone.", null),
        ],
        ["A mail went to ada@example.org."]
    );

    private UndoPreview _preview = new(4, 1, 2, 3, new Page<UndoAccount>([_ada], 1), 500, 12, 0);

    public UndoPageTests() => Bus.Answer<PreviewUndo, UndoPreview>(_ => _preview);

    [Fact]
    public void UndoPage_OfABatch_ShowsWhatChangesBackAndWhatStandsInTheWay()
    {
        var page = ShowPage("undo?batch=b1&show=partly&page=2");

        var asked = Bus.Asked<PreviewUndo>().Single();
        (asked.Selection.BatchId, asked.Verdict, asked.PageNumber).ShouldBe(("b1", UndoVerdict.Partly, 2));
        page.FindAll(".ua-tabs a")
            .Select(tab => tab.TextContent)
            .ShouldBe(["All 10", "Change back 4", "Partly 1", "As they were 2", "Not possible 3"]);
        var fields = page.FindAll("[data-field]").Select(field => field.Words()).ToList();
        fields[0].ShouldBe("Account from disabled → back to enabled");
        fields[1].ShouldStartWith("Job title stays Chief");
        fields[1].ShouldEndWith("Profile changed by Bo, 2 hours ago, came later and is kept.");
        fields[2].ShouldBe("Manager from this account → back to none");
        page.Find("[data-field=Manager] a").GetAttribute("href").ShouldBe("users/boss");
        fields[3].ShouldEndWith("The password before is gone.");
        page.Find("[data-field='Job title'] a").GetAttribute("href").ShouldBe("users/ada?at=77");
        page.Markup.ShouldContain("A mail went to ada@example.org.");
    }

    [Fact]
    public async Task UndoPage_WithAReason_StartsExactlyWhatWasShown()
    {
        Bus.Answer<ListUndoEvents, Page<UndoEvents>>(query =>
            query.Selection is { BatchId: "b1", UpTo: 500 } ? new([new("ada", [3, 4])], 1) : null
        );
        var page = ShowPage("undo?batch=b1");
        Button(page).HasAttribute("disabled").ShouldBeTrue();
        Button(page).TextContent.ShouldBe("Undo for 5 accounts");

        await page.Find("#undo-reason").InputAsync(" Wrong list ");
        await Button(page).ClickAsync();

        var (command, context) = Bus.Sent.ShouldHaveSingleItem();
        var start = command.ShouldBeOfType<StartUndo>();
        start.Accounts.ShouldHaveSingleItem().Positions.ShouldBe([3, 4]);
        (start.Undoes, context.Reason).ShouldBe(("b1", "Wrong list"));
        Navigation.Uri.ShouldEndWith($"/bulk/{start.BatchId}");
    }

    [Fact]
    public async Task UndoPage_WhenRefused_SaysWhyAndStays()
    {
        Bus.Answer<ListUndoEvents, Page<UndoEvents>>(_ => new([new("ada", [3])], 1));
        Bus.Refuse(UndoErrors.TooMany);
        var page = ShowPage("undo?events=3");

        await page.Find("#undo-reason").InputAsync("Why");
        await Button(page).ClickAsync();

        page.ByRole("alert").TextContent.ShouldContain("Narrow the search");
        page.Find("#undo-reason").GetAttribute("value").ShouldBe("Why");
    }

    [Fact]
    public void UndoPage_WhenNothingWouldChange_SaysSo()
    {
        _preview = _preview with { Back = 0, Partly = 0 };

        var page = ShowPage("undo?events=1,2,x");

        Bus.Asked<PreviewUndo>().Single().Selection.Positions.ShouldBe([1, 2]);
        page.Find("[role=status].ua-muted").TextContent.ShouldContain("nothing to do");
    }

    [Fact]
    public void UndoPage_OfRolesOnly_SaysThatOnlyAccountsAreUndone()
    {
        _preview = new(0, 0, 0, 0, new Page<UndoAccount>([], 0), 500, 0, 3);

        ShowPage("undo?q=action:role").Markup.ShouldContain("Only changes of accounts are undone here");
    }

    [Fact]
    public void UndoPage_WhenNotPermitted_SaysSo()
    {
        Bus.Answer<PreviewUndo, UndoPreview>(_ =>
            Task.FromResult(new Answer<UndoPreview> { Refusal = MessagingErrors.NotPermitted(Permissions.AuditRead) })
        );

        ShowPage("undo?batch=b1").Markup.ShouldContain("You may not see this undo");
    }

    [Fact]
    public void UndoPage_WhenThereAreTooMany_SaysWhatToDo()
    {
        Bus.Answer<PreviewUndo, UndoPreview>(_ =>
            Task.FromResult(new Answer<UndoPreview> { Refusal = UndoErrors.TooMany })
        );

        var page = ShowPage("undo?q=when:30d");

        page.Markup.ShouldContain("Narrow the search");
        page.Find("a.ua-button").GetAttribute("href").ShouldBe("activity?q=when%3A30d");
    }

    [Fact]
    public void UndoPage_WhenAnAccountOnItChanges_LooksAgain()
    {
        var page = ShowPage("undo?batch=b1");
        _preview = _preview with { Back = 3 };

        Feed.Publish("ada");

        page.WaitForAssertion(() => Button(page).TextContent.ShouldBe("Undo for 4 accounts"));
    }

    [Fact]
    public void UndoAddress_OfEach_IsReadBack()
    {
        foreach (
            var uri in new[]
            {
                UndoAddress.OfBatch("b1"),
                UndoAddress.OfCommand(7),
                UndoAddress.OfEvents(1, 2),
                UndoAddress.OfSearch("by:ada when:1h"),
            }
        )
        {
            UndoAddress.Parse($"http://localhost/{uri}").Uri().ShouldBe(uri);
        }
    }

    private IRenderedComponent<UndoPage> ShowPage(string uri)
    {
        Navigation.NavigateTo(uri);
        return Show<UndoPage>();
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<UndoPage> page) => page.Find("button.primary");
}
