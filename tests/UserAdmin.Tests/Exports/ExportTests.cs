using UserAdmin.Audit.Queries;
using UserAdmin.Exports;
using UserAdmin.Exports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Queries;
using UserAdmin.Tables;
using UserAdmin.Tests.Bulk;
using UserAdmin.Tests.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Exports;

public sealed class ExportTests : IAsyncLifetime
{
    private static readonly string[] _all = [.. UserColumns.All.Select(column => column.Key)];
    private TestHost _host = default!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Export_OfThousands_HasEachOnceInTheOrderOfTheList()
    {
        var ids = await _host.CreateUsersAsync(2100);
        foreach (var format in TableWriters.Formats)
        {
            var what = new UserExport(format, _all) { Sort = UserFields.UserName.Sort, Descending = true };
            List<int> progress = [];

            var file = await ExportAsync(what, Actor.System, progress.Add);

            using var folder = new TableFolder();
            using var reader = TableFiles.Open(folder.Write(file));
            reader.Description.Columns.ShouldBe(
                UserColumns.All.Select(column => format == TableFormat.JsonLines ? column.Key : column.Title)
            );
            var rows = TableFolder.ReadAll(reader);
            rows.Select(row => row.Values[Array.IndexOf(_all, "id")]).ShouldBe(Enumerable.Reverse(ids));
            rows[0].Values[Array.IndexOf(_all, "user-name")].ShouldBe("user02100");
            progress.ShouldBe([1000, 2000, 2100]);
        }
    }

    [Fact]
    public async Task Export_WithASearch_HasWhatTheListShows()
    {
        await _host.CreateUsersAsync(30);

        var file = await ExportAsync(
            new UserExport(TableFormat.JsonLines, ["email"]) { Search = "user00007" },
            Actor.System
        );

        System.Text.Encoding.UTF8.GetString(file).ShouldBe("{\"email\":\"user00007@example.com\"}\n");
    }

    [Fact]
    public async Task Export_InATimeZone_WritesMomentsAsTheyAreReadThere()
    {
        await _host.CreateUsersAsync(1);
        var created = (await _host.AskAsync(new ListUsers("user00001"))).Value!.Items[0].CreatedAt;
        var there = TimeZoneInfo.ConvertTime(created, TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles"));

        var file = await ExportAsync(
            new UserExport(TableFormat.JsonLines, ["created"])
            {
                Search = "user00001",
                TimeZone = "America/Los_Angeles",
            },
            Actor.System
        );

        System.Text.Encoding.UTF8.GetString(file).ShouldBe($"{{\"created\":\"{there:yyyy-MM-dd'T'HH:mm:sszzz}\"}}\n");
        (
            await _host.SendAsync(
                new StartExport(
                    TestHost.NewId(),
                    new UserExport(TableFormat.Csv, ["created"]) { TimeZone = "Nowhere/Atlantis" }
                )
            )
        )
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("exports.time-zone-unknown");
    }

    [Theory]
    [InlineData(nameof(UserRow.ChangedAt), false)]
    [InlineData(nameof(UserRow.UserName), true)]
    public async Task Export_WhileUsersMoveInTheList_HasEachOnce(string sort, bool descending)
    {
        var ids = await _host.CreateUsersAsync(2100);
        var what = new UserExport(TableFormat.JsonLines, ["id", "user-name"])
        {
            Sort = new UserSort(sort),
            Descending = descending,
            Search = "user0",
        };
        await _host.CatchUpAsync();
        var (writer, context, stream) = (_host.Get<ExportWriter>(), new QueryContext(Actor.System), new MemoryStream());
        var keys = (
            await writer.BeginAsync(what, context, TestContext.Current.CancellationToken)
        ).Value.ShouldNotBeNull();
        var order = keys.Part(0, keys.Count);
        // Users move from one end of the list to the other, and some out of the result of the search.
        foreach (
            var (id, name) in ((string, string)[])
                [(order[1], "zed"), (order[1500], "user0-first"), (order[2099], "aaa"), (order[900], "user09-last")]
        )
        {
            await _host.AcceptAsync(new ChangeUserName(id, name, (await _host.GetUserAsync(id)).Version));
        }

        await _host.CatchUpAsync();
        await writer.WriteAsync(what, keys, stream, context, _ => { }, TestContext.Current.CancellationToken);

        var lines = System
            .Text.Encoding.UTF8.GetString(stream.ToArray())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        order.ShouldBe(ids, ignoreOrder: true);
        lines.Select(line => line.Split('"')[3]).ShouldBe(order);
        lines[1].ShouldContain("zed");
    }

    [Fact]
    public async Task Export_OfOneWhoLosesThePermissionMeanwhile_BreaksOff()
    {
        await _host.CreateUsersAsync(1001);
        var actor = await _host.CreateActorAsync("ada", Permissions.UsersRead);
        var role = (await _host.AskAsync(new ListUserRoles(actor.Id))).Value!.Items.Single();

        await Should.ThrowAsync<UnauthorizedAccessException>(() =>
            ExportAsync(
                new UserExport(TableFormat.Csv, ["id"]),
                actor,
                begun: () => _host.AcceptAsync(new RemoveRole(actor.Id, role.RoleId))
            )
        );
    }

    [Fact]
    public async Task StartExport_AndItsEnd_AreInTheHistoryOfTheActor()
    {
        var actor = await _host.CreateActorAsync("ada", Permissions.UsersRead, Permissions.UsersExport);
        var what = new UserExport(TableFormat.Csv, ["name", "email"]) { Search = "state:active" };
        var id = TestHost.NewId();

        await _host.AcceptAsync(new StartExport(id, what), actor);
        await _host.AcceptAsync(new EndExport(id, actor.Id, what, 1204, IsComplete: false));

        var history = (await _host.AskAsync(new GetUserHistory(actor.Id))).Value!.Items.Take(2).ToList();
        history
            .Select(row => row.What)
            .ShouldBe([
                "Export broken off after 1,204 users (the users found by “state:active”, 2 columns, CSV)",
                "Began to export the users found by “state:active” as CSV",
            ]);
        history.ShouldEachBe(row => row.ActorId == actor.Id);
        _host.ReadLog()[^2].Payload.ShouldContain("state:active");
    }

    [Theory]
    [InlineData("users.read")]
    [InlineData("users.export")]
    public async Task StartExport_WithoutBothPermissions_IsRefused(string held)
    {
        var actor = await _host.CreateActorAsync("ada", held);

        (await _host.SendAsync(new StartExport(TestHost.NewId(), new UserExport(TableFormat.Csv, ["name"])), actor))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("not-permitted");
    }

    [Theory]
    [InlineData("", "", "exports.columns-invalid")]
    [InlineData("name,name", "", "exports.columns-invalid")]
    [InlineData("password-hash", "", "exports.columns-invalid")]
    [InlineData("name", "state:nonsense", "exports.search-invalid")]
    public async Task StartExport_WithInvalidColumnsOrSearch_IsRefused(string columns, string search, string code)
    {
        var actor = await _host.CreateAdministratorAsync();
        var what = new UserExport(TableFormat.Csv, columns.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            Search = search,
        };

        (await _host.SendAsync(new StartExport(TestHost.NewId(), what), actor))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(code);
    }

    private async Task<byte[]> ExportAsync(
        UserExport what,
        Actor actor,
        Action<int>? onProgress = null,
        Func<Task>? begun = null
    )
    {
        await _host.CatchUpAsync();
        var (writer, context, stream) = (_host.Get<ExportWriter>(), new QueryContext(actor), new MemoryStream());
        var keys = await writer.BeginAsync(what, context, TestContext.Current.CancellationToken);
        await (begun?.Invoke() ?? Task.CompletedTask);
        await writer.WriteAsync(
            what,
            keys.Value.ShouldNotBeNull(),
            stream,
            context,
            onProgress ?? (_ => { }),
            TestContext.Current.CancellationToken
        );
        return stream.ToArray();
    }
}
