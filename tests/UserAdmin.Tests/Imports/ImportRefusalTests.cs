using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Tables;
using UserAdmin.Users;

namespace UserAdmin.Tests.Imports;

/// <summary>Files and options that are refused, after which nothing of them is left.</summary>
public sealed class ImportRefusalTests
{
    [Theory]
    [InlineData("", "tables.empty")]
    [InlineData("<html><body>Sign in</body></html>", "tables.web-page")]
    [InlineData("PK\u0003\u0004 cut off", "tables")]
    public async Task ReceiveImportFile_WithWhatIsNoTable_IsRefusedAndLeavesNothing(string text, string code)
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var before = host.DumpWrite();

        var result = await host.TryReceiveAsync(TestHost.NewId(), text);

        result.Errors.ShouldHaveSingleItem().Code.ShouldStartWith(code);
        host.DumpWrite().ShouldBe(before);
        Folders(host).ShouldBeEmpty();
    }

    [Fact]
    public async Task ReceiveImportFile_ByWhoMayNotOrWithAHostileId_LeavesNothing()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var nobody = await host.CreateActorAsync("nobody", Permissions.UsersRead);

        (await host.TryReceiveAsync(TestHost.NewId(), "email\na@example.com\n", nobody)).Errors.ShouldBe([
            MessagingErrors.NotPermitted(Permissions.UsersImport),
        ]);
        (await host.TryReceiveAsync("../../etc", "email\na@example.com\n"))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("id.invalid");
        (await host.TryReceiveAsync(TestHost.NewId(), "email\na@example.com\n", fileName: "a\0b.csv"))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("imports.file-name-invalid");

        Folders(host).ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_OfAFileThatIsDamagedFurtherDown_FailsAndLeavesNothingOnDisk()
    {
        await using var host = await TestHost.StartAsync();

        // The mistake is below the rows that are read while the person waits.
        var importId = await host.ReceiveAsync(
            $"email,name\n{string.Concat(Enumerable.Range(0, 50).Select(number => $"a{number}@example.com,A\n"))}b@example.com,\"never "
                + $"closed\n"
        );

        var import = await host.GetImportAsync(importId);
        (import.Status, import.IsOver, import.Error).ShouldBe(
            (ImportStatus.Failed, true, TableErrors.OpenQuote(52).Message)
        );
        Folders(host).ShouldBeEmpty();
    }

    [Fact]
    public async Task ConfigureImport_WithoutAFieldThatFindsTheAccount_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveAsync("email,name\na@example.com,Ada\n");

        var result = await host.SendAsync(
            new ConfigureImport(importId, new ImportOptions { Columns = [ImportField.Email, null], MatchOn = default })
        );

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe("imports.options-invalid");
    }

    [Fact]
    public async Task ConfigureImport_OfAColumnOfClearPasswords_IsRefusedAndItsCellsWereNeverKept()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveAsync("email,Passwort\na@example.com,tulip anchor maple\n");

        var result = await host.SendAsync(
            new ConfigureImport(importId, new ImportOptions { Columns = [ImportField.Email, ImportField.PasswordHash] })
        );

        result.Errors.ShouldBe([ImportErrors.ClearPasswords("Passwort")]);
        await host.CatchUpAsync();
        var column = (await host.AskAsync(new GetImportSample(importId))).Value![1];
        (column.IsClearPassword, column.Values[0]).ShouldBe((true, null));
        host.IsOnDisk("a@example.com").ShouldBeTrue();
        host.IsOnDisk("tulip anchor").ShouldBeFalse();
    }

    [Fact]
    public async Task Import_OfClearPasswordsUnderAnotherTitle_RefusesThoseRows()
    {
        await using var host = await TestHost.StartAsync();

        var importId = await host.PreviewAsync(
            "email,PasswordHash\na@example.com,tulip anchor maple\nb@example.com,AQAAAAEAACcQAAAAEA==\n"
        );

        (await host.ListRowsAsync(importId)).ShouldEachBe(row => row.Errors.Contains(ImportErrors.NotAHash));
    }

    public static TheoryData<ImportOptions, Error> BadOptions =>
        new()
        {
            {
                new() { Columns = [ImportField.Email] },
                ImportErrors.ColumnsInvalid
            },
            {
                new() { Columns = [ImportField.Email, ImportField.Email] },
                ImportErrors.ColumnsInvalid
            },
            {
                new() { Columns = [new ImportField(nameof(UserRow.DisplayName)), null] },
                ImportErrors.KeyNotMapped
            },
            {
                new() { Columns = [ImportField.Email, null], MatchOn = new ImportField(nameof(UserRow.Department)) },
                ImportErrors.KeyInvalid
            },
            {
                new() { Columns = [ImportField.UserName, null], MatchOn = ImportField.UserName },
                ImportErrors.EmailNotMapped
            },
            {
                new() { Columns = [ImportField.Email, null], Mode = ImportMode.UpdateOnly },
                ImportErrors.NothingMapped
            },
            {
                new() { Columns = [ImportField.Email, null], RoleIds = ["1", "1"] },
                ImportErrors.RolesInvalid
            },
            {
                new() { Columns = [ImportField.Email, null], RoleIds = ["none"] },
                RoleErrors.NotFound with
                {
                    Field = nameof(ImportOptions.RoleIds),
                }
            },
        };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public async Task ConfigureImport_WithOptionsThatDoNotFit_IsRefused(ImportOptions options, Error error)
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveAsync("one,two\na@example.com,A\n");

        (await host.SendAsync(new ConfigureImport(importId, options))).Errors.ShouldBe([error]);
    }

    [Fact]
    public async Task ConfigureImport_BySomebodyWhoMayNotCreateOrGiveTheRole_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var helper = await host.CreateActorAsync(
            "helper",
            Permissions.UsersImport,
            Permissions.UsersEdit,
            Permissions.RolesAssign
        );
        var admin = await host.CreateAdministratorAsync();
        var role = (await host.AskAsync(new UserAdmin.Roles.Queries.ListUserRoles(admin.Id))).Value!.Items[0].RoleId;
        var importId = await host.ReceiveAsync("email,name\na@example.com,A\n", helper);
        var options = new ImportOptions { Columns = [ImportField.Email, new ImportField(nameof(UserRow.DisplayName))] };

        (await host.SendAsync(new ConfigureImport(importId, options), helper)).Errors.ShouldBe([
            MessagingErrors.NotPermitted(Permissions.UsersCreate),
        ]);
        (
            await host.SendAsync(
                new ConfigureImport(importId, options with { Mode = ImportMode.UpdateOnly, RoleIds = [role] }),
                helper
            )
        )
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe(RoleErrors.GrantsMore.Code);
        (await host.SendAsync(new StartImport(importId), admin)).Errors.ShouldBe([ImportErrors.OutOfStep]);
    }

    private static IReadOnlyList<string> Folders(TestHost host) => host.Get<IImportStorage>().All();

    [Fact]
    public async Task WriteRefused_BeforeThePreviewOrForWhoMayNotRead_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var helper = await host.CreateActorAsync("helper", Permissions.UsersImport);
        var importId = await host.ReceiveAsync("email,name\na@example.com,A\n");
        await host.CatchUpAsync();
        using var report = new MemoryStream();

        (
            await host.Get<IImportFiles>()
                .WriteRefusedAsync(
                    importId,
                    TableFormat.Csv,
                    report,
                    Actor.System,
                    TestContext.Current.CancellationToken
                )
        ).ShouldBe(ImportErrors.OutOfStep);
        (
            await host.Get<IImportFiles>()
                .WriteRefusedAsync(importId, TableFormat.Csv, report, helper, TestContext.Current.CancellationToken)
        ).ShouldBe(MessagingErrors.NotPermitted(Permissions.UsersRead));
        (
            await host.Get<IQueryBus>()
                .AskAsync(new ListImportRows(importId), new QueryContext(helper), TestContext.Current.CancellationToken)
        ).Refusal.ShouldBe(MessagingErrors.NotPermitted(Permissions.UsersRead));
        report.Length.ShouldBe(0);
    }

    [Fact]
    public async Task Tidy_OfAFolderThatNoImportKnows_WaitsADay()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var (storage, importId) = (host.Get<IImportStorage>(), TestHost.NewId());
        await (await storage.ReceiveAsync(importId, TestContext.Current.CancellationToken)).DisposeAsync();
        var tidying = host.Get<ImportTidying>();

        await tidying.TidyAsync(TestContext.Current.CancellationToken);
        storage.Exists(importId).ShouldBeTrue();
        TestProvider.AgeImport(host, importId, TimeSpan.FromDays(2));
        await tidying.TidyAsync(TestContext.Current.CancellationToken);

        storage.Exists(importId).ShouldBeFalse();
    }
}
