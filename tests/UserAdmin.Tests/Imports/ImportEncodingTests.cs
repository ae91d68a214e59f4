using UserAdmin.Imports;
using UserAdmin.Imports.Commands;
using UserAdmin.Imports.Queries;
using UserAdmin.Tables;
using UserAdmin.Tests.Tables;

namespace UserAdmin.Tests.Imports;

/// <summary>
/// The detected encoding is shown and can be changed beside the preview; it stays marked as doubtful until a person
/// chooses one.
/// </summary>
public sealed class ImportEncodingTests
{
    [Fact]
    public async Task APreviewInAnotherEncoding_IsReplacedByOneInTheChosen()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.PreviewReadAsync(
            await host.ReceiveFileAsync(TableFolder.Input("02-ja-sjis.csv")),
            options => options with { MatchOn = ImportField.Email }
        );
        await host.AcceptAsync(new ReadImportAnew(importId, new TableChoice { Encoding = "windows-1251" }));
        await host.RunImportsAsync();
        await host.PreviewReadAsync(importId, options => options with { MatchOn = ImportField.Email });
        var garbled = (await host.ListRowsAsync(importId))[0].Cells;

        await host.AcceptAsync(new ReadImportAnew(importId, new TableChoice { Encoding = "shift_jis" }));
        await host.RunImportsAsync();
        var read = await host.GetImportAsync(importId);
        await host.PreviewReadAsync(importId, options => options with { MatchOn = ImportField.Email });

        garbled.ShouldNotContain("花子");
        (read.Status, read.Table!.Encoding, read.IsConfigured).ShouldBe((ImportStatus.Ready, "shift_jis", false));
        (await host.ListRowsAsync(importId))[0].Cells.ShouldContain("花子");
    }

    [Fact]
    public async Task CharactersThatCannotBeRead_RefuseTheirRow()
    {
        await using var host = await TestHost.StartAsync();
        var importId = await host.ReceiveFileAsync(TableFolder.Input("02-pl-1250.csv"));
        await host.AcceptAsync(new ReadImportAnew(importId, new TableChoice { Encoding = "utf-8" }));
        await host.RunImportsAsync();
        await host.PreviewReadAsync(importId, options => options with { MatchOn = ImportField.Email });

        var rows = await host.ListRowsAsync(importId);
        rows.Count.ShouldBe(2);
        rows.ShouldEachBe(row => row.Errors.Any(error => error.Code == "tables.unreadable-character"));
    }

    [Fact]
    public async Task ADoubtfulEncoding_ShowsFirstTheRowsThatTellWhetherItIsRight()
    {
        await using var host = await TestHost.StartAsync();
        var lines = string.Concat(Enumerable.Range(0, 50).Select(number => $"x{number}@example.com,Plain Name\n"));
        var importId = await host.ReceiveFileAsync(
            TableEncodings
                .Get("ks_c_5601-1987", System.Text.DecoderFallback.ExceptionFallback)
                .GetBytes($"Email,Display name\n{lines}k@example.com,민준\n")
        );
        await host.CatchUpAsync();

        (await host.GetImportAsync(importId)).Table!.IsEncodingDoubtful.ShouldBeTrue();
        (await host.AskAsync(new GetImportSample(importId, 3))).Value![0].Values[0].ShouldBe("k@example.com");
    }
}
