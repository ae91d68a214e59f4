using System.Text;
using Microsoft.Data.Sqlite;
using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Account.Passkeys;
using UserAdmin.Audit.Erasing;
using UserAdmin.Audit.Queries;
using UserAdmin.Bulk;
using UserAdmin.Exports;
using UserAdmin.Exports.Commands;
using UserAdmin.Mail;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Projections;
using UserAdmin.Roles.Commands;
using UserAdmin.Storage.Sqlite;
using UserAdmin.Tables;
using UserAdmin.Tests.Account.Passkeys;
using UserAdmin.Tests.Bulk;
using UserAdmin.Tests.Imports;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Index.Snapshots;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Erasing;

/// <summary>
/// A person with texts that nobody else has is purged; then every file of the data directory is searched for them.
/// </summary>
public sealed class PurgedFilesTests
{
    private const string Address = "203.0.113.219";

    // The address of commands that the person sends, and what others write about her.
    private static readonly string[] _texts =
    [
        "Zyxwanda Quorlitz",
        "Quorlitz-Bexley",
        "zyxwanda@vimpel-one.example",
        "qorlitz@vimpel-two.example",
        "zyxwandaquor",
        "zedquor",
        "+49 155 5019 9887",
        "+49 155 7712 3345",
        "Zyxgiven",
        "Quorfamily",
        "Keeper of vellichor",
        "Department of Glimfeather",
        "Sonder and Apricity",
        "EXT-77-QUORLITZ",
        "Petrichor floor",
        "Nacreous floor",
        "Zyxwandas Telefonino",
        "Quorlitz Yubiquay",
        "Vellumfox/140.7 (Quorlitz OS)",
        Address,
        "because Zyxwanda snores",
        "quarrel of the brontides",
        "a bulk reason of lalochezia",
        "department:sesquipedalian",
        "zyx-import@vimpel-three.example",
        "Zyxwanda Importata",
    ];

    [Fact]
    public async Task PurgeUser_WithTextsInEveryField_LeavesNoneOfThemInAnyFile()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync("judge");
        // Enough rows that pages are split and balanced around hers.
        var others = await host.CreateUsersAsync(400);
        var she = await LiveAsync(host, admin, others);
        await RunAllAsync(host);

        var before = await FilesAsync(host);
        _texts
            .Where(text => !before.Any(file => Forms(text).Any(form => Contains(file.Bytes, form))))
            .ShouldBeEmpty("a text that is nowhere proves nothing");

        var (id, userName) = she[0];
        await PurgeAsync(host, admin, id, userName);
        await PurgeAsync(host, admin, she[1].Id, she[1].UserName);
        await host.CreateUserAsync("later");
        await RunAllAsync(host);

        var after = await FilesAsync(host);
        (
            from text in _texts
            from file in after
            where Forms(text).Any(form => Contains(file.Bytes, form))
            select $"{text}: {file.Name}"
        ).ShouldBeEmpty();
        host.Get<ILogVerification>().Verify().Problem.ShouldBeNull();
        await HistoryIsErasedAsync(host, id);
        var live = host.DumpRead();
        await host.StopFollowingAsync();
        host.Get<IReadModelRebuild>().Run(_ => { }, TestContext.Current.CancellationToken);
        host.DumpRead().ShouldBe(live);
    }

    [Fact]
    public async Task PurgeUser_BeforeAFileIsWrittenAnew_OverwritesWhatItFrees()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var id = await host.CreateUserAsync("zyxwandaquor");
        await host.AcceptAsync(new AddUserClaim(id, "place", new string('z', 900) + "yxwandaquor"), admin);
        await PurgeAsync(host, admin, id, "zyxwandaquor");

        var files = new List<string> { host.Get<SqliteReadStore>().InUse };
        if (TestProvider.Stock == StockDatabases.StockProvider.Sqlite)
        {
            files.Add(host.Get<SqliteFiles>().Write);
        }

        foreach (var file in files)
        {
            await using var connection = new SqliteConnection(file);
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var checkpoint = connection.CreateCommand();
            checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await checkpoint.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var bytes = await File.ReadAllBytesAsync(connection.DataSource, TestContext.Current.CancellationToken);
            Contains(bytes, Encoding.UTF8.GetBytes("yxwandaquor")).ShouldBeFalse(connection.DataSource);
            Contains(bytes, Encoding.UTF8.GetBytes("zzzzzzzz")).ShouldBeFalse(connection.DataSource);
        }
    }

    [Fact]
    public async Task RunOnce_WhileSomebodyReads_IsRepeated_AndRemembersHowFarItCame()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var id = await host.CreateUserAsync("zyxwandaquor");
        await PurgeAsync(host, admin, id, "zyxwandaquor");
        var runner = host.Get<ErasureRunner>();
        using (var reader = new SqliteConnection(host.Get<SqliteReadStore>().InUse))
        {
            await reader.OpenAsync(TestContext.Current.CancellationToken);
            await using var transaction = reader.BeginTransaction(deferred: true);
            await using var command = reader.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "SELECT COUNT(*) FROM \"History\"";
            await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            await host.CreateUserAsync("later");
            await host.CatchUpAsync();

            (await runner.RunOnceAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
            File.Exists(runner.Path).ShouldBeFalse();
        }

        await DoneAsync(runner);
        (await File.ReadAllTextAsync(runner.Path, TestContext.Current.CancellationToken)).ShouldNotBe("0");
        // Of a log that was restored, the position may never be reached.
        await File.WriteAllTextAsync(runner.Path, "999999", TestContext.Current.CancellationToken);
        await DoneAsync(runner);
        (await File.ReadAllTextAsync(runner.Path, TestContext.Current.CancellationToken)).ShouldNotBe("999999");
    }

    // The host's own readers may be busy for a moment, too.
    private static Task DoneAsync(ErasureRunner runner) =>
        TestHost.UntilAsync(
            () => runner.RunOnceAsync(TestContext.Current.CancellationToken),
            "nobody read and the traces were erased"
        );

    [Fact]
    public async Task RunOnce_AfterARebuild_DeletesTheReadModelBefore()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var id = await host.CreateUserAsync("zyxwandaquor");
        await host.CatchUpAsync();
        await host.AcceptAsync(new RebuildReadModel());
        await TestHost.UntilAsync(() => host.Get<IReadStore>().Switches > 0, "the read model was replaced");
        var files = host.Get<SqliteFiles>();
        files.ReadPaths.ShouldEachBe(path => File.Exists(path));

        await PurgeAsync(host, admin, id, "zyxwandaquor");
        await TestHost.UntilAsync(
            () => host.Get<ErasureRunner>().RunOnceAsync(TestContext.Current.CancellationToken),
            "nobody reads"
        );

        files.ReadPaths.Count(File.Exists).ShouldBe(1);
        (await host.AskAsync(new GetUserHistory(id))).Value!.Items.ShouldNotBeEmpty();
    }

    private static async Task<IReadOnlyList<(string Id, string UserName)>> LiveAsync(
        TestHost host,
        Actor admin,
        List<string> others
    )
    {
        var id = TestHost.NewId();
        await host.AcceptAsync(
            new CreateUser(id, "zyxwandaquor", "zyxwanda@vimpel-one.example", "Zyxwanda Quorlitz")
            {
                PhoneNumber = "+49 155 5019 9887",
                Password = TestHost.Password,
                GivenName = "Zyxgiven",
                FamilyName = "Quorfamily",
                JobTitle = "Keeper of vellichor",
                Department = "Department of Glimfeather",
                ExternalId = "EXT-77-QUORLITZ",
            },
            admin
        );
        var she = Actor.User(id);
        await host.AcceptAsync(new MakeAdministrator(id));
        await host.AcceptAsync(
            new UpdateUserProfile(id, "Zyxwanda Quorlitz-Bexley", host.Tail())
            {
                GivenName = "Zyxgiven",
                FamilyName = "Quorfamily",
                JobTitle = "Keeper of vellichor",
                Department = "Sonder and Apricity",
                ExternalId = "EXT-77-QUORLITZ",
            },
            admin
        );
        await host.AcceptAsync(new ChangeUserEmail(id, "qorlitz@vimpel-two.example", host.Tail()), admin);
        await host.AcceptAsync(new ChangeUserName(id, "zedquor", host.Tail()), admin);
        await host.AcceptAsync(new ChangeUserPhone(id, "+49 155 7712 3345", host.Tail()), admin);
        await host.AcceptAsync(new AddUserClaim(id, "place", "Petrichor floor"), admin);
        await host.AcceptAsync(new ChangeUserClaim(id, "place", "Petrichor floor", "Nacreous floor"), admin);
        await host.AcceptAsync(new SendPasswordReset(id), admin);
        await host.AcceptAsync(new AddOwnPasskey(OwnPasskeyTests.NewPasskey(), "Zyxwandas Telefonino"), she);
        await host.AcceptAsync(new AddOwnPasskey(OwnPasskeyTests.NewPasskey(), "Quorlitz Yubiquay"), she);
        await SendFromAsync(
            host,
            new SignIn(TestHost.NewSessionId(), "qorlitz@vimpel-two.example", TestHost.Password)
            {
                UserAgent = "Vellumfox/140.7 (Quorlitz OS)",
            },
            Actor.Anonymous
        );
        await SendFromAsync(
            host,
            new SignIn(TestHost.NewSessionId(), "qorlitz@vimpel-two.example", "a wrong one"),
            Actor.Anonymous
        );
        // As an actor: with a reason that belongs to another user's history, which stays, and with others.
        await SendFromAsync(host, new AssignRole(others[0], await RoleAsync(host)), she);
        await SendFromAsync(host, new AddUserClaim(others[1], "place", "second floor"), she);
        await SendFromAsync(host, new DisableUser(id), admin, "because Zyxwanda snores", "198.51.100.7");
        await SendFromAsync(host, new EnableUser(id), admin, address: "198.51.100.7");
        await SendFromAsync(
            host,
            new CreateRole(TestHost.NewId(), "A role of hers", null, []),
            she,
            "quarrel of the brontides"
        );
        await host.StartBulkAsync(
            // Changes nobody: the reason of a change belongs to whom it was about, and stays.
            BulkAction.Enable,
            [.. others.Skip(10).Take(5)],
            she,
            reason: "a bulk reason of lalochezia"
        );
        await host.RunBulkAsync();
        var what = new UserExport(TableFormat.Csv, ["name"]) { Search = "department:sesquipedalian" };
        var export = TestHost.NewId();
        await host.AcceptAsync(new StartExport(export, what), she);
        await host.AcceptAsync(new EndExport(export, id, what, 3, IsComplete: true));
        var importId = await host.PreviewAsync(
            "name,email,username\nZyxwanda Importata,zyx-import@vimpel-three.example,zyximport\n",
            actor: admin
        );
        await host.RunAsync(importId, admin);
        var imported = (await host.AskAsync(new ListUsers("zyximport"))).Value!.Items.ShouldHaveSingleItem();
        return [(id, "zedquor"), (imported.Id, imported.UserName)];
    }

    private static async Task<string> RoleAsync(TestHost host)
    {
        var id = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(id, "Readers of all", null, [UserAdmin.Roles.Permissions.UsersRead]));
        return id;
    }

    private static async Task SendFromAsync(
        TestHost host,
        ICommand command,
        Actor actor,
        string? reason = null,
        string address = Address
    )
    {
        var result = await host.Get<ICommandBus>()
            .SendAsync(
                command,
                new CommandContext(actor, Guid.CreateVersion7()) { Reason = reason, IpAddress = address },
                TestContext.Current.CancellationToken
            );
        result.Errors.ShouldBeEmpty();
    }

    private static async Task PurgeAsync(TestHost host, Actor admin, string id, string userName)
    {
        await host.AcceptAsync(new DeleteUser(id), admin);
        // Refused, which is recorded.
        await host.TrySignInAsync((await host.GetUserAsync(id)).Email);
        await host.Get<RefusedAttemptsRunner>().RunOnceAsync(TestContext.Current.CancellationToken);
        await host.AcceptAsync(new PurgeUser(id, userName), admin);
        await host.CatchUpAsync();
    }

    // The work that goes on beside the console.
    private static async Task RunAllAsync(TestHost host)
    {
        var stop = TestContext.Current.CancellationToken;
        await host.Get<RefusedAttemptsRunner>().RunOnceAsync(stop);
        await host.Get<MailRunner>().RunOnceAsync(stop);
        await host.CatchUpAsync();
        // The index is told after the position.
        await host.AskAsync(new ListUsers("judge"));
        host.Get<UserIndexSnapshotRunner>().RunOnce(isStopping: true);
        await TestHost.UntilAsync(() => host.Get<ErasureRunner>().RunOnceAsync(stop), "nobody reads or writes");
    }

    private static async Task HistoryIsErasedAsync(TestHost host, string id)
    {
        var rows = (await host.AskAsync(new GetUserHistory(id, Take: 200))).Value!.Items;
        rows.Where(row => row.EventType != nameof(UserPurged))
            .ShouldEachBe(row => row.What.EndsWith(", erased", StringComparison.Ordinal) && row.Changes.Count == 0);
        rows.ShouldContain(row => row.What == "Email changed, erased");
        rows.Single(row => row.EventType == nameof(UserPurged)).What.ShouldBe("Account removed for good");
        rows.Where(row => row.Reason is not null).ShouldEachBe(row => row.Reason == "erased");
        rows.Where(row => row.ActorId == id).ShouldEachBe(row => row.ActorName == "erased" && row.IpAddress == null);
        // Another person's address is still theirs.
        rows.Single(row => row.EventType == nameof(UserDisabled)).IpAddress.ShouldBe("198.51.100.7");
    }

    private static async Task<IReadOnlyList<(string Name, byte[] Bytes)>> FilesAsync(TestHost host)
    {
        var files = new List<(string, byte[])>();
        foreach (var path in Directory.GetFiles(host.Directory, "*", SearchOption.AllDirectories))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            files.Add((Path.GetRelativePath(host.Directory, path), bytes.ToArray()));
        }

        return files;
    }

    private static IEnumerable<byte[]> Forms(string text) =>
        new[] { text, UserText.Fold(text), text.ToLowerInvariant(), text.ToUpperInvariant() }
            .Distinct()
            .SelectMany(form => (byte[][])[Encoding.UTF8.GetBytes(form), Encoding.Unicode.GetBytes(form)]);

    private static bool Contains(byte[] bytes, byte[] text) => bytes.AsSpan().IndexOf(text) >= 0;
}
