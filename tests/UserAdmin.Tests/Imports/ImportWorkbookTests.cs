using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Tables;
using UserAdmin.Tests.Tables;
using UserAdmin.Users;

namespace UserAdmin.Tests.Imports;

/// <summary>Imports of workbooks, and of values that spreadsheets leave in other files.</summary>
public sealed class ImportWorkbookTests
{
    [Theory]
    [InlineData("20-exceljs-formula-errors.xlsx", "tables.error-value", "C2")]
    [InlineData("20-exceljs-formula-no-result.xlsx", "tables.no-saved-value", "D2")]
    [InlineData("32-rounded-ids.csv", "tables.rounded-number", "C2")]
    [InlineData("08-numbers.csv", "tables.rounded-number", "C2")]
    [InlineData("26-closedxml.xlsx", "tables.no-saved-value", "D2")]
    public async Task ARowWithoutTheValueThatWasMeant_IsRefused_NamingTheCell(string file, string code, string cell)
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewReadAsync(
            await host.ReceiveFileAsync(TableFolder.Input(file)),
            options => options with { MatchOn = ImportField.Email }
        );

        var row = (await host.ListRowsAsync(importId))[0];
        row.Verdict.ShouldBe(ImportVerdict.Refused);
        row.Errors.ShouldContain(error => error.Code == code);
        row.Reason.ShouldNotBeNull().ShouldContain($"Cell {cell}");
    }

    [Fact]
    public async Task AnErrorInAColumnThatIsNotImported_RefusesNobody()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewReadAsync(
            await host.ReceiveFileAsync(TableFolder.Input("20-exceljs-formula-errors.xlsx")),
            options =>
                options with
                {
                    MatchOn = ImportField.Email,
                    Columns = [ImportField.Email, new ImportField(nameof(UserRow.DisplayName)), null, null, null],
                }
        );

        var rows = await host.ListRowsAsync(importId);
        rows.Select(row => row.Verdict).ShouldBe([ImportVerdict.Create, ImportVerdict.Refused]);
    }

    [Fact]
    public async Task FormulasThatWereFilledDown_ClearNobodysDepartment()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewReadAsync(
            await host.ReceiveFileAsync(TableFolder.Input("28-exceljs-shared-formula.xlsx")),
            options => options with { EmptyCells = EmptyCells.Clear }
        );
        await host.RunAsync(importId);

        var rows = await host.ListRowsAsync(importId);
        rows.Count.ShouldBe(4);
        foreach (var row in rows)
        {
            (await host.GetUserAsync(row.UserId!)).Department.ShouldBe("Sales");
        }
    }

    [Fact]
    public async Task ReadImportAnew_WithAnotherSheetOrHiddenRows_ReadsThose()
    {
        await using var host = await TestHost.StartAsync();
        var hidden = await host.ReceiveFileAsync(TableFolder.Input("22-exceljs-hidden-rows.xlsx"));
        var before = await host.GetImportAsync(hidden);
        await host.AcceptAsync(new ReadImportAnew(hidden, new TableChoice { ReadsHiddenRows = true }));
        await host.RunImportsAsync();
        var after = await host.GetImportAsync(hidden);

        (before.Rows, before.Table!.HiddenRows).ShouldBe((3, 3));
        (after.Status, after.Rows, after.Table!.HiddenRows, after.Table.ReadsHiddenRows).ShouldBe(
            (ImportStatus.Ready, 6, 3, true)
        );

        var sheets = await host.ReceiveFileAsync(TableFolder.Input("23-exceljs-instructions-first.xlsx"));
        var table = (await host.GetImportAsync(sheets)).Table!;
        await host.AcceptAsync(new ReadImportAnew(sheets, new TableChoice { Sheet = table.Sheets[0] }));
        await host.RunImportsAsync();
        (table.Sheet, (await host.GetImportAsync(sheets)).Table!.Sheet).ShouldBe((table.Sheets[1], table.Sheets[0]));
    }

    [Fact]
    public async Task ReadImportAnew_WithWhatCannotBeRead_LeavesTheImportAsItIs()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveFileAsync(TableFolder.Input("23-exceljs-instructions-first.xlsx"));
        var before = await host.GetImportAsync(importId);

        (await host.SendAsync(new ReadImportAnew(importId, new TableChoice { Sheet = "none" }))).Errors.ShouldBe([
            TableErrors.UnknownSheet("none"),
        ]);
        (await host.SendAsync(new ReadImportAnew(importId, new TableChoice { TitleRow = 900 })))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldStartWith("tables.");
        (await host.SendAsync(new ReadImportAnew(importId, new TableChoice { Encoding = "rot-13" })))
            .Errors.ShouldHaveSingleItem()
            .Code.ShouldBe("imports.encoding-unknown");

        (await host.GetImportAsync(importId)).ShouldBeEquivalentTo(before);
    }

    [Fact]
    public async Task AFile_IsKeptUntilTheImportIsStarted_AndNoLonger()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewReadAsync(
            await host.ReceiveFileAsync(TableFolder.Input("25-sheetjs.xlsx")),
            options => options with { MatchOn = ImportField.Email }
        );
        var folders = host.Get<IImportStorage>();
        folders.HasUpload(importId).ShouldBeTrue();

        await host.RunAsync(importId);

        folders.HasUpload(importId).ShouldBeFalse();
        (await host.SendAsync(new ReadImportAnew(importId, new TableChoice()))).Errors.ShouldBe([
            ImportErrors.FileGone,
        ]);
    }

    [Fact]
    public async Task AFileWhoseValuesTakeFarMoreThanItself_IsRefusedAndLeavesNothing()
    {
        await using var host = await TestHost.StartAsync();
        // A text that is stored once and used in 30,000 cells: a small file whose values are about a gigabyte.
        var text = new string('x', 30_000);
        var cells = string.Concat(Enumerable.Repeat("""<c t="s"><v>0</v></c>""", 30));
        var rows = string.Concat(Enumerable.Repeat($"<row>{cells}</row>", 1000));
        var titles = string.Concat(Enumerable.Range(0, 30).Select(number => $"<c t=\"str\"><v>t{number}</v></c>"));
        var sheet = $"<worksheet><sheetData><row>{titles}</row>{rows}</sheetData></worksheet>";

        var importId = await host.ReceiveFileAsync(TableFolder.Workbook(sheet, $"<sst><si><t>{text}</t></si></sst>"));

        var import = await host.GetImportAsync(importId);
        (import.Status, import.Error).ShouldBe((ImportStatus.Failed, TableErrors.UnpacksTooLarge.Message));
        host.Get<IImportStorage>().Exists(importId).ShouldBeFalse();
    }

    [Fact]
    public async Task APersonWhoseImportsFillTheirShareOfTheDisk_IsToldSo()
    {
        await using var host = await TestHost.StartAsync();
        var admin = await host.CreateAdministratorAsync();
        var importId = await host.ReceiveAsync("email,name\na@example.com,A\n", admin);
        using (var large = File.Create(Path.Combine(host.Directory, "imports", importId, "more")))
        {
            // Only its length counts; a sparse file takes no space.
            large.SetLength(ImportQuota.BytesPerPerson);
        }

        (await host.TryReceiveAsync(TestHost.NewId(), "email,name\na@example.com,A\n", admin)).Errors.ShouldBe([
            ImportErrors.QuotaReached,
        ]);
        (
            await host.TryReceiveAsync(
                TestHost.NewId(),
                "email,name\na@example.com,A\n",
                await host.CreateAdministratorAsync("other")
            )
        ).Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task AFullDisk_IsReportedAsAFullDisk()
    {
        await using var host = await TestHost.StartAsync();
        var importId = TestHost.NewId();
        using var content = new FullDiskStream();

        var result = await host.Get<IImportFiles>()
            .ReceiveAsync(
                importId,
                "people.csv",
                content,
                new(UserAdmin.Messaging.Actor.System, Guid.CreateVersion7()),
                TestContext.Current.CancellationToken
            );

        result.Errors.ShouldBe([ImportErrors.DiskFull]);
        host.Get<IImportStorage>().Exists(importId).ShouldBeFalse();
    }

    [Fact]
    public async Task AFullDiskDuringAnImport_StopsItWithThatReason()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewAsync("email,name\na@example.com,A\n");
        await host.AcceptAsync(new StartImport(importId));

        await host.Runner(command =>
                command is ApplyImportRows
                    ? Task.FromException(new Microsoft.Data.Sqlite.SqliteException("database or disk is full", 13))
                    : Task.CompletedTask
            )
            .StepAsync(TestContext.Current.CancellationToken);

        var import = await host.GetImportAsync(importId);
        (import.Status, import.CanResume, import.Error).ShouldBe(
            (ImportStatus.Failed, true, ImportErrors.DiskFull.Message)
        );
    }

    [Fact]
    public async Task AFullDiskWhileAFileIsRead_LeavesNothingOfItAndIsReported()
    {
        await using var host = await TestHost.StartAsync();
        var importId = TestHost.NewId();
        (await host.TryReceiveAsync(importId, "email,name\na@example.com,A\n")).Errors.ShouldBeEmpty();

        await host.Runner(command =>
                command is RecordImportRows
                    ? Task.FromException(new Microsoft.Data.Sqlite.SqliteException("database or disk is full", 13))
                    : Task.CompletedTask
            )
            .StepAsync(TestContext.Current.CancellationToken);

        var import = await host.GetImportAsync(importId);
        (import.Status, import.Error).ShouldBe((ImportStatus.Failed, ImportErrors.DiskFull.Message));
        host.Get<IImportStorage>().Exists(importId).ShouldBeFalse();
    }

    [Fact]
    public async Task RowsThatAnEarlierVersionStaged_AreShownAfterTheStart()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewAsync("email,name\na@example.com,A\n");
        await using (
            var connection = new Microsoft.Data.Sqlite.SqliteConnection(
                $"Data Source={Path.Combine(host.Directory, "imports", importId, "rows.db")};Pooling=False"
            )
        )
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = """
                DROP INDEX "VerdictRows"; DROP INDEX "CodeRows"; DROP INDEX "HolderRows";
                  ALTER TABLE "Verdicts" DROP COLUMN "Holds";
                  ALTER TABLE "Rows" DROP COLUMN "CellErrors";
                CREATE INDEX "VerdictRows" ON "Verdicts" ("Verdict", "Row");
                """;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await host.Get<ImportTidying>().TidyAsync(TestContext.Current.CancellationToken);

        (await host.ListRowsAsync(importId)).ShouldHaveSingleItem().Verdict.ShouldBe(ImportVerdict.Create);
    }

    private sealed class FullDiskStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("No space left on device", 28);
    }
}
