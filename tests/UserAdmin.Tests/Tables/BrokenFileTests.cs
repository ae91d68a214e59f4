using System.IO.Compression;
using System.Text;
using UserAdmin.Tables;

namespace UserAdmin.Tests.Tables;

public sealed class BrokenFileTests : IDisposable
{
    private const string Row = """<row><c t="inlineStr"><is><t>x</t></is></c></row>""";

    private static readonly string _manyRows = string.Concat(
        Enumerable.Range(0, 5000).Select(number => $"<row><c><v>{number}</v></c></row>")
    );
    private static readonly string _nested =
        string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100));
    private readonly TableFolder _folder = new();

    public static TheoryData<string> Names => [.. _files.Keys];

    private static readonly Dictionary<string, (Func<byte[]> Content, string Error)> _files = new()
    {
        ["nothing"] = (() => [], "tables.empty"),
        ["only a byte order mark"] = (() => [0xEF, 0xBB, 0xBF], "tables.empty"),
        ["only empty lines"] = (() => "\r\n  \r\n"u8.ToArray(), "tables.empty"),
        ["a picture"] = (() => [0x89, .. "PNG\r\n"u8, .. new byte[500]], "tables.no-text"),
        ["a web page named .xls"] = (() => "<html><table>"u8.ToArray(), "tables.web-page"),
        ["an open quotation mark"] = (() => "a,b\n1,2\n3,\"4\n5,6\n"u8.ToArray(), "tables.open-quote"),
        ["a NUL character"] = (() => "a,b\n1,2\n3,\0\n"u8.ToArray(), "tables.nul"),
        ["half a character at the end"] = (() => [.. "a,b\n1,éèà\n1,éèà\n"u8, 0xC3], "tables.bad-character"),
        ["half a character under a mark"] = (
            () => [0xEF, 0xBB, 0xBF, .. "a,b\n1,"u8, 0xC3, (byte)'\n'],
            "tables.bad-character"
        ),
        ["half a unit of UTF-16"] = (
            () => [0xFF, 0xFE, (byte)'a', 0, 0x3D, 0xD8, (byte)'b', 0],
            "tables.bad-character"
        ),
        ["a thousand and one columns"] = (
            () => Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 1001))),
            "tables.too-many-columns"
        ),
        ["a million and one rows"] = (
            () => Encoding.UTF8.GetBytes("a" + string.Concat(Enumerable.Repeat("\n1", 1_000_001))),
            "tables.too-many-rows"
        ),
        ["a JSON list that ends early"] = (() => "[\n{\"a\":1}"u8.ToArray(), "tables.damaged-json"),
        ["JSON with brackets that do not match"] = (() => "[\n{\"a\":[}]"u8.ToArray(), "tables.damaged-json"),
        ["JSON nested without an end"] = (
            () => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[{\"a\":", 100))),
            "tables.damaged-json"
        ),
        ["JSON without an object"] = (() => "{\n}\n"u8.ToArray(), "tables.no-objects"),
        ["a packed file cut off"] = (
            () => Packed("Email\nada@example.com\n"u8.ToArray())[..^12],
            "tables.damaged-archive"
        ),
        ["a packed file with nothing in it"] = (() => Packed([]), "tables.empty"),
        ["a packed file in another one"] = (() => Packed(Packed("Email\n"u8.ToArray())), "tables.no-text"),
        ["an old workbook"] = (() => [0xD0, 0xCF, 0x11, 0xE0, .. new byte[2000]], "tables.old-workbook"),
        ["a workbook with a password"] = (
            () => [0xD0, 0xCF, 0x11, 0xE0, .. new byte[2000], .. Encoding.Unicode.GetBytes("EncryptedPackage")],
            "tables.encrypted"
        ),
        ["another archive"] = (() => Archive(("read.me", "x")), "tables.no-workbook"),
        ["an OpenDocument workbook"] = (
            () => Archive(("mimetype", "x"), ("content.xml", "<x/>")),
            "tables.other-workbook"
        ),
        ["a document"] = (
            () =>
                Archive(
                    ("_rels/.rels", """<R><Relationship Type="x/officeDocument" Target="word/document.xml"/></R>"""),
                    ("word/document.xml", "<document/>")
                ),
            "tables.other-workbook"
        ),
        ["a workbook cut off"] = (
            () => TableFolder.Workbook($"<worksheet>{Row}</worksheet>")[..^200],
            "tables.damaged-workbook"
        ),
        ["a workbook with bytes changed"] = (
            () => Changed(TableFolder.Workbook($"<worksheet>{_manyRows}</worksheet>")),
            "tables.damaged-sheet"
        ),
        ["a sheet whose XML ends early"] = (
            () => TableFolder.Workbook($"<worksheet>{Row}{Row}<row><c>"),
            "tables.damaged-sheet"
        ),
        ["a cell of a text that is not there"] = (
            () =>
                TableFolder.Workbook(
                    """<worksheet><sheetData><row><c t="s"><v>5</v></c></row></sheetData></worksheet>"""
                ),
            "tables.damaged-sheet"
        ),
        ["a row past the end"] = (
            () =>
                TableFolder.Workbook(
                    $"""<worksheet><sheetData>{Row}<row r="99999999">x</row></sheetData></worksheet>"""
                ),
            "tables.damaged-sheet"
        ),
        ["no sheet"] = (
            () =>
                TableFolder.Workbook(
                    "<worksheet/>",
                    workbook: """<workbook xmlns:r="x"><sheets><sheet state="veryHidden" r:id="r1"/></sheets></workbook>"""
                ),
            "tables.no-sheet"
        ),
        ["an empty sheet"] = (() => TableFolder.Workbook("<worksheet><sheetData/></worksheet>"), "tables.no-sheet"),
        ["external entities"] = (
            () =>
                TableFolder.Workbook(
                    """<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><row><c t="inlineStr"><is>"""
                        + """<t>&e;</t></is></c></row></worksheet>"""
                ),
            "tables.hostile-workbook"
        ),
        ["a billion laughs"] = (
            () =>
                TableFolder.Workbook(
                    "<worksheet/>",
                    strings: """<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>"""
                ),
            "tables.hostile-workbook"
        ),
        ["elements nested in a sheet"] = (
            () => TableFolder.Workbook($"<worksheet>{Row}{_nested}</worksheet>"),
            "tables.damaged-sheet"
        ),
        ["elements nested in a cell"] = (
            () => TableFolder.Workbook($"<worksheet>{Row}<row><c><v>{_nested}</v></c></row></worksheet>"),
            "tables.damaged-sheet"
        ),
        ["elements nested in a text"] = (
            () => TableFolder.Workbook("<worksheet/>", strings: $"<sst><si>{_nested}</si></sst>"),
            "tables.damaged-sheet"
        ),
        ["elements nested in the styles"] = (
            () => TableFolder.Workbook("<worksheet/>", styles: $"<styleSheet>{_nested}</styleSheet>"),
            "tables.damaged-sheet"
        ),
        ["elements of ever new names"] = (
            () =>
                TableFolder.Workbook(
                    $"<worksheet>{Row}{string.Concat(Enumerable.Range(0, 10_000).Select(number => $"<e{number}/>"))}</worksheet>"
                ),
            "tables.damaged-sheet"
        ),
        ["attributes of ever new names"] = (
            () =>
                TableFolder.Workbook(
                    $"<worksheet>{Row}{string.Concat(Enumerable.Range(0, 10_000).Select(number => $"<e a{number}=''/>"))}</worksheet>"
                ),
            "tables.damaged-sheet"
        ),
        ["a zip bomb"] = (
            () =>
                TableFolder.Workbook(
                    $"<worksheet>{Row}{string.Concat(Enumerable.Repeat(new string(' ', 500_000) + Row, 40))}</worksheet>"
                ),
            "tables.unpacks-too-large"
        ),
        ["an endless attribute"] = (
            () => TableFolder.Workbook($"""<worksheet>{Row}<row x="{new string('x', 3_000_000)}"/></worksheet>"""),
            "tables.unpacks-too-large"
        ),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_OfABrokenFile_SaysWhatIsWrongAndLeavesNothing(string name)
    {
        var (content, expected) = _files[name];
        var (code, message) = TableFolder.ErrorOf(_folder.Write(content()));
        code.ShouldBe(expected);
        message.ShouldNotBeNull().ShouldEndWith(".");
        _folder.HasOneFile.ShouldBeTrue();
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,\"4\n5,6\n", "row 3")]
    [InlineData("a,b\n1,2\n\n3,\0\n", "Row 4")]
    public void TheError_NamesItsRow(string content, string place) =>
        TableFolder.ErrorOf(_folder.Write(content)).Message.ShouldNotBeNull().ShouldContain(place);

    [Fact]
    public void JsonLines_WithOddLines_SaysWhatIsWrongWithEach()
    {
        using var reader = TableFiles.Open(
            _folder.Write(
                """
                {"name":"Ada","roles":["a","b"],"n":1.50,"yes":true,"none":null}

                nonsense
                {"name":{"first":"Ada"}}
                {"name":"\ud83d"}
                {"name":"\ud83d\ude00"}
                """
            )
        );
        reader.Description.Columns.ShouldBe(["name", "roles", "n", "yes", "none", "name.first"]);
        var rows = TableFolder.ReadAll(reader);
        rows[0].Values.ShouldBe(["Ada", "a, b", "1.50", "true", null, null]);
        rows.Select(row => (row.Number, row.Error))
            .ShouldBe([(1, null), (3, "tables.no-object"), (4, null), (5, "tables.no-object"), (6, null)]);
        rows[2].Values[5].ShouldBe("Ada");
        rows[4].Values[0].ShouldBe("😀");
    }

    [Fact]
    public void JsonLines_WithANameThatFirstAppearsFarBelow_NamesThatLineIfItMatters()
    {
        using var reader = TableFiles.Open(
            _folder.Write(
                string.Concat(Enumerable.Repeat("{\"a\":1}\n", 1000)) + "{\"a\":1,\"b\":2}\n{\"a\":1,\"c\":2}\n"
            ),
            isTitle: name => name == "b"
        );
        TableFolder.ReadAll(reader)[^2..].Select(row => row.Error).ShouldBe(["tables.unknown-name", null]);
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Packed(byte[] content)
    {
        var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            packing.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Archive(params (string Name, string Content)[] entries)
    {
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                TableFolder.Add(archive, name, content);
            }
        }

        return packed.ToArray();
    }

    /// <summary>Damages the compressed sheet itself, which begins some way into the file.</summary>
    private static byte[] Changed(byte[] workbook)
    {
        workbook.AsSpan(workbook.Length / 2, 64).Fill(0xFF);
        return workbook;
    }
}
