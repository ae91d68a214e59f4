using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;
using static Microsoft.Playwright.Assertions;

namespace UserAdmin.EndToEnd;

/// <summary>The verbs of the command line: checking the log, rebuilding the read model, sending commands.</summary>
public sealed class MaintenanceTests(Chromium chromium) : BrowserTest(chromium)
{
    private readonly DataFolder _data = new();

    [Fact]
    public async Task Verify_OfAWholeLog_PrintsPositionAndHash()
    {
        await FillAsync(4);

        var run = await BuiltProgram.RunAsync("verify", _data.Setting);

        run.ExitCode.ShouldBe(0);
        var (position, hash) = (
            Database.LogPosition(_data),
            Database.Rows(_data.WriteDatabase, "SELECT Hash FROM EventLog ORDER BY Position DESC")[0][0]
        );
        run.Output[0].ShouldBe($"The event log is complete and unchanged up to position {position}, head hash {hash}.");
    }

    [Theory]
    [InlineData("UPDATE EventLog SET Payload = replace(Payload, 'UserName', 'Username') WHERE Position = 3")]
    [InlineData("UPDATE EventLog SET ActorName = 'Somebody else' WHERE Position = 3")]
    [InlineData("UPDATE EventLog SET At = At + 1 WHERE Position = 3")]
    [InlineData("DELETE FROM EventLog WHERE Position = 3")]
    [InlineData("DELETE FROM EventLog WHERE Position >= 3")]
    public async Task Verify_OfATamperedLog_NamesTheFirstBadPosition(string tampering)
    {
        await FillAsync(4);
        Database.Execute(_data.WriteDatabase, tampering).ShouldBeGreaterThan(0);

        var run = await BuiltProgram.RunAsync("verify", _data.Setting);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldHaveSingleItem().ShouldStartWith("First bad position: 3.");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rebuild_WhileTheProgramServes_SwitchesItToTheNewReadModel()
    {
        await using (await RunningProgram.StartAsync(_data, ConsoleFixture.Settings))
        {
            await Eventually.HoldsAsync(
                () =>
                    Task.FromResult(
                        Database.ReadPosition(Database.ReadModelInUse(_data)) == Database.LogPosition(_data)
                    ),
                "the read model has its administrator"
            );
        }

        // Marks the old read model, so that the page shows which one it reads. This is done before the program starts,
        // because it does not read the same rows again.
        var old = Database.ReadModelInUse(_data);
        Database.Execute(old, "UPDATE Users SET DisplayName = 'Out Of Date'");
        await using var program = await RunningProgram.StartAsync(_data, ConsoleFixture.Settings);
        var ada = await OpenAsync(program.Address);
        await ada.SignInAsync(new Person("", "Ada Admin", "ada@example.com", ConsoleFixture.Password));
        await ada.GoAsync("/users");
        await Expect(ada.Rows).ToContainTextAsync(["Out Of Date"]);

        var run = await BuiltProgram.RunAsync("rebuild", _data.Setting);

        run.ExitCode.ShouldBe(0);
        run.Output[^1].ShouldBe($"The read model was rebuilt and stands at position {Database.LogPosition(_data)}.");
        await Expect(ada.Rows).ToContainTextAsync(["Ada Admin"]);
        var rebuilt = Database.ReadModelInUse(_data);
        rebuilt.ShouldNotBe(old);
        await ada.Link("Ada Admin").ClickAsync();
        await ada.Field("Job title").FillAsync("Countess");
        await ada.Button("Save changes").ClickAsync();
        await Expect(ada.Page.Locator("li[data-event=UserProfileChanged]")).ToBeVisibleAsync();
        Database.ReadPosition(rebuilt).ShouldBe(Database.LogPosition(_data));
        Database.ReadPosition(old).ShouldBeLessThan(Database.LogPosition(_data));
    }

    [Fact]
    public async Task Send_OfTheSameCommandTwice_AnswersTheSameAndDoesItOnce()
    {
        await using var sender = new CommandSender(_data);
        var (id, userId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var body = new
        {
            userId,
            userName = "once",
            email = "once@example.com",
            displayName = "Once Only",
        };

        var first = await sender.SendAsync("CreateUser", body, id);
        await sender.AcceptedAsync("DisableUser", new { userId });
        var second = await sender.SendAsync("CreateUser", body, id);

        second.ShouldBe(first);
        Database
            .Rows(_data.WriteDatabase, "SELECT Type FROM EventLog WHERE ActorName = 'Command line' ORDER BY Position")
            .Select(row => row[0])
            .ShouldBe(["UserCreated", "UserDisabled"]);
    }

    [Fact]
    public async Task Send_OfNonsense_AnswersEveryLineAndReadsTheNext()
    {
        await using var sender = new CommandSender(_data);

        (await sender.SendAsync("DropEverything", new { }))
            .Refused.ShouldHaveSingleItem()
            .Code.ShouldBe("send.unknown-command");
        (await sender.SendAsync("CreateUser", new { userId = "not an id" }))
            .Refused.ShouldNotBeNull()
            .ShouldContain(refusal => refusal.Field == "UserId");
        (await sender.EndAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Seed_Again_ChangesNothing()
    {
        (await BuiltProgram.RunAsync("seed", "200", "--seed", "7", _data.Setting)).ExitCode.ShouldBe(0);
        var (written, users) = (Written(), Database.Dump(Database.ReadModelInUse(_data)));

        (await BuiltProgram.RunAsync("seed", "200", "--seed", "7", _data.Setting)).ExitCode.ShouldBe(0);

        Written().ShouldBe(written);
        Database.Dump(Database.ReadModelInUse(_data)).ShouldBe(users);
        users.Count(row => row.StartsWith("Users: ", StringComparison.Ordinal)).ShouldBe(200);
        (await BuiltProgram.RunAsync("verify", _data.Setting)).ExitCode.ShouldBe(0);

        // Every start sends a command that looks for the administrator's role and is recorded there.
        List<string> Written() =>
            [
                .. Database
                    .Dump(_data.WriteDatabase)
                    .Where(row => !row.StartsWith("ProcessedCommands: ", StringComparison.Ordinal)),
            ];
    }

    [Fact]
    public async Task Seed_Interrupted_IsFinishedByTheNext()
    {
        using (var process = BuiltProgram.Start("seed", "600", "--seed", "7", _data.Setting))
        {
            await Eventually.HoldsAsync(
                () =>
                    File.Exists(_data.WriteDatabase)
                    && Database
                        .Rows(_data.WriteDatabase, "SELECT name FROM sqlite_master WHERE name = 'EventLog'")
                        .Count == 1
                    && Database.LogPosition(_data) > 100,
                "some users are there"
            );
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        (await BuiltProgram.RunAsync("seed", "600", "--seed", "7", _data.Setting)).ExitCode.ShouldBe(0);

        Database
            .Rows(
                _data.WriteDatabase,
                "SELECT count(*), count(DISTINCT SubjectId) FROM EventLog WHERE Type = 'UserCreated'"
            )[0]
            .ShouldBe(["600", "600"]);
        Database
            .Rows(
                _data.WriteDatabase,
                "SELECT count(*) FROM EventLog one JOIN EventLog two ON two.Position = one.Position + 1 "
                    + "WHERE two.At < one.At"
            )[0]
            .ShouldBe(["0"]);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>Creates one event for the role and one for each user.</summary>
    private async Task FillAsync(int users)
    {
        await _data.FillAsync();
        await using var sender = new CommandSender(_data);
        for (var number = 1; number <= users; number++)
        {
            await sender.AcceptedAsync(
                "CreateUser",
                new
                {
                    userId = Guid.CreateVersion7(),
                    userName = $"user{number}",
                    email = $"user{number}@example.com",
                    displayName = $"User {number}",
                }
            );
        }

        await Eventually.HoldsAsync(
            () => Database.ReadPosition(_data.ReadDatabases[0]) == users + 1,
            "the read model has caught up"
        );
        (await sender.EndAsync()).ShouldBe(0);
    }
}
