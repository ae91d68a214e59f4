using UserAdmin.Bulk;
using UserAdmin.Bulk.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Web.Bulk;

namespace UserAdmin.Web.Tests.Bulk;

public sealed class BulkViewTests : ConsoleContext
{
    private BulkRow _row = Row(BulkStatus.Running).With(row => row.Changed, 30).With(row => row.Refused, 10);

    public BulkViewTests()
    {
        Bus.Answer<GetBulkAction, BulkRow>(_ => _row);
        Bus.Answer<ListBulkItems, Page<BulkItem>>(_ => new Page<BulkItem>(
            [
                new(new BulkItemRow().With(item => item.UserId, "ada"), "Ada Lovelace", "ada", "ada@example.org"),
                new(
                    new BulkItemRow()
                        .With(item => item.UserId, "gone")
                        .With(item => item.Ordinal, 1)
                        .With(item => item.Outcome, BulkOutcome.Refused)
                        .With(item => item.Error, "There is no such user."),
                    null,
                    null,
                    null
                ),
            ],
            2
        ));
    }

    [Fact]
    public async Task BulkView_WhileItRuns_FollowsTheProgress()
    {
        var view = Show();
        view.ByRole("progressbar").GetAttribute("value").ShouldBe("40");
        view.Markup.ShouldContain("4 users/s");
        view.Markup.ShouldContain("about 15 seconds left");

        _row = _row.With(row => row.Changed, 90)
            .With(row => row.Status, BulkStatus.Finished)
            .With(row => row.FinishedAt, Rows.Now);
        Feed.Publish("somebody");
        Feed.Publish("batch");
        await Clock.SomeoneWaitsAsync();

        view.ByRole("progressbar").GetAttribute("value").ShouldBe("100");
        Bus.Asked<GetBulkAction>().Count.ShouldBe(2);
    }

    [Fact]
    public void BulkView_WhenOver_OffersTheReportAndTheWayBack()
    {
        _row = _row.With(row => row.Status, BulkStatus.Cancelled).With(row => row.FinishedAt, Rows.Now);

        var view = Show();

        view.FindAll("header a")
            .Select(link => (link.TextContent, link.GetAttribute("href")))
            .ShouldBe([
                ("Undo", "undo?batch=batch"),
                ("Activity", "activity?q=batch%3Abatch"),
                ("Download report", "bulk/batch/report.csv"),
            ]);
        view.FindAll("header button").ShouldBeEmpty();
        view.Markup.ShouldContain("60 users were not reached");
        view.FindAll("tr[data-outcome]")
            .Select(row => row.GetAttribute("data-outcome"))
            .ShouldBe(["Changed", "Refused"]);
    }

    [Fact]
    public void BulkView_WhenOverAndTheHistoryMayNotBeRead_OffersTheReverse()
    {
        May(Permissions.UsersRead, Permissions.UsersDisable);
        _row = _row.With(row => row.Status, BulkStatus.Cancelled).With(row => row.FinishedAt, Rows.Now);

        Show().Find("header a").GetAttribute("href").ShouldBe("bulk/new?action=enable&of=batch");
    }

    [Fact]
    public void BulkView_OfAnUndo_LinksWhatItUndoes()
    {
        _row = _row.With(row => row.Action, BulkAction.Undo).With(row => row.Undoes, "earlier");

        Show().Find("a[href='activity?q=batch%3Aearlier']").TextContent.ShouldBe("an earlier batch");
    }

    [Fact]
    public void BulkView_OfAnother_IsCancelledOnlyByWhoMayDoTheSame()
    {
        Show().FindAll("header button").ShouldHaveSingleItem().TextContent.ShouldBe("Cancel");

        May(Permissions.UsersRead);
        Show().FindAll("header button").ShouldBeEmpty();

        _row = _row.With(row => row.ActorId, "grace");
        Show().FindAll("header button").ShouldHaveSingleItem();
    }

    [Fact]
    public void BulkView_WithUnknownId_ShowsNotFound()
    {
        Bus.Answer<GetBulkAction, BulkRow>(_ => (BulkRow?)null);

        Show().Markup.ShouldContain("There is no such bulk action");
    }

    private IRenderedComponent<BulkView> Show() =>
        Show<BulkView>(parameters => parameters.Add(view => view.BatchId, "batch"));

    private static BulkRow Row(BulkStatus status) =>
        new BulkRow()
            .With(row => row.BatchId, "batch")
            .With(row => row.Status, status)
            .With(row => row.Total, 100)
            .With(row => row.ActorId, "somebody")
            .With(row => row.ActorName, "Somebody")
            .With(row => row.StartedAt, Rows.Now.AddSeconds(-10))
            .With(row => row.ProgressAt, Rows.Now);
}
