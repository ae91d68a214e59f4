using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using UserAdmin.Exports;
using UserAdmin.Roles;
using UserAdmin.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Exports;

namespace UserAdmin.Web.Tests.Exports;

public sealed class ExportMenuTests : ConsoleContext
{
    private readonly IRenderedComponent<MudDialogProvider> _dialogs;

    public ExportMenuTests() => _dialogs = ShowDialogs();

    [Fact]
    public void ExportMenu_Opened_PostsWhatTheListShows()
    {
        Open();

        var sent = Hidden();
        (sent["search"], sent["sort"], sent["descending"], sent["columns"]).ShouldBe(
            ("state:active", "Email", "true", "name,email")
        );
        Guid.TryParse(sent["exportId"], out _).ShouldBeTrue();
        _dialogs.Find("form").GetAttribute("action").ShouldBe("users/export");
        _dialogs.Markup.ShouldContain("The 1,204 users that the search finds,");

        _dialogs.Find("input[value=all]").Change("all");

        Hidden()["columns"].Split(',').Length.ShouldBe(UserColumns.All.Count);
    }

    [Fact]
    public void ExportMenu_WhileItRuns_ShowsHowFarItIs_AndThenAllowsAnother()
    {
        var menu = Open();
        var first = Hidden()["exportId"];
        // A short download has begun before the page handles the click.
        using var run = Services
            .GetRequiredService<ExportRuns>()
            .Begin(first, "grace", CancellationToken.None)
            .ShouldNotBeNull();
        run.Total = 1000;
        run.Report(250, Clock.GetUtcNow().AddSeconds(1));
        _dialogs.WaitForElement("progress").GetAttribute("value").ShouldBe("250");
        menu.Find("[data-export]").TextContent.ShouldBe("Exporting 25 %");

        run.End(ExportState.Done, Clock.GetUtcNow().AddSeconds(2));
        _dialogs.WaitForElement("[data-export-state=Done]").TextContent.ShouldContain("250 users exported");
        _dialogs.ByRole("button", "Export again").Click();

        Hidden()["exportId"].ShouldNotBe(first);
    }

    [Fact]
    public void ExportMenu_Cancelled_BreaksOffTheDownload()
    {
        Open();
        using var run = Services
            .GetRequiredService<ExportRuns>()
            .Begin(Hidden()["exportId"], "grace", CancellationToken.None)
            .ShouldNotBeNull();
        run.Report(1, Clock.GetUtcNow());

        _dialogs.WaitForElement("[data-export-state=Running]");
        _dialogs.ByRole("button", "Cancel the export").Click();

        run.Cancellation.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void ExportMenu_WithoutThePermission_IsNotThere()
    {
        May(Permissions.UsersRead);

        Show<ExportMenu>().FindAll("[data-export]").ShouldBeEmpty();
    }

    [Fact]
    public void ExportRuns_OfTheSameExport_BeginOnce_AndAreCancelledByTheirOwnerOnly()
    {
        var runs = Services.GetRequiredService<ExportRuns>();
        using var run = runs.Begin("id", "grace", CancellationToken.None).ShouldNotBeNull();

        runs.Begin("id", "grace", CancellationToken.None).ShouldBeNull();
        runs.Cancel("id", "ada");
        run.Cancellation.IsCancellationRequested.ShouldBeFalse();
    }

    [Theory]
    [InlineData("", TableFormat.Csv, "users-2026-01-05T0937Z.csv")]
    [InlineData("x", TableFormat.Xlsx, "users-found-2026-01-05T0937Z.xlsx")]
    public void FileName_SaysWhatAndWhen(string search, TableFormat format, string expected) =>
        ExportEndpoint
            .FileName(
                new UserExport(format, []) { Search = search },
                new DateTimeOffset(2026, 1, 5, 10, 37, 0, TimeSpan.FromHours(1))
            )
            .ShouldBe(expected);

    private IRenderedComponent<ExportMenu> Open()
    {
        var menu = Show<ExportMenu>(parameters =>
            parameters
                .Add(menu => menu.Search, "state:active")
                .Add(menu => menu.Sort, UserFields.Email.Sort)
                .Add(menu => menu.Descending, true)
                .Add(menu => menu.Columns, ["name", "email"])
                .Add(menu => menu.Total, 1204)
        );
        menu.Find("[data-export]").Click();
        return menu;
    }

    private Dictionary<string, string> Hidden() =>
        _dialogs
            .FindAll("input[type=hidden]")
            .ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value")!);
}
