using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using UserAdmin.EndToEnd.Browsers;
using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd;

/// <summary>A start that fails prints one line with the reason and returns an exit code for scripts.</summary>
public sealed class StartUpTests : IDisposable
{
    private readonly DataFolder _data = new();

    [Fact]
    public async Task Start_WhenPortIsTaken_FailsWithOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        Failed(await BuiltProgram.RunAsync($"--urls={address}", _data.Setting)).ShouldContain(address);
    }

    [Fact]
    public async Task Start_WhenNewDatabaseIsLocked_FailsWithOneLine()
    {
        using var holder = Database.Open(_data.WriteDatabase);
        Database.Execute(holder, "BEGIN EXCLUSIVE; CREATE TABLE Mine (Id INTEGER);");

        Failed(await StartAsync())
            .ShouldSatisfyAllConditions(
                line => line.ShouldContain("locked"),
                line => line.ShouldContain(_data.WriteDatabase)
            );
    }

    [Fact]
    public async Task Start_WhenDatabaseInUseIsLocked_FailsWithOneLine()
    {
        await _data.FillAsync();
        using var holder = Database.Open(_data.WriteDatabase);
        Database.Execute(holder, "BEGIN EXCLUSIVE;");

        Failed(await StartAsync())
            .ShouldSatisfyAllConditions(
                line => line.ShouldContain("locked"),
                line => line.ShouldContain(_data.WriteDatabase)
            );
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_Always_LetsNobodyElseReadItsFiles()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows stores permissions differently.");
            return;
        }

        await using var program = await RunningProgram.StartAsync(_data, ConsoleFixture.Settings);
        var folder = Path.GetDirectoryName(_data.WriteDatabase)!;
        var entries = Directory
            .EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Prepend(folder)
            .ToList();

        entries.Count.ShouldBeGreaterThan(5);
        entries.Where(path => ((int)File.GetUnixFileMode(path) & 0b111_111) != 0).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_WhenFileIsNoDatabase_NamesItInOneLine(bool isReadDatabase)
    {
        await _data.FillAsync();
        var path = isReadDatabase ? _data.ReadDatabases[0] : _data.WriteDatabase;
        await File.WriteAllTextAsync(
            path,
            string.Concat(Enumerable.Repeat("This is a letter, not a database. ", 400)),
            TestContext.Current.CancellationToken
        );

        Failed(await StartAsync())
            .ShouldSatisfyAllConditions(line => line.ShouldContain("damaged"), line => line.ShouldContain(path));
    }

    [Fact]
    public async Task Start_WhenPagesAreOverwritten_FailsWithOneLine()
    {
        await _data.FillAsync();
        Database.Execute(_data.WriteDatabase, "PRAGMA wal_checkpoint(TRUNCATE)");
        var bytes = await File.ReadAllBytesAsync(_data.WriteDatabase, TestContext.Current.CancellationToken);
        // The header stays intact; everything after it is random.
        new Random(1).NextBytes(bytes.AsSpan(100));
        await File.WriteAllBytesAsync(_data.WriteDatabase, bytes, TestContext.Current.CancellationToken);

        Failed(await StartAsync())
            .ShouldSatisfyAllConditions(
                line => line.ShouldContain("damaged"),
                line => line.ShouldContain(_data.WriteDatabase)
            );
    }

    [Fact]
    public async Task Start_WhenFolderCannotBeWritten_FailsWithOneLine()
    {
        // Nobody can create a folder below a regular file, not even root.
        await File.WriteAllTextAsync(_data.File("file"), "", TestContext.Current.CancellationToken);

        Failed(
                await BuiltProgram.RunAsync(
                    "--urls=http://127.0.0.1:0",
                    $"--UserAdmin:DataDirectory={_data.File("file")}/data"
                )
            )
            .ShouldContain($"{_data.File("file")}/data");
    }

    [Fact]
    public async Task Start_WhenSchemaIsNewer_FailsWithOneLine()
    {
        await _data.FillAsync();
        Database.Execute(
            _data.WriteDatabase,
            "INSERT INTO __UserAdminMigrationsHistory VALUES ('29991231235959_FromTheFuture', '99.0.0')"
        );

        Failed(await StartAsync())
            .ShouldSatisfyAllConditions(
                line => line.ShouldContain("newer version"),
                line => line.ShouldContain("29991231235959_FromTheFuture")
            );
    }

    [Theory]
    [InlineData(
        "--UserAdmin:TrustedProxys=10.0.0.7",
        "There is no setting UserAdmin:TrustedProxys. Did you mean UserAdmin:TrustedProxies?"
    )]
    [InlineData("--UserAdmin:Mail:Smpt=mail.example.com", "Did you mean UserAdmin:Mail:Smtp?")]
    [InlineData(
        "--UserAdmin:ExternalLogins:google:ClientID2=x",
        "There is no setting UserAdmin:ExternalLogins:google:ClientID2."
    )]
    [InlineData("--ConnectionStrings:Wrote=x", "ConnectionStrings:Write or ConnectionStrings:Read")]
    [InlineData(
        "--UserAdmin:SessionLifetime=00:30:00",
        "UserAdmin:SessionLifetime has to be whole hours, 01:00:00 to 30.00:00:00."
    )]
    [InlineData("--UserAdmin:SignInAttemptsPerMinute=0", "UserAdmin:SignInAttemptsPerMinute has to be 1 or more.")]
    [InlineData("--UserAdmin:Bulk:BatchSize=0", "UserAdmin:Bulk:BatchSize has to be 1 to 1000.")]
    [InlineData("--UserAdmin:PasswordHashIterations=many", "many")]
    [InlineData("--demos", "There is no option --demos.")]
    [InlineData("--demo=yes please", "There is no option --demo.")]
    public async Task Start_WithAnInvalidSetting_NamesItInOneLine(string setting, string says) =>
        Failed(await StartAsync(setting)).ShouldContain(says);

    [Fact]
    public async Task Version_SaysWhichItIs()
    {
        var run = await BuiltProgram.RunAsync("--version");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldHaveSingleItem().ShouldStartWith("UserAdmin ");
    }

    [Theory]
    [InlineData("--help", "--demo")]
    [InlineData("seed --help", "--seed")]
    [InlineData("rebuild --help", "--set-aside")]
    [InlineData("verify --help", "--from")]
    [InlineData("send --help", "standard input")]
    [InlineData("backup --help", "<TO>")]
    [InlineData("restore --help", "<FROM>")]
    [InlineData("seal --help", "seal")]
    public async Task Help_OfEachVerb_SaysWhatItTakes(string words, string says)
    {
        var run = await BuiltProgram.RunAsync(words.Split(' '));

        (run.ExitCode, run.Error.Count).ShouldBe((0, 0));
        run.Output.ShouldContain(line => line.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Completion_OfTheFirstLetters_IsPrinted() =>
        (await BuiltProgram.RunAsync("[suggest:2]", "se")).Output.ShouldBe(["seal", "seed", "send"]);

    [Fact]
    public async Task Seed_OnSigterm_StopsWithinSecondsAndTheNextRunFinishesIt()
    {
        using (var process = BuiltProgram.Start("seed", "2000", _data.Setting))
        {
            await Eventually.HoldsAsync(
                () => File.Exists(_data.WriteDatabase) && LogPosition() > 200,
                "the seed is under way"
            );
            (await TerminateAsync(process)).ShouldBe(130);
        }

        var stoppedAt = LogPosition();
        (await BuiltProgram.RunAsync("verify", _data.Setting)).ExitCode.ShouldBe(0);
        (await BuiltProgram.RunAsync("seed", "2000", _data.Setting)).ExitCode.ShouldBe(0);
        LogPosition().ShouldBeGreaterThan(stoppedAt);
        Database
            .Rows(
                _data.WriteDatabase,
                "SELECT count(*), count(DISTINCT SubjectId) FROM EventLog WHERE Type = 'UserCreated'"
            )[0]
            .ShouldBe(["2000", "2000"]);
    }

    [Theory]
    [InlineData("send", 0)]
    [InlineData("--demo", 50)]
    public async Task Verb_OnSigterm_StopsWithinSeconds(string word, int events)
    {
        using var process = BuiltProgram.Start(word, "--urls=http://127.0.0.1:0", _data.Setting);
        await Eventually.HoldsAsync(
            () => File.Exists(_data.WriteDatabase) && LogPosition() > events,
            "the program is at work"
        );

        (await TerminateAsync(process)).ShouldBe(130);

        (await BuiltProgram.RunAsync("verify", _data.Setting)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Start_WhenFirstAdministratorsPasswordIsWeak_FailsWithOneLine()
    {
        var line = Failed(
            await StartAsync(
                "--UserAdmin:FirstAdministrator:Email=ada@example.com",
                "--UserAdmin:FirstAdministrator:Password=short"
            )
        );

        line.ShouldSatisfyAllConditions(
            () => line.ShouldContain("12 characters"),
            () => line.ShouldContain("UserAdmin:FirstAdministrator:Password")
        );
        Database.Rows(_data.WriteDatabase, "SELECT Id FROM AspNetUsers").ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_WhenFirstAdministratorHasNoPassword_FailsWithOneLine() =>
        Failed(await StartAsync("--UserAdmin:FirstAdministrator:Email=ada@example.com"))
            .ShouldContain("UserAdmin:FirstAdministrator:Password");

    [Fact]
    public async Task Start_WithUnknownCommand_FailsWithOneLine() =>
        Failed(await BuiltProgram.RunAsync("serve-coffee", _data.Setting)).ShouldContain("serve-coffee");

    /// <inheritdoc/>
    public void Dispose() => _data.Dispose();

    private Task<EndedRun> StartAsync(params string[] settings) =>
        BuiltProgram.RunAsync(["--urls=http://127.0.0.1:0", _data.Setting, .. settings]);

    private long LogPosition() =>
        Database.Rows(_data.WriteDatabase, "SELECT name FROM sqlite_master WHERE name = 'EventLog'").Count == 1
            ? Database.LogPosition(_data)
            : 0;

    /// <summary>Sends SIGTERM and returns the exit code, which must follow within ten seconds.</summary>
    private static async Task<int> TerminateAsync(System.Diagnostics.Process process)
    {
        using var kill = System.Diagnostics.Process.Start(
            "kill",
            ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]
        );
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    private static string Failed(EndedRun run)
    {
        run.ExitCode.ShouldNotBe(0);
        return run.Output.Concat(run.Error).ShouldHaveSingleItem();
    }
}
