using UserAdmin.Account;
using UserAdmin.Account.Commands;
using UserAdmin.Exports;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Tables;
using UserAdmin.Tests.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Imports;

/// <summary>Users who are blocked or deleted in another system do not become active by an import.</summary>
public sealed class ImportStateTests
{
    [Theory]
    [InlineData("accountEnabled", "TRUE", UserState.Active)]
    [InlineData("accountEnabled", "False", UserState.Disabled)]
    [InlineData("Block sign in (Yes/No) [accountEnabled] Required", "No", UserState.Active)]
    [InlineData("Block sign in (Yes/No) [accountEnabled] Required", "Yes", UserState.Disabled)]
    [InlineData("is_active", "0", UserState.Disabled)]
    [InlineData("is_active", "t", null)]
    [InlineData("Enabled", "nein", UserState.Disabled)]
    [InlineData("blocked", "true", UserState.Disabled)]
    [InlineData("blocked", "", UserState.Active)]
    [InlineData("suspended", "1", UserState.Disabled)]
    [InlineData("suspended_at", "2025-03-01T08:00:00Z", UserState.Disabled)]
    [InlineData("IsLockedOut", "True", UserState.Disabled)]
    [InlineData("deleted", "1", UserState.Deleted)]
    [InlineData("deletedAt", "2025-03-01", UserState.Deleted)]
    [InlineData("Status [READ ONLY]", "Suspended", UserState.Disabled)]
    [InlineData("Status", "ACTIVE", UserState.Active)]
    [InlineData("status", "DEPROVISIONED", UserState.Disabled)]
    [InlineData("status", "LOCKED_OUT", UserState.Disabled)]
    [InlineData("status", "STAGED", UserState.Disabled)]
    [InlineData("Статус", "заблокирован", UserState.Disabled)]
    [InlineData("Kontostatus", "gelöscht", UserState.Deleted)]
    [InlineData("State", "locked", UserState.Disabled)]
    [InlineData("State", "invited", UserState.Disabled)]
    [InlineData("LockoutEnd", "9999-12-31 23:59:59.9999999 +00:00", UserState.Disabled)]
    [InlineData("LockoutEnd", "2090-01-01 00:00:00 +00:00", UserState.Locked)]
    [InlineData("LockoutEnd", "2020-01-01 00:00:00 +00:00", UserState.Active)]
    [InlineData("LockoutEnd", "NULL", UserState.Active)]
    [InlineData("accountEnabled", "perhaps", null)]
    [InlineData("accountEnabled", "", null)]
    public async Task AColumnThatSaysWhoMaySignIn_IsImported_OrItsRowIsRefused(
        string title,
        string value,
        UserState? expected
    )
    {
        await using var host = await TestHost.StartAsync();
        // A second row is needed for columns that are recognised by their values.
        var other =
            title is "State" or "Status" or "status" or "Статус" or "Kontostatus"
            || title.StartsWith("Status", StringComparison.Ordinal)
                ? "active"
            : title is "LockoutEnd" ? "2021-01-01"
            : "true";
        var importId = await host.PreviewAsync(
            $"email,{title}\na@example.com,{value}\nb@example.com,{other}\n",
            options => options with { MatchOn = ImportField.Email }
        );
        await host.RunAsync(importId);

        var row = (await host.ListRowsAsync(importId)).Single(row => row.Row == 2);
        row.Verdict.ShouldBe(expected is null ? ImportVerdict.Refused : ImportVerdict.Create);
        if (expected is { } state)
        {
            (await host.GetUserAsync(row.UserId!)).StateAt(DateTimeOffset.UtcNow).ShouldBe(state);
            row.Changes.Any(change => change.Field == "State").ShouldBe(state != UserState.Active);
        }
    }

    [Fact]
    public async Task LockedWithoutATime_OfAnExistingUser_DisablesThem_AndATimeInAnotherColumnCounts()
    {
        await using var host = await TestHost.StartAsync();
        string[] names = ["ada", "bea", "cleo"];
        var ids = new List<string>();
        foreach (var name in names)
        {
            ids.Add(await host.CreateUserAsync(name));
        }

        await host.AcceptAsync(new LockUser(ids[2], DateTimeOffset.UtcNow.AddDays(2)));
        var importId = await host.PreviewAsync(
            "email,State,LockoutEnd\nada@example.com,locked,\nbea@example.com,locked,2090-01-01\ncleo@example.com,locked,\n",
            options => options with { MatchOn = ImportField.Email }
        );
        await host.RunAsync(importId);

        var states = new List<UserState>();
        foreach (var id in ids)
        {
            states.Add((await host.GetUserAsync(id)).StateAt(DateTimeOffset.UtcNow));
        }

        states.ShouldBe([UserState.Disabled, UserState.Locked, UserState.Locked]);
    }

    [Theory]
    [InlineData("04-entra-users.csv", "old.account04@example.com")]
    [InlineData("05-google-workspace.csv", "bo.holm05@example.com")]
    [InlineData("06-moodle.csv", "gone06@example.com")]
    [InlineData("06-auth0.ndjson", "bad06@example.com")]
    [InlineData("03-entra-template.csv", "tom.frey03@example.com")]
    [InlineData("aspnetusers-sqlite.csv", "zita.mueller@example.com")]
    [InlineData("powershell-export-csv-type.csv", "zoe.mueller@example.com")]
    public async Task AFileOfAnotherSystem_DisablesWhoIsBlockedThere(string file, string email)
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveFileAsync(TableFolder.Input(file));
        var options = (await host.GetImportAsync(importId)).Options!;
        options.Columns.ShouldContain(field => field != null && ImportStates.Fields.Contains(field.Value));

        // In Entra's templates the sign-in name is the only address; nested values are not tested here.
        var columns = options.Columns.Contains(ImportField.Email)
            ? options.Columns
            : [.. options.Columns.Select(field => field == ImportField.UserName ? ImportField.Email : field)];
        await host.PreviewReadAsync(
            importId,
            _ =>
                options with
                {
                    MatchOn = ImportField.Email,
                    Columns =
                    [
                        .. columns.Select(field =>
                            field?.Name is nameof(UserRow.Locale) or nameof(UserRow.TimeZone) or nameof(UserRow.Id)
                                ? null
                                : field
                        ),
                    ],
                }
        );
        var row = (await host.ListRowsAsync(importId)).Single(row => row.Cells.Contains(email));
        (row.Reason, row.Changes.LastOrDefault(change => change.Field == "State")?.To).ShouldBe(
            (null, "disabled"),
            row.Reason
        );
        await host.RunAsync(importId);

        (await host.GetUserAsync((await host.ListRowsAsync(importId)).Single(one => one.Row == row.Row).UserId!))
            .StateAt(DateTimeOffset.UtcNow)
            .ShouldBe(UserState.Disabled);
    }

    [Fact]
    public async Task ConfigureImport_LeavingAStateColumnOut_StopsAndAsks()
    {
        await using var host = await TestHost.StartAsync();
        foreach (
            var (title, one, two) in new[]
            {
                ("Status", "A", "S"),
                ("userAccountControl", "512", "514"),
                ("Anmerkung", "aktiv", "gesperrt"),
                ("blocked", "true", "false"),
            }
        )
        {
            var importId = await host.ReceiveAsync($"email,{title}\na@example.com,{one}\nb@example.com,{two}\n");
            var options = new ImportOptions { Columns = [ImportField.Email, null] };

            (await host.SendAsync(new ConfigureImport(importId, options))).Errors.ShouldBe([
                ImportErrors.StatesIgnored([title]),
            ]);
            (
                await host.SendAsync(new ConfigureImport(importId, options with { IgnoresStates = true }))
            ).Errors.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("city,state\nBerlin,BE\nParis,IDF\n")]
    [InlineData("city,state\nBerlin,\nParis,\n")]
    [InlineData("city,user_status\nBerlin,0\nParis,0\n")]
    public async Task ConfigureImport_LeavingAnotherColumnOut_AsksNothing(string table)
    {
        await using var host = await TestHost.StartAsync();
        var lines = table.Split('\n');
        var importId = await host.PreviewAsync(
            $"email,{lines[0]}\na@example.com,{lines[1]}\nb@example.com,{lines[2]}\n",
            options => options with { MatchOn = ImportField.Email }
        );
        (await host.GetImportAsync(importId)).Promised.ShouldBe(new ImportCounts(2, 0, 0, 0));
    }

    [Theory]
    [InlineData(TableFormat.Csv)]
    [InlineData(TableFormat.Xlsx)]
    [InlineData(TableFormat.JsonLines)]
    public async Task OurOwnExport_IntoAnEmptyConsole_ReactivatesNobody(TableFormat format)
    {
        await using var host = await TestHost.StartAsync();
        var ids = new Dictionary<UserState, string>();
        foreach (var state in Enum.GetValues<UserState>())
        {
            ids[state] = await host.CreateUserAsync(state.ToString().ToLowerInvariant());
        }

        await host.AcceptAsync(new DisableUser(ids[UserState.Disabled]));
        await host.AcceptAsync(new DeleteUser(ids[UserState.Deleted]));
        await host.AcceptAsync(new LockUser(ids[UserState.Locked], DateTimeOffset.UtcNow.AddDays(2)));
        await host.AcceptAsync(new InviteUser(ids[UserState.Invited]));
        await host.CatchUpAsync();
        var what = new UserExport(format, [.. UserColumns.All.Select(column => column.Key)])
        {
            Search = "state:active,disabled,deleted,locked,invited",
        };
        var writer = host.Get<ExportWriter>();
        using var file = new MemoryStream();
        var keys = (
            await writer.BeginAsync(what, new QueryContext(Actor.System), TestContext.Current.CancellationToken)
        ).Value!;
        await writer.WriteAsync(
            what,
            keys,
            file,
            new QueryContext(Actor.System),
            _ => { },
            TestContext.Current.CancellationToken
        );

        await using var empty = await TestHost.StartAsync();
        var importId = await empty.PreviewReadAsync(await empty.ReceiveFileAsync(file.ToArray()));
        await empty.RunAsync(importId);

        var import = await empty.GetImportAsync(importId);
        import.Done.Refused.ShouldBe(
            0,
            string.Join('\n', (await empty.ListRowsAsync(importId)).Select(row => row.Reason))
        );
        var now = DateTimeOffset.UtcNow;
        (await empty.GetUserAsync(ids[UserState.Active])).StateAt(now).ShouldBe(UserState.Active);
        (await empty.GetUserAsync(ids[UserState.Disabled])).StateAt(now).ShouldBe(UserState.Disabled);
        (await empty.GetUserAsync(ids[UserState.Deleted])).StateAt(now).ShouldBe(UserState.Deleted);
        (await empty.GetUserAsync(ids[UserState.Locked])).StateAt(now).ShouldNotBe(UserState.Active);
        (await empty.GetUserAsync(ids[UserState.Invited])).StateAt(now).ShouldNotBe(UserState.Active);
        empty.ReadLog().Count(record => record.Type == nameof(UserDeleted)).ShouldBe(1);
    }

    [Fact]
    public async Task AnExistingAccount_IsDisabledByTheRulesOfTheCommand_AndNeverEnabled()
    {
        await using var host = await TestHost.StartAsync();
        var (ada, bob, gone) = (
            await host.CreateUserAsync("ada", TestHost.Password),
            await host.CreateUserAsync("bob"),
            await host.CreateUserAsync("gone")
        );
        await host.AcceptAsync(new DisableUser(bob));
        var session = TestHost.NewSessionId();
        await host.AcceptAsync(new SignIn(session, "ada@example.com", TestHost.Password), Actor.Anonymous);

        var importId = await host.PreviewAsync(
            "email,state\nada@example.com,disabled\nbob@example.com,active\ngone@example.com,deleted\n"
        );
        var promised = (await host.ListRowsAsync(importId)).Select(row => row.Changes.SingleOrDefault()?.To).ToList();
        await host.RunAsync(importId);

        promised.ShouldBe(["disabled", null, "deleted"]);
        var now = DateTimeOffset.UtcNow;
        (await host.GetUserAsync(ada)).StateAt(now).ShouldBe(UserState.Disabled);
        (await host.GetUserAsync(bob)).StateAt(now).ShouldBe(UserState.Disabled);
        var deleted = await host.GetUserAsync(gone);
        (deleted.StateAt(now), deleted.PurgeAt > now).ShouldBe((UserState.Deleted, true));
        (await host.Get<ISessions>().FindAsync(session)).ShouldBeNull();
        host.ReadLog()
            .Where(record => record.SubjectId == ada)
            .Select(record => record.Type)
            .ShouldContain(nameof(UserDisabled));
        (
            await host.GetImportAsync(
                await host.PreviewAsync(
                    "email,state\nada@example.com,disabled\nbob@example.com,active\ngone@example.com,deleted\n"
                )
            )
        ).Promised.ShouldBe(new ImportCounts(0, 0, 3, 0));
    }

    [Fact]
    public async Task Import_BySomebodyWhoMayNotDisable_RefusesThoseRows()
    {
        await using var host = await TestHost.StartAsync();
        var helper = await host.CreateActorAsync(
            "helper",
            Permissions.UsersImport,
            Permissions.UsersCreate,
            Permissions.UsersEdit,
            Permissions.UsersRead,
            Permissions.UsersDisable
        );
        var importId = await host.PreviewAsync(
            "email,state\na@example.com,disabled\nb@example.com,deleted\nc@example.com,active\n",
            options => options with { MatchOn = ImportField.Email },
            helper
        );

        var rows = await host.ListRowsAsync(importId);
        rows.Select(row => row.Verdict).ShouldBe([ImportVerdict.Create, ImportVerdict.Refused, ImportVerdict.Create]);
        rows[1].Errors.ShouldBe([MessagingErrors.NotPermitted(Permissions.UsersDelete)]);
    }

    [Fact]
    public async Task TheLastAdministrator_IsNotDisabledByAnImport()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateAdministratorAsync("one");
        await host.CreateAdministratorAsync("two");
        var importId = await host.PreviewAsync("email,state\none@example.com,disabled\ntwo@example.com,disabled\n");
        (await host.SendAsync(new StartImport(importId, ChangesHolders: true))).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();

        var rows = await host.ListRowsAsync(importId);
        rows.OrderBy(row => row.Row).Select(row => row.Verdict).ShouldBe([ImportVerdict.Update, ImportVerdict.Refused]);
        rows.Single(row => row.Row == 3).Errors.ShouldBe([UserErrors.LastAdministrator]);
    }

    [Fact]
    public async Task SomebodyWhoWasEnabledAfterThePreview_StaysEnabled()
    {
        await using var host = await TestHost.StartAsync();
        var ada = await host.CreateUserAsync("ada");
        var importId = await host.PreviewAsync("email,state\nada@example.com,disabled\n");
        await host.AcceptAsync(new DisableUser(ada));
        await host.AcceptAsync(new EnableUser(ada));

        await host.RunAsync(importId);

        (await host.GetUserAsync(ada)).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Active);
        (await host.GetImportAsync(importId)).Done.Refused.ShouldBe(1);
    }
}
