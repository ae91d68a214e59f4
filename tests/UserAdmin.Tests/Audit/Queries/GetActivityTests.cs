using UserAdmin.Account.Commands;
using UserAdmin.Audit;
using UserAdmin.Audit.Queries;
using UserAdmin.Bulk.Commands;
using UserAdmin.EventLog;
using UserAdmin.Exports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Tables;
using UserAdmin.Tests.Bulk;
using UserAdmin.Tests.Roles;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Audit.Queries;

public sealed class GetActivityTests : IAsyncLifetime
{
    private TestHost _host = default!;
    private Actor _admin = default!;
    private string _ada = "";
    private string _bob = "";

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        _admin = await _host.CreateAdministratorAsync();
        _ada = TestHost.NewId();
        _bob = TestHost.NewId();
        await _host.AcceptAsync(
            new CreateUser(_ada, "ada", "ada@example.com", "Ada Lovelace") { Password = TestHost.Password },
            _admin
        );
        await _host.AcceptAsync(
            new CreateUser(_bob, "bob", "bob@example.com", "Bøb Ross") { Password = TestHost.Password },
            _admin
        );
        await _host.AcceptAsync(
            new SignIn(TestHost.NewSessionId(), "ada@example.com", "not the password"),
            Actor.Anonymous
        );
        await _host.SignInAsync("ada@example.com");
        await _host.AcceptAsync(
            new ChangeUserEmail(_ada, "countess@example.com", (await _host.GetUserAsync(_ada)).Version),
            _admin
        );
        await _host.AcceptAsync(new LockUser(_bob, DateTimeOffset.UtcNow.AddHours(1)), _admin);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task GetActivity_WithoutASearch_ShowsEverythingNewestFirst()
    {
        var all = await FindAsync("");

        all.Items.Select(row => row.Position).ShouldBe(all.Items.Select(row => row.Position).OrderDescending());
        all.Items.Select(row => row.EventType)
            .ShouldBe(
                _host
                    .ReadLog()
                    .Where(record => !EventCodec.MayBe<INotInHistory>(record))
                    .Select(record => record.Type)
                    .Reverse()
            );
        all.HasMore.ShouldBeFalse();
        var email = all.Items.Single(row => row.EventType == "UserEmailChanged");
        (email.SubjectKind, email.SubjectName).ShouldBe((HistorySubject.User, "Ada Lovelace"));
    }

    [Theory]
    [InlineData("on:ada", "UserEmailChanged UserSignedIn UserSignInFailed UserCreated")]
    [InlineData("on:countess@example.com -action:created", "UserEmailChanged UserSignedIn UserSignInFailed")]
    [InlineData("on:\"Bob Ross\"", "UserLocked UserCreated")]
    [InlineData("on:ADA,bob action:usercreated", "UserCreated UserCreated")]
    [InlineData("by:ada", "UserSignedIn")]
    [InlineData("by:admin on:ada", "UserEmailChanged UserCreated")]
    [InlineData("by:none", "UserSignInFailed")]
    [InlineData("action:refused", "UserSignInFailed")]
    [InlineData("action:\"email changed\"", "UserEmailChanged")]
    [InlineData("action:refused,locked", "UserLocked UserSignInFailed")]
    [InlineData("field:email -action:created", "UserEmailChanged")]
    [InlineData("lovelace email", "UserEmailChanged")]
    [InlineData("ross", "UserLocked UserCreated")]
    [InlineData("on:ada when:today", "UserEmailChanged UserSignedIn UserSignInFailed UserCreated")]
    [InlineData("on:ada when<today", "")]
    [InlineData("on:ada -when:1h", "")]
    [InlineData("on:ada when:1h,2020", "UserEmailChanged UserSignedIn UserSignInFailed UserCreated")]
    [InlineData("on:nobody", "")]
    [InlineData("batch:none on:bob", "UserLocked UserCreated")]
    public async Task GetActivity_WithFilters_FindsWhatTheySay(string search, string expected) =>
        (await FindAsync(search))
            .Items.Select(row => row.EventType)
            .ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task GetActivity_OfAReason_FindsThatReasonOnly()
    {
        (
            await _host.SendAsync(
                new LockUser(_ada, DateTimeOffset.UtcNow.AddHours(1)),
                _admin,
                reason: "Verdächtig: Ticket 4711"
            )
        ).Errors.ShouldBeEmpty();

        (await FindAsync("reason:verdachtig")).Items.ShouldHaveSingleItem().Reason.ShouldBe("Verdächtig: Ticket 4711");
        (await FindAsync("ticket")).Items.ShouldHaveSingleItem().EventType.ShouldBe("UserLocked");
        (await FindAsync("reason:locked")).Items.ShouldBeEmpty();
        (await FindAsync("-reason:none")).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task GetActivity_OfABatch_FindsWhatItDid()
    {
        var batch = TestHost.NewId();
        await _host.AcceptAsync(new StartBulkAction(batch, UserAdmin.Bulk.BulkAction.Disable, [_ada, _bob]), _admin);
        await _host.RunBulkAsync();
        await _host.CatchUpAsync();

        var rows = (await FindAsync($"batch:{batch}")).Items;

        rows.Where(row => row.EventType == "UserDisabled").Select(row => row.SubjectId).ShouldBe([_bob, _ada], true);
        rows.Select(row => row.BatchId).Distinct().ShouldBe([batch]);
    }

    [Fact]
    public async Task GetActivity_PageByPage_ShowsEachEventOnce()
    {
        var all = (await FindAsync("")).Items.Select(row => row.Position).ToList();
        var older = new List<long>();
        for (long? before = null; ; before = older[^1])
        {
            var page = (await _host.AskAsync(new GetActivity("", before, Take: 3), _admin)).Value!;
            older.AddRange(page.Items.Select(row => row.Position));
            if (!page.HasMore)
            {
                break;
            }

            page.Items.Count.ShouldBe(3);
        }

        older.ShouldBe(all);
        var newer = (await _host.AskAsync(new GetActivity("", After: all[^1], Take: 3), _admin)).Value!;
        newer.Items.Select(row => row.Position).ShouldBe(all[^4..^1]);
        newer.HasMore.ShouldBeTrue();
    }

    [Fact]
    public async Task GetActivity_FromAddresses_FindsOneOrThoseThatBeginAlike()
    {
        foreach (var address in (string[])["10.0.0.1", "10.0.0.12", "10.1.0.1", "2001:db8::1"])
        {
            await _host
                .Get<ICommandBus>()
                .SendAsync(
                    new SignIn(TestHost.NewSessionId(), "countess@example.com", "wrong"),
                    new CommandContext(Actor.Anonymous, Guid.CreateVersion7()) { IpAddress = address },
                    TestContext.Current.CancellationToken
                );
        }

        await _host.CatchUpAsync();

        (await AddressesAsync("from:10.0.0.1")).ShouldBe(["10.0.0.1"]);
        (await AddressesAsync("from:10.0.*")).ShouldBe(["10.0.0.12", "10.0.0.1"]);
        (await AddressesAsync("from:2001:DB8:")).ShouldBe(["2001:db8::1"]);
        (await AddressesAsync("-from:10.0. action:refused -from:none")).ShouldBe(["2001:db8::1", "10.1.0.1"]);
        (await AddressesAsync("from:99.*")).ShouldBeEmpty();

        async Task<IEnumerable<string?>> AddressesAsync(string search) =>
            (await FindAsync(search)).Items.Select(row => row.IpAddress);
    }

    [Theory]
    [InlineData("on:ada wehn:7d", "There is no filter “wehn”.")]
    [InlineData("when:never", "“never” is not a day, month, year or span of time for “when”.")]
    [InlineData("when:yesterdayish", "“yesterdayish” is not a day, month, year or span of time for “when”.")]
    [InlineData("action:flown", "There is no action “flown”.")]
    public async Task GetActivity_WhenTheSearchIsWrong_SaysSo(string search, string message)
    {
        var answer = await _host.AskAsync(new GetActivity(search), _admin);

        answer.Refusal.ShouldNotBeNull().Code.ShouldBe(AuditErrors.BadSearchCode);
        answer.Refusal.Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task GetActivity_ForSomebodyWhoMayNotSeeUsers_TellsNothingOfPeople()
    {
        var auditor = await _host.CreateActorAsync("auditor", Permissions.ActivityRead);
        await _host.AcceptAsync(
            new StartExport(TestHost.NewId(), new(TableFormat.Csv, ["email"]) { Search = "countess@example.com" }),
            _admin
        );
        await _host.CatchUpAsync();

        var all = (await _host.AskAsync(new GetActivity(), auditor)).Value!;

        var email = all.Items.Single(row => row.EventType == "UserEmailChanged");
        (email.SubjectName, email.HidesPerson, email.ActorName).ShouldBe((null, true, "admin"));
        email.Changes.ShouldHaveSingleItem().ShouldBe(new("Email", null, null));
        all.Items.Single(row => row.EventType == "UsersExportStarted").What.ShouldBe("Users export started");
        all.Items.Single(row => row.EventType == "UserSignedIn" && row.SubjectId == _ada).ActorName.ShouldBe("");
        foreach (var search in (string[])["on:ada", "by:ada", "lovelace", "on:countess@example.com", "countess"])
        {
            (await _host.AskAsync(new GetActivity(search), auditor)).Value!.Items.ShouldBeEmpty(search);
        }

        (await _host.AskAsync(new GetActivity("export started"), auditor)).Value!.Items.ShouldHaveSingleItem();
        (await _host.AskAsync(new GetActivity($"on:{_ada}"), auditor)).Value!.Items.Count.ShouldBe(4);
        (await _host.AskAsync(new SummariseActivity(), auditor))
            .Value!.Actors.Select(actor => actor.Label)
            .ShouldNotContain("Ada Lovelace");
    }

    [Fact]
    public async Task GetActivity_OfARole_NamesTheRole()
    {
        var role = await _host.CreateRoleAsync("Archive", Permissions.AuditRead);

        var row = (await FindAsync("on:archive action:created")).Items.ShouldHaveSingleItem();

        (row.SubjectId, row.SubjectKind, row.SubjectName).ShouldBe((role.Id, HistorySubject.Role, "Archive"));
    }

    [Fact]
    public async Task SummariseActivity_OfASearch_CountsWhatItFinds()
    {
        var summary = (await _host.AskAsync(new SummariseActivity("on:ada,bob", "Asia/Kolkata"), _admin)).Value!;

        (summary.Count, summary.IsComplete).ShouldBe((6, true));
        summary
            .Actions.Select(share => (share.Value, share.Label, share.Count))
            .ShouldBe([
                ("UserCreated", "User created", 2),
                ("UserEmailChanged", "User email changed", 1),
                ("UserLocked", "User locked", 1),
                ("UserSignInFailed", "User sign in failed", 1),
                ("UserSignedIn", "User signed in", 1),
            ]);
        summary.Actors[0].ShouldBe(new ActivityShare(_admin.Id, "admin", 4));
        summary.Periods.Sum(period => period.Count).ShouldBe(6);
        summary.Periods.Sum(period => period.Refused).ShouldBe(1);
        (await _host.AskAsync(new SummariseActivity("on:ada,bob action:locked"), _admin)).Value!.Actions.Count.ShouldBe(
            5
        );
        // Each period, put into the search, finds the events that it counts.
        foreach (var period in summary.Periods.Where(period => period.Count > 0))
        {
            (await FindAsync($"on:ada,bob when:{period.First}..{period.Last}@Asia/Kolkata")).Items.Count.ShouldBe(
                period.Count
            );
        }
    }

    [Fact]
    public async Task SuggestActivity_WhileTyping_CompletesFiltersActionsAndPeople()
    {
        (await SuggestedAsync("wh")).ShouldBe(["when:", "on:", "action:", "by:"], ignoreOrder: true);
        (await SuggestedAsync("action:email fi")).ShouldBe(["field:"]);
        (await SuggestedAsync("action:\"email ch")).ShouldContain("UserEmailChanged ");
        (await SuggestedAsync("by:ad")).ShouldContain("admin ");

        async Task<IEnumerable<string>> SuggestedAsync(string text) =>
            (await _host.AskAsync(new SuggestActivity(text, text.Length), _admin)).Value!.Items.Select(item =>
                item.Insert
            );
    }

    private async Task<ActivityEvents> FindAsync(string search) =>
        (await _host.AskAsync(new GetActivity(search, Take: 200), _admin)).Value.ShouldNotBeNull(search);
}
