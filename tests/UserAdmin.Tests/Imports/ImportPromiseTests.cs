using UserAdmin.Imports;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Imports;

/// <summary>The preview promises exactly what the run then does, for rows of every kind and any importer.</summary>
public sealed class ImportPromiseTests
{
    /// <summary>
    /// Rows of every kind, each with the expected code of its first error or its expected verdict if the importer has
    /// all permissions.
    /// </summary>
    private static readonly (string Line, string Expected)[] _rows =
    [
        ("new@example.com,new,New One,Sales,+49 30 1,en,Europe/Berlin,X-1", "Create"),
        ("ada@example.com,ada,Ada Countess,Engines,,,,", "Update"),
        ("same@example.com,same,same,,,,,", "Unchanged"),
        ("nobody,bad1,Bad,,,,,", "email.invalid"),
        ("bad2@example.com,bäd,Bad,,,,,", "user-name.characters"),
        ("bad3@example.com,,Bad,,,,,", "Create"),
        ("bad4@example.com,bad4,Bad,,call me,,,", "phone.invalid"),
        ("bad5@example.com,bad5,Bad,,,klingon!,,", "locale.invalid"),
        ("bad6@example.com,bad6,Bad,,,,Mars/Olympus,", "time-zone.invalid"),
        ("bad7@example.com,bad7,\u202Eevil,,,,,", "text.unsafe"),
        ($"bad8@example.com,bad8,{new string('x', 201)},,,,,", "text.too-long"),
        ("bad9@example.com,HR,Bad,,,,,", "users.user-name-taken"),
        ("bad10@example.com,bad10,Bad,,,,,HR-1", "users.external-id-taken"),
        ("deleted@example.com,deleted,Deleted,,,,,", "users.deleted"),
        ("boss@example.com,boss,Big Boss,,,,,", "Update"),
        ("twice@example.com,twice1,Twice,,,,,", "imports.repeated"),
        ("TWICE@example.com,twice2,Twice,,,,,", "imports.repeated"),
        (",nokey,No Key,,,,,", "imports.key-missing"),
        // The second row takes the old user name of the first. The third wants one that only a later row frees.
        ("gives@example.com,gave,gives,,,,,", "Update"),
        ("takes@example.com,gives,Takes,,,,,", "Create"),
        ("early@example.com,late,Early,,,,,", "users.user-name-taken"),
        ("late@example.com,later,late,,,,,", "Update"),
        ("=1+1,formula,Formula,,,,,", "email.invalid"),
        ("x' OR 1=1--@example.com,sql,Sql,,,,,", "email.invalid"),
        ("hostile@example.com,hostile,<script>alert(1)</script>,Robert'); DROP TABLE Users;--,,,,", "Create"),
        ("many@example.com,many,Many,,,,,,one,too many", "tables.too-many-values"),
    ];

    public static TheoryData<ImportMode, string> EveryModeAndActor =>
        new(
            from mode in Enum.GetValues<ImportMode>()
            from actor in (string[])["administrator", "helper"]
            select (mode, actor)
        );

    [Theory]
    [MemberData(nameof(EveryModeAndActor))]
    public async Task Import_OfRowsOfEveryKind_DoesWhatThePreviewPromised(ImportMode mode, string who)
    {
        await using var host = await TestHost.StartAsync();
        var actor = await PeopleAsync(host, who);

        var importId = await host.PreviewAsync(
            File(),
            options => options with { Mode = mode, MatchOn = ImportField.Email },
            actor
        );
        var promised = (await host.ListRowsAsync(importId)).Select(Said).OrderBy(row => row.Row).ToList();
        var counts = (await host.GetImportAsync(importId)).Promised;
        await host.RunAsync(importId, actor, changesHolders: true);

        (await host.ListRowsAsync(importId)).Select(Said).OrderBy(row => row.Row).ShouldBe(promised);
        var import = await host.GetImportAsync(importId);
        (import.Status, import.Done).ShouldBe((ImportStatus.Finished, counts));
        if ((mode, who) == (ImportMode.CreateAndUpdate, "administrator"))
        {
            promised.Select(row => row.Code ?? row.Verdict.ToString()).ShouldBe(_rows.Select(row => row.Expected));
        }

        // The log contains what was promised, and a second preview finds nothing left to do.
        host.ReadLog()
            .Count(record =>
                record.Type == nameof(UserCreated) && record.CorrelationId == CommandContext.BatchPrefix + importId
            )
            .ShouldBe(counts.Created);
        var again = await host.GetImportAsync(
            await host.PreviewAsync(File(), options => options with { MatchOn = ImportField.Email }, actor)
        );
        if (mode == ImportMode.CreateAndUpdate)
        {
            again.Promised.Updated.ShouldBe(0);
        }
    }

    [Fact]
    public async Task Import_BySomebodyWhoHoldsLess_LeavesThoseWhoHoldMoreAlone()
    {
        await using var host = await TestHost.StartAsync();
        var helper = await PeopleAsync(host, "helper");

        var importId = await host.PreviewAsync(File(), options => options with { MatchOn = ImportField.Email }, helper);

        (await host.ListRowsAsync(importId))
            .Single(row => row.Name == "Big Boss")
            .Errors.ShouldBe([UserErrors.HoldsMore]);
    }

    [Fact]
    public async Task Import_WhenSomebodyChangesTheSameFieldAfterThePreview_LeavesTheRowAlone()
    {
        await using var host = await TestHost.StartAsync();
        var (ada, bob) = (await host.CreateUserAsync("ada"), await host.CreateUserAsync("bob"));
        var importId = await host.PreviewAsync(
            "email,job title,department\nada@example.com,Countess,Engines\nbob@example.com,Builder,Works\n"
        );
        await host.AcceptAsync(new UpdateUserProfile(ada, "ada", long.MaxValue) { JobTitle = "Mathematician" });
        await host.AcceptAsync(new UpdateUserProfile(bob, "Bob the Builder", long.MaxValue));

        await host.RunAsync(importId);

        (await host.GetUserAsync(ada)).JobTitle.ShouldBe("Mathematician");
        var other = await host.GetUserAsync(bob);
        (other.DisplayName, other.JobTitle, other.Department).ShouldBe(("Bob the Builder", "Builder", "Works"));
        var rows = await host.ListRowsAsync(importId);
        rows.Select(row => row.Verdict).ShouldBe([ImportVerdict.Refused, ImportVerdict.Update]);
        rows[0].Reason.ShouldNotBeNull().ShouldContain("JobTitle");
        host.ReadLog()
            .Where(record => record.Type == nameof(ImportProgressed))
            .ShouldEachBe(record => !record.Payload.Contains("Mathematician"));
        (await host.GetImportAsync(importId)).Done.ShouldBe(new ImportCounts(0, 1, 0, 1));
    }

    private static string File() =>
        "email,user name,display name,department,phone,locale,time zone,external id\n"
        + string.Concat(_rows.Select(row => row.Line + "\n"));

    private static (int Row, ImportVerdict Verdict, string? Reason, string? Code) Said(ImportItem row) =>
        (row.Row, row.Verdict, row.Reason, row.Errors.Count > 0 ? row.Errors[0].Code : null);

    private static async Task<Actor> PeopleAsync(TestHost host, string who)
    {
        foreach (var name in (string[])["ada", "same", "gives", "late"])
        {
            await host.CreateUserAsync(name);
        }

        await host.AcceptAsync(new CreateUser(TestHost.NewId(), "hr", "hr@example.com", "HR") { ExternalId = "HR-1" });
        await host.AcceptAsync(new DeleteUser(await host.CreateUserAsync("deleted")));
        await host.CreateAdministratorAsync("boss");
        return who == "administrator"
            ? await host.CreateAdministratorAsync()
            : await host.CreateActorAsync(
                "helper",
                Permissions.UsersImport,
                Permissions.UsersCreate,
                Permissions.UsersEdit,
                Permissions.UsersRead
            );
    }
}
