using System.Reflection;
using Bunit;
using MudBlazor;
using UserAdmin.EventLog;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Users;
using UserAdmin.Web.Imports;

namespace UserAdmin.Web.Tests.Imports;

public sealed class ImportViewTests : ConsoleContext
{
    private readonly IRenderedComponent<MudDialogProvider> _dialogs;
    private ImportRow _row = Row(ImportStatus.Ready);

    public ImportViewTests()
    {
        Bus.Answer<GetImport, ImportRow>(_ => _row);
        Bus.Answer<GetImportSample, IReadOnlyList<ImportColumn>>(_ =>
            [
                new("Mail", ImportField.Email, ["ada@example.org", null], false),
                new("Name", new ImportField(nameof(UserRow.DisplayName)), ["Ada", "Grace"], false),
                new("Password", null, [null, null], true),
            ]
        );
        Bus.Answer<ListRoles, Page<RoleRow>>(_ => new Page<RoleRow>(
            [new RoleRow().With(role => role.Id, "help").With(role => role.Name, "Help desk")],
            1
        ));
        Bus.Answer<ListImportRows, Page<ImportItem>>(query =>
            query.HoldersOnly
                ? new Page<ImportItem>([], 0)
                : new Page<ImportItem>(
                    [
                        new(
                            2,
                            ["ada@example.org"],
                            ImportVerdict.Update,
                            false,
                            "ada",
                            "Ada",
                            [
                                new FieldChange("Department", "Sales", "Research"),
                                new FieldChange("JobTitle", "Clerk", null),
                            ],
                            [],
                            null
                        ),
                        new(
                            3,
                            ["x"],
                            ImportVerdict.Refused,
                            false,
                            null,
                            "",
                            [],
                            [new Error("email.invalid", "Enter an email address.")],
                            "Enter an email address."
                        ),
                    ],
                    query.Verdict is null ? 2 : 1
                )
        );
        Bus.Answer<ListImportReasons, IReadOnlyList<ImportReason>>(_ =>
            [new("email.invalid", "Enter an email address.", 1)]
        );
        _dialogs = ShowDialogs();
    }

    [Fact]
    public void Columns_ChosenAndSent_AreWhatTheFormShows()
    {
        var view = Show();
        view.FindAll("tr[data-column]").Count.ShouldBe(3);
        view.Find("tr[data-column=Password]").TextContent.ShouldContain("Passwords are never imported");

        // A field has only one column, so it moves.
        view.Find("tr[data-column=Name] select").Change("Email");
        view.Find("#import-mode").Change("CreateOnly");
        view.FindAll("input[type=checkbox]")[1].Change(true);
        view.Find("form").Submit();

        var sent = Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<ConfigureImport>().Options;
        sent.Columns.ShouldBe([null, ImportField.Email, null]);
        (sent.Mode, sent.MatchOn, sent.RoleIds.Single()).ShouldBe((ImportMode.CreateOnly, ImportField.Email, "help"));
    }

    [Fact]
    public void SourceReadAnew_SendsHow_AndShowsTheOtherColumns()
    {
        _row = Row(ImportStatus.Ready)
            .Set(
                "TableJson",
                """{"Format":1,"Encoding":"utf-8","Columns":["Mail","Name","Password"],"Sheet":"A","Sheets":["A","B"]}"""
            );
        var view = Show();

        view.Find("#source-sheet").Change("B");
        view.FindAll("form")[0].Submit();

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<ReadImportAnew>().Choice.Sheet.ShouldBe("B");
    }

    [Fact]
    public void RefusedRow_Corrected_SendsTheCells_AndKeepsThemIfRefused()
    {
        _row = Row(ImportStatus.Previewed)
            .Set("TableJson", """{"Format":1,"Encoding":"utf-8","Columns":["Mail","Name","Password"]}""");
        Bus.Refuse(ImportErrors.OutOfStep);
        var view = Show();
        view.FindAll("[aria-label='Correct row 2']").ShouldBeEmpty("only refused rows are corrected");

        view.Find("[aria-label='Correct row 3']").Click();
        var input = view.Find("#mend-3-0");
        input.GetAttribute("value").ShouldBe("x");
        input.Input("ada@example.com");
        view.Find(".mended").TextContent.ShouldContain("1 cell in 1 row corrected");
        view.Find(".mended .primary").Click();

        Bus.Sent.ShouldHaveSingleItem()
            .Command.ShouldBeOfType<MendImportRows>()
            .Cells.ShouldBe([new MendedCell(3, 0, "ada@example.com")]);
        view.Find("#mend-3-0").GetAttribute("value").ShouldBe("ada@example.com");

        view.FindAll(".mended button")[1].Click();
        view.FindAll(".mended").ShouldBeEmpty();
    }

    [Fact]
    public void RefusedHash_IsLeftOutAndTakenBackIn()
    {
        _row = Row(ImportStatus.Previewed)
            .Set("TableJson", """{"Format":1,"Encoding":"utf-8","Columns":["Mail","Name","Password"]}""")
            .Set("OptionsJson", """{"Columns":[2,4,12],"MatchOn":2,"Mode":2}""");
        var error = ImportErrors.HashRefused("It is cut off.");
        Bus.Answer<ListImportRows, Page<ImportItem>>(query =>
            query.HoldersOnly
                ? new Page<ImportItem>([], 0)
                : new Page<ImportItem>(
                    [
                        new(
                            3,
                            ["ada@example.org", "Ada", null],
                            ImportVerdict.Refused,
                            false,
                            null,
                            "",
                            [],
                            [error],
                            error.Message
                        ),
                    ],
                    1
                )
        );
        var view = Show();
        view.Find("[aria-label='Correct row 3']").Click();

        var box = view.Find("#mend-3-2");
        box.GetAttribute("type").ShouldBe("checkbox");
        view.Find("#mend-3-2-error").TextContent.ShouldBe("It is cut off.");
        box.Change(true);
        view.Find(".mended").TextContent.ShouldContain("1 cell in 1 row corrected");
        view.Find("#mend-3-2").Change(false);
        view.FindAll(".mended").ShouldBeEmpty();
        view.Find("#mend-3-2").Change(true);
        view.Find(".mended .primary").Click();

        Bus.Sent.ShouldHaveSingleItem()
            .Command.ShouldBeOfType<MendImportRows>()
            .Cells.ShouldBe([new MendedCell(3, 2, null)]);
    }

    [Fact]
    public void Columns_Refused_SayItBesideTheOption_AndKeepWhatIsChosen()
    {
        Bus.Refuse(ImportErrors.KeyNotMapped);
        var view = Show();
        view.Find("tr[data-column=Mail] select").Change("");
        view.Find("form").Submit();

        view.AllByRole("alert").ShouldContain(alert => alert.TextContent == ImportErrors.KeyNotMapped.Message);
        view.Find("tr[data-column=Mail] option[selected]").TextContent.ShouldBe("Not imported");
    }

    [Fact]
    public void Preview_ShowsFieldByFieldWhatChanges_AndFiltersByReason()
    {
        _row = Row(ImportStatus.Previewed);
        Navigation.NavigateTo("imports/import?show=refused&code=email.invalid&page=2");

        var view = Show();

        Bus.Asked<ListImportRows>()
            .Single(query => !query.HoldersOnly)
            .ShouldBe(new ListImportRows("import", ImportVerdict.Refused, "email.invalid", 2, 50));
        view.AllByRole("list", "Changes")
            .SelectMany(changes => changes.AllByRole("listitem"))
            .Select(Accessible.Words)
            .ShouldBe(["Department from Sales → to Research", "Job title from Clerk → removed"]);
        view.Find("[data-code]").GetAttribute("aria-current").ShouldBe("true");
        view.FindAll("nav a").Select(tab => tab.GetAttribute("href")).ShouldContain("imports/import?show=update");
    }

    [Fact]
    public void Preview_Started_SendsTheReason()
    {
        _row = Row(ImportStatus.Previewed);
        var view = Show();

        view.Find("#import-reason").Input(" HD-7 ");
        Button(view, "Create 30 and update 10 users").Click();

        var (command, context) = Bus.Sent.ShouldHaveSingleItem();
        command.ShouldBe(new StartImport("import"));
        context.Reason.ShouldBe("HD-7");
    }

    [Fact]
    public void Preview_ThatChangesAccountsWithPermissions_StartsOnlyWhenTheyAreTicked()
    {
        _row = Row(ImportStatus.Previewed);
        Bus.Answer<ListImportRows, Page<ImportItem>>(query => new Page<ImportItem>(
            [
                new(
                    7,
                    ["boss@example.org"],
                    ImportVerdict.Update,
                    false,
                    "boss",
                    "Big Boss",
                    [new FieldChange("Email", "boss@example.org", "x@example.org")],
                    [],
                    null
                )
                {
                    ChangesHolder = true,
                },
            ],
            1
        ));
        var view = Show();

        view.Find("[data-holders]").TextContent.ShouldContain("1 row changes an account that holds permissions");
        view.Find("[data-holders]").TextContent.ShouldContain("Email “boss@example.org” → “x@example.org”");
        Button(view, "Create 30 and update 10 users").HasAttribute("disabled").ShouldBeTrue();

        view.Find("#import-holders").Change(true);
        Button(view, "Create 30 and update 10 users").Click();
        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new StartImport("import", ChangesHolders: true));
    }

    [Fact]
    public void Columns_ThatMaySayWhoIsBlocked_AskBeforeTheyAreLeftOut()
    {
        Bus.Answer<GetImportSample, IReadOnlyList<ImportColumn>>(_ =>
            [
                new("Mail", ImportField.Email, ["ada@example.org"], false),
                new("Status", null, ["A", "S"], false) { MaySayState = true },
                new("x", null, [], false),
            ]
        );
        var view = Show();

        view.Find("tr[data-column=Status] select").Change("");
        view.Find("[data-states]").TextContent.ShouldContain("“Status” may say who is blocked or deleted");
        view.Find("#import-ignores-states").Change(true);
        view.Find("form").Submit();

        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType<ConfigureImport>().Options.IgnoresStates.ShouldBeTrue();
    }

    [Fact]
    public async Task Running_FollowsTheProgress_AndOffersToPauseAndToCancel()
    {
        _row = Row(ImportStatus.Running).Set("Created", 20);
        var view = Show();
        view.ByRole("progressbar").GetAttribute("value").ShouldBe("20");
        view.Find("[data-facts]").TextContent.ShouldContain("2 rows/s");

        _row = Row(ImportStatus.Finished).Set("Created", 80).Set("Refused", 20);
        Feed.Publish("import");
        await Clock.SomeoneWaitsAsync();

        view.Find("[data-status]").TextContent.ShouldBe("Finished");
        view.FindAll("header a")
            .Select(link => link.GetAttribute("href"))
            .ShouldBe(["undo?batch=import", "activity?q=batch%3Aimport", "imports/import/refused.csv"]);
    }

    [Fact]
    public void Cancelled_AsksFirst()
    {
        _row = Row(ImportStatus.Running);
        var view = Show();

        Button(view, "Cancel import").Click();
        Bus.Sent.ShouldBeEmpty();
        _dialogs.ByRole("button", "Cancel the import").Click();

        view.WaitForAssertion(() => Bus.Sent.ShouldHaveSingleItem().Command.ShouldBe(new CancelImport("import")));
    }

    [Theory]
    [InlineData(ImportStatus.Running, "Pause", typeof(PauseImport))]
    [InlineData(ImportStatus.Paused, "Resume", typeof(ResumeImport))]
    public void Button_OfAStatus_SendsItsCommand(object status, string words, Type command)
    {
        _row = Row((ImportStatus)status);
        Button(Show(), words).Click();
        Bus.Sent.ShouldHaveSingleItem().Command.ShouldBeOfType(command);
    }

    [Fact]
    public void ImportView_WithUnknownId_ShowsNotFound()
    {
        Bus.Answer<GetImport, ImportRow>(_ => (ImportRow?)null);
        Show().Markup.ShouldContain("There is no such import");
    }

    [Fact]
    public void ImportsPage_WithoutAny_SaysWhatToDoFirst()
    {
        Bus.Answer<ListImports, Page<ImportRow>>(_ => new Page<ImportRow>([], 0));
        Show<ImportsPage>().ByRole("status").ByRole("link").GetAttribute("href").ShouldBe("imports/new");
    }

    [Fact]
    public void NewImportPage_WithoutThePermission_TakesNoFile()
    {
        Show<NewImportPage>().Find("form[data-upload]").GetAttribute("data-upload").ShouldBe("imports/upload");

        May(Permissions.UsersRead);
        Show<NewImportPage>().FindAll("form").ShouldBeEmpty();
    }

    private IRenderedComponent<ImportView> Show() =>
        Show<ImportView>(parameters => parameters.Add(view => view.ImportId, "import"));

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ImportView> view, string words) =>
        view.ByRole("button", words);

    private static ImportRow Row(ImportStatus status) =>
        new ImportRow()
            .With(row => row.ImportId, "import")
            .With(row => row.FileName, "people.csv")
            .With(row => row.Status, status)
            .With(row => row.Rows, 100)
            .With(row => row.Bytes, 5000)
            .With(row => row.ActorName, "Grace")
            .With(row => row.ReceivedAt, Rows.Now)
            .With(row => row.IsConfigured, status != ImportStatus.Ready)
            .Set("ToCreate", 30)
            .Set("ToUpdate", 10)
            .Set("ToLeave", 40)
            .Set("ToRefuse", 20)
            .Set("StartedAt", status >= ImportStatus.Running ? Rows.Now.AddSeconds(-10) : null)
            .Set("RunningSince", Rows.Now.AddSeconds(-10))
            .Set("ProgressAt", Rows.Now)
            .Set("OptionsJson", """{"Columns":[2,4,null],"MatchOn":2,"Mode":2}""");
}

/// <summary>What only the projection sets, and pages do not see.</summary>
internal static class ImportRows
{
    public static ImportRow Set(this ImportRow row, string property, object? value)
    {
        typeof(ImportRow)
            .GetProperty(property, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!
            .SetValue(row, value);
        return row;
    }
}
