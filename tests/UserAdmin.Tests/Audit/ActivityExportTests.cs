using System.Text;
using System.Text.Json;
using UserAdmin.Audit.Exports;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Tables;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Audit;

public sealed class ActivityExportTests
{
    [Fact]
    public async Task Csv_HasEveryEventThatTheSearchFinds_AlsoBeyondAPage()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateAdministratorAsync("ada");
        for (var i = 0; i < GetActivity.Most + 20; i++)
        {
            await host.SendAsync(
                i % 2 == 0 ? new DisableUser(ada.Id) : new EnableUser(ada.Id),
                reason: "=1+1 is no formula"
            );
        }

        var bob = await host.CreateUserAsync("bob");
        await host.SendAsync(new DisableUser(bob), ada, reason: "=Left");
        await host.CatchUpAsync();

        var all = await WriteAsync(host, new ActivityExport(TableFormat.Csv), ada);
        all.Length.ShouldBe(1 + (int)host.Tail());
        var lines = await WriteAsync(
            host,
            new ActivityExport(TableFormat.Csv)
            {
                Search = $"on:{bob} action:UserDisabled",
                TimeZone = "Europe/Berlin",
            },
            ada
        );

        lines.Length.ShouldBe(2);
        lines[0].ShouldStartWith("Event,Time,By,");
        lines[1].ShouldContain(",ada,");
        lines[1].ShouldContain(",bob,");
        lines[1].ShouldContain("UserDisabled");
        // A spreadsheet must not take the reason for a formula.
        lines[1].ShouldNotContain(",=Left");
        lines[1].ShouldMatch(@"\+0[12]:00");
    }

    [Fact]
    public async Task JsonLines_WithoutUsersRead_TellsNothingOfOthers()
    {
        await using var host = await TestHost.StartAsync();
        var reader = await host.CreateActorAsync("rita", Permissions.ActivityRead);
        var bob = await host.CreateUserAsync("bob");
        await host.AcceptAsync(new ChangeUserEmail(bob, "secret@example.com", host.Tail()));
        await host.CatchUpAsync();

        var lines = await WriteAsync(host, new ActivityExport(TableFormat.JsonLines), reader);

        lines.ShouldNotBeEmpty();
        string.Concat(lines).ShouldNotContain("secret@example.com");
        string.Concat(lines).ShouldNotContain("bob");
        using var first = JsonDocument.Parse(lines[0]);
        first.RootElement.GetProperty("position").GetInt64().ShouldBe(host.Tail());
        first.RootElement.GetProperty("type").GetString().ShouldBe("UserEmailChanged");
    }

    [Fact]
    public async Task StartAndEnd_SayInTheHistoryWhoExportedWhat()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateAdministratorAsync("ada");
        var (id, what) = (
            TestHost.NewId(),
            new ActivityExport(TableFormat.JsonLines) { Search = "action:UserDisabled" }
        );
        await host.AcceptAsync(new StartActivityExport(id, what), ada);
        await host.AcceptAsync(new EndActivityExport(id, ada.Id, what, 12, IsComplete: true));

        var events = (await host.AskAsync(new GetActivity(Take: 2))).Value.ShouldNotBeNull().Items;

        events[0].What.ShouldBe("Exported 12 events (the activity found by “action:UserDisabled”, JSON Lines)");
        events[1].What.ShouldBe("Began to export the activity found by “action:UserDisabled” as JSON Lines");
        events[0].ActorId.ShouldBe(ada.Id);
    }

    [Theory]
    [InlineData(TableFormat.Xlsx, "", "exports.format-unknown")]
    [InlineData(TableFormat.Csv, "when:never-ever", "exports.search-invalid")]
    public async Task Start_OfWhatCannotBeExported_IsRefused(TableFormat format, string search, string code)
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateAdministratorAsync("ada");

        var result = await host.SendAsync(
            new StartActivityExport(TestHost.NewId(), new ActivityExport(format) { Search = search }),
            ada
        );

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    private static async Task<string[]> WriteAsync(TestHost host, ActivityExport what, Actor actor)
    {
        using var stream = new MemoryStream();
        await host.Get<ActivityExportWriter>()
            .WriteAsync(what, stream, new QueryContext(actor), _ => { }, TestContext.Current.CancellationToken);
        return Encoding
            .UTF8.GetString(stream.ToArray())
            .TrimStart('\uFEFF')
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
