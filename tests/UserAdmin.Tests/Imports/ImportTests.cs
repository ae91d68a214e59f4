using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Imports;

/// <summary>Imports from the file to the report.</summary>
public sealed class ImportTests
{
    private const string People = """
        Email;Vorname;Nachname;Abteilung;Personalnummer
        ada@example.com;Ada;Lovelace;Engines;1
        bob@example.com;Bob;Builder;Works;2
        eve@example;Eve;;;3
        """;

    [Fact]
    public async Task Import_OfAFileWithGermanTitles_CreatesWhatThePreviewPromised()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var importId = await host.PreviewAsync(People, options => options with { MatchOn = ImportField.Email }, admin);
        var preview = await host.GetImportAsync(importId);

        await host.RunAsync(importId, admin);

        (preview.Status, preview.Rows, preview.Promised).ShouldBe(
            (ImportStatus.Previewed, 3, new ImportCounts(2, 0, 0, 1))
        );
        var import = await host.GetImportAsync(importId);
        (import.Status, import.Done, import.ActorName).ShouldBe((ImportStatus.Finished, preview.Promised, "admin"));
        var rows = await host.ListRowsAsync(importId);
        rows.Select(row => (row.Row, row.Verdict, row.IsDone))
            .ShouldBe([
                (2, ImportVerdict.Create, true),
                (3, ImportVerdict.Create, true),
                (4, ImportVerdict.Refused, true),
            ]);
        rows[2].Errors.ShouldHaveSingleItem().Field.ShouldBe("Email");
        var ada = await host.GetUserAsync(rows[0].UserId!);
        (ada.DisplayName, ada.UserName, ada.Department, ada.ExternalId, ada.HasPassword).ShouldBe(
            ("Ada Lovelace", "ada@example.com", "Engines", "1", false)
        );
        var history = (await host.AskAsync(new GetUserHistory(ada.Id))).Value!.Items.ShouldHaveSingleItem();
        (history.EventType, history.ActorName, history.BatchId, history.IsOfImport).ShouldBe(
            ("UserCreated", "admin", importId, true)
        );
    }

    [Fact]
    public async Task Import_OfTheSameFileAgain_LeavesEverybodyAsTheyAre()
    {
        await using var host = await TestHost.StartAsync();
        await host.RunAsync(await host.PreviewAsync(People));
        var users = host.ReadLog().Count(record => record.Type.StartsWith("User", StringComparison.Ordinal));

        var again = await host.PreviewAsync(People);
        await host.RunAsync(again);

        var import = await host.GetImportAsync(again);
        (import.Status, import.Done).ShouldBe((ImportStatus.Finished, new ImportCounts(0, 0, 2, 1)));
        host.ReadLog().Count(record => record.Type.StartsWith("User", StringComparison.Ordinal)).ShouldBe(users);
    }

    [Fact]
    public async Task Import_ThatUpdates_ShowsBeforeAndAfterAndChangesOnlyThat()
    {
        await using var host = await TestHost.StartAsync();
        var id = TestHost.NewId();
        await host.AcceptAsync(
            new CreateUser(id, "ada", "ada@example.com", "Ada")
            {
                JobTitle = "Countess",
                Department = "Engines",
                PhoneNumber = "+44 1",
            }
        );
        var stamp = (await host.GetUserAsync(id)).Version;

        var importId = await host.PreviewAsync(
            "user name,email,job title,department\nADA,lovelace@example.com,,Research\n",
            options => options with { MatchOn = ImportField.UserName }
        );
        var row = (await host.ListRowsAsync(importId)).ShouldHaveSingleItem();
        await host.RunAsync(importId);

        row.Verdict.ShouldBe(ImportVerdict.Update);
        row.Changes.ShouldBe([
            new FieldChange("Email", "ada@example.com", "lovelace@example.com"),
            new FieldChange("Department", "Engines", "Research"),
        ]);
        var ada = await host.GetUserAsync(id);
        (ada.UserName, ada.Email, ada.EmailConfirmed, ada.JobTitle, ada.Department, ada.PhoneNumber).ShouldBe(
            ("ada", "lovelace@example.com", false, "Countess", "Research", "+44 1")
        );
        host.ReadLog()
            .Where(record => record.SubjectId == id && record.Position > stamp)
            .Select(record => record.Type)
            .ShouldBe(["UserProfileChanged", "UserEmailChanged"]);
    }

    [Fact]
    public async Task Import_WithEmptyCellsThatClear_ClearsWhatMayBeEmpty()
    {
        await using var host = await TestHost.StartAsync();
        var id = TestHost.NewId();
        await host.AcceptAsync(
            new CreateUser(id, "ada", "ada@example.com", "Ada") { JobTitle = "Countess", PhoneNumber = "+44 1" }
        );

        await host.RunAsync(
            await host.PreviewAsync(
                "email,display name,job title,phone\nada@example.com,,,\n",
                options => options with { EmptyCells = EmptyCells.Clear }
            )
        );

        var ada = await host.GetUserAsync(id);
        (ada.DisplayName, ada.JobTitle, ada.PhoneNumber).ShouldBe(("Ada", null, null));
    }

    [Fact]
    public async Task Import_ThatInvitesAndGivesARole_DoesBothButInvitesNobodyWithAHash()
    {
        await using var host = await TestHost.StartAsync();
        var roleId = TestHost.NewId();
        await host.AcceptAsync(new CreateRole(roleId, "Helpers", null, [Permissions.UsersRead]));
        var old = await host.CreateUserAsync("old");
        var hash = new Microsoft.AspNetCore.Identity.PasswordHasher<User>().HashPassword(new User(), TestHost.Password);

        var importId = await host.PreviewAsync(
            $"email,PasswordHash\nold@example.com,\nnew@example.com,\nhashed@example.com,{hash}\n",
            options => options with { Invites = true, RoleIds = [roleId] }
        );
        var rows = await host.ListRowsAsync(importId);
        await host.RunAsync(importId);

        rows[0].Changes.ShouldBe([new FieldChange("Role", null, "Helpers")]);
        (await host.AskAsync(new ListRoleMembers(roleId))).Value!.Total.ShouldBe(3);
        (await host.GetUserAsync(old)).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Active);
        (await host.GetUserAsync(rows[1].UserId!)).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Invited);
        (await host.GetUserAsync(rows[2].UserId!)).StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Active);
        await host.SignInAsync("hashed@example.com");
        host.ReadLog().ShouldEachBe(record => !record.Payload.Contains(hash));
        rows[2].Cells.ShouldNotContain(hash);
        host.IsOnDisk("hashed@example.com").ShouldBeTrue();
        host.IsOnDisk(hash[..10]).ShouldBeFalse();
    }

    [Fact]
    public async Task Import_OfAFileWithKnownTitles_RemembersWhatThePersonChose()
    {
        await using var host = await TestHost.StartAsync();
        var (admin, other) = (await host.CreateAdministratorAsync(), await host.CreateAdministratorAsync("other"));
        const string Odd = "adresse électronique|wie heisst er\nada@example.com|Ada\n";
        await host.PreviewAsync(
            Odd,
            options => options with { Columns = [ImportField.Email, new ImportField(nameof(UserRow.DisplayName))] },
            admin
        );

        var mine = await host.GetImportAsync(await host.ReceiveAsync(Odd, admin));
        var theirs = await host.GetImportAsync(await host.ReceiveAsync(Odd, other));

        (mine.IsRemembered, theirs.IsRemembered).ShouldBe((true, false));
        mine.Options!.Columns.ShouldBe([ImportField.Email, new ImportField(nameof(UserRow.DisplayName))]);
        theirs.Options!.Columns.ShouldBe([ImportField.Email, null]);
    }

    [Fact]
    public async Task Import_Report_HoldsTheRefusedRowsWithTheirReasonAndComesBackCorrected()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewAsync(People);
        await host.RunAsync(importId);

        var report = await host.ReportAsync(importId);
        var again = await host.PreviewAsync(
            report.Replace("eve@example,", "eve@example.com,", StringComparison.Ordinal)
        );
        await host.RunAsync(again);

        report.ShouldStartWith("Email,Vorname,Nachname,Abteilung,Personalnummer,Refused because");
        report.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        (await host.GetUserAsync((await host.ListRowsAsync(again)).ShouldHaveSingleItem().UserId!)).ExternalId.ShouldBe(
            "3"
        );
    }

    [Fact]
    public async Task DeleteImportRows_OfAnImportThatIsOver_LeavesNoPersonalDataOnDisk()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewAsync(People);
        await host.RunAsync(importId);

        await host.AcceptAsync(new DeleteImportRows(importId));

        host.Get<IImportStorage>().Exists(importId).ShouldBeFalse();
        TestProvider.KeptOfImports(host).ShouldBeEmpty();
        (await host.GetImportAsync(importId)).IsDeleted.ShouldBeTrue();
        (await host.AskAsync(new ListImportRows(importId))).Value!.Items.ShouldBeEmpty();
    }
}
