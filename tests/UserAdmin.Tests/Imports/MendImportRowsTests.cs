using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Messaging;
using UserAdmin.Tables;
using UserAdmin.Tests.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Imports;

/// <summary>Refused rows are corrected in the preview and judged again with all others.</summary>
public sealed class MendImportRowsTests
{
    private const string File = """
        Email,Name,State,Password hash
        ada@example.org,Ada Lovelace,active,
        grace.example.org,Grace Hopper,active,
        mary@example.org,Mary Jackson,somehow,
        ann@example.org,Ann One,active,
        ann@example.org,Ann Two,active,
        dot@example.org,Dorothy Vaughan,somehow,
        """;

    [Fact]
    public async Task MendImportRows_OfRefusedRows_JudgesAllRowsAgain()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await PreviewAsync(host);
        (await host.GetImportAsync(importId)).Promised.ShouldBe(new ImportCounts(1, 0, 0, 5));

        (
            await host.SendAsync(
                new MendImportRows(
                    importId,
                    [new(3, 0, "grace@example.org"), new(4, 2, "disabled"), new(6, 0, "ann.two@example.org")]
                )
            )
        ).Errors.ShouldBeEmpty();
        (await host.GetImportAsync(importId)).Status.ShouldBe(ImportStatus.Previewing);
        await host.RunImportsAsync();

        var import = await host.GetImportAsync(importId);
        import.Status.ShouldBe(ImportStatus.Previewed);
        // The fifth row had the address of the sixth, so it may have it now.
        import.Promised.ShouldBe(new ImportCounts(5, 0, 0, 1));
        (await host.SendAsync(new StartImport(importId))).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();
        (await host.GetImportAsync(importId)).Done.ShouldBe(new ImportCounts(5, 0, 0, 1));
        (await FindAsync(host, "grace@example.org")).ShouldNotBeNull();
        (await FindAsync(host, "mary@example.org")).ShouldNotBeNull().DisabledAt.ShouldNotBeNull();
        (await FindAsync(host, "ann.two@example.org")).ShouldNotBeNull().DisplayName.ShouldBe("Ann Two");
    }

    [Fact]
    public async Task MendImportRows_InterruptedBeforeThePreview_IsThereAfterAnotherConfiguration()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await PreviewAsync(host);
        (await host.SendAsync(new MendImportRows(importId, [new(3, 0, "grace@example.org")]))).Errors.ShouldBeEmpty();

        await host.PreviewReadAsync(importId, options => options with { Mode = ImportMode.CreateOnly });

        (await host.GetImportAsync(importId)).Promised.Created.ShouldBe(2);
        host.ReadLog()
            .ShouldNotContain(record => record.Payload.Contains("grace@example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MendImportRows_OfAFormulaWithoutAResult_DropsItsErrorAndKeepsTheOthers()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewReadAsync(
            await host.ReceiveFileAsync(TableFolder.Input("20-exceljs-formula-no-result.xlsx"), fileName: "people.xlsx")
        );
        var refused = (await host.ListRowsAsync(importId))[0];
        refused.Errors.ShouldContain(error => error.Code == "tables.no-saved-value");
        var options = (await host.GetImportAsync(importId)).Options.ShouldNotBeNull();
        List<MendedCell> cells =
        [
            .. Enumerable
                .Range(0, refused.Cells.Count)
                .Where(column => options.IsMendable(column) && refused.Cells[column] is null)
                .Select(column => new MendedCell(refused.Row, column, "+49 30 1234567")),
        ];
        cells.ShouldNotBeEmpty();

        (await host.SendAsync(new MendImportRows(importId, cells))).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();

        (await host.ListRowsAsync(importId))
            .Select(row => row.Errors.Count > 0 ? row.Errors[0].Code : $"{row.Verdict}")
            .ShouldBe(["Create", "tables.no-saved-value"]);
    }

    [Theory]
    [InlineData("Password hash", "{CRYPT}$9$nothing", "imports.hash-refused")]
    [InlineData("Authenticator secret", "not base32", "imports.secret-refused")]
    public async Task MendImportRows_OfARefusedSecret_LeavesItOut(string title, string value, string code)
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewReadAsync(
            await host.ReceiveFileAsync(
                System.Text.Encoding.UTF8.GetBytes($"Email,Name,{title}\nada@example.org,Ada,{value}\n"),
                fileName: "people.csv"
            )
        );
        (await host.ListRowsAsync(importId)).Single().Errors.ShouldHaveSingleItem().Code.ShouldBe(code);
        (await host.SendAsync(new MendImportRows(importId, [new(2, 2, "another")])))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(ImportErrors.NoSuchCell);

        (await host.SendAsync(new MendImportRows(importId, [new(2, 2, null)]))).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();

        (await host.GetImportAsync(importId)).Promised.ShouldBe(new ImportCounts(1, 0, 0, 0));
        (await host.SendAsync(new StartImport(importId))).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();
        var ada = (await FindAsync(host, "ada@example.org")).ShouldNotBeNull();
        (ada.HasPassword, ada.TwoFactorEnabled).ShouldBe((false, false));
    }

    [Fact]
    public async Task MendImportRows_OfCellsThatAreNotThere_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await PreviewAsync(host);

        foreach (
            var (cells, code) in new (MendedCell[] Cells, string Code)[]
            {
                ([new(99, 0, "x")], ImportErrors.NoSuchCell.Code),
                ([new(2, 9, "x")], ImportErrors.NoSuchCell.Code),
                ([new(2, -1, "x")], ImportErrors.NoSuchCell.Code),
                ([new(2, 3, "$2a$10$x")], ImportErrors.NoSuchCell.Code),
                ([], "imports.mended-invalid"),
                ([new(2, 0, "a"), new(2, 0, "b")], "imports.mended-twice"),
                ([new(2, 0, "\0")], "imports.mended-unreadable"),
                ([new(2, 0, new string('x', TableLimits.ValueLength + 1))], "imports.mended-unreadable"),
            }
        )
        {
            (await host.SendAsync(new MendImportRows(importId, cells)))
                .Errors.ShouldHaveSingleItem()
                .Code.ShouldBe(code);
        }

        (await host.GetImportAsync(importId)).Status.ShouldBe(ImportStatus.Previewed);
    }

    [Fact]
    public async Task MendImportRows_OnceTheImportHasStarted_IsRefused()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await PreviewAsync(host);
        (await host.SendAsync(new StartImport(importId))).Errors.ShouldBeEmpty();
        await host.RunImportsAsync();

        (await host.SendAsync(new MendImportRows(importId, [new(3, 0, "grace@example.org")])))
            .Errors.ShouldHaveSingleItem()
            .ShouldBe(ImportErrors.Over);
    }

    [Fact]
    public async Task ListImportReasons_CountTheValues()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await PreviewAsync(host);

        var reasons = (await host.AskAsync(new ListImportReasons(importId))).Value.ShouldNotBeNull();

        reasons
            .Single(reason => reason.Code == "imports.state-unknown")
            .Values.ShouldBe([new ImportReasonValue("somehow", 2)]);
        reasons
            .Single(reason => reason.Code == "imports.repeated")
            .Values.ShouldBe([new ImportReasonValue("ann@example.org", 2)]);
    }

    private static async Task<UserRow?> FindAsync(TestHost host, string email)
    {
        await host.CatchUpAsync();
        var found = await host.AskAsync(new ListUsers($"email:{email} state:any"));
        return found.Value.ShouldNotBeNull().Items.SingleOrDefault(user => user.Email == email);
    }

    private static async Task<string> PreviewAsync(TestHost host)
    {
        var importId = await host.ReceiveFileAsync(System.Text.Encoding.UTF8.GetBytes(File), fileName: "people.csv");
        return await host.PreviewReadAsync(importId);
    }
}
