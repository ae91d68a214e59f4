using System.IO.Compression;
using System.Text;
using UserAdmin.Tables;

namespace UserAdmin.Tests.Tables;

/// <summary>A folder for table files, deleted with the test.</summary>
public sealed class TableFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tables-");

    public bool HasOneFile => _folder.EnumerateFiles().Count() == 1;

    public string Write(byte[] content)
    {
        var path = Path.Combine(_folder.FullName, "table");
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string content) => Write(Encoding.UTF8.GetBytes(content));

    /// <summary>Reads all rows: their values, or the error of the row.</summary>
    internal static List<(int Number, string?[] Values, string? Error)> ReadAll(TableReader reader)
    {
        var rows = new List<(int, string?[], string?)>();
        while (reader.Read())
        {
            rows.Add(
                (
                    reader.RowNumber,
                    [.. reader.Description.Columns.Select((_, column) => reader[column])],
                    reader.RowError?.Code
                )
            );
        }

        return rows;
    }

    /// <summary>
    /// Returns the code and message of the error in opening or reading a file; null if there is none.
    /// </summary>
    public static (string? Code, string? Message) ErrorOf(string path)
    {
        try
        {
            using var reader = TableFiles.Open(path);
            ReadAll(reader);
            return (null, null);
        }
        catch (UnreadableTableException fault)
        {
            return (fault.Error.Code, fault.Error.Message);
        }
    }

    /// <summary>Returns a file written by another program.</summary>
    public static byte[] Input(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Tables", "Inputs", name));

    /// <summary>
    /// Makes a workbook as a spreadsheet program packs it. The namespace, which the parts are written without, is added
    /// here.
    /// </summary>
    public static byte[] Workbook(
        string sheet,
        string? strings = null,
        string? styles = null,
        string? workbook = null,
        Action<ZipArchive>? more = null
    )
    {
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            Add(
                archive,
                "_rels/.rels",
                $"""<Relationships><Relationship Id="r1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
            );
            Add(
                archive,
                "xl/workbook.xml",
                Named(
                    workbook
                        ?? $"""<workbook xmlns:r="{Relations}"><sheets><sheet name="A" state="hidden" r:id="r9"/>"""
                            + """<sheet name="B" r:id="r1"/></sheets></workbook>""",
                    "workbook"
                )
            );
            Add(
                archive,
                "xl/_rels/workbook.xml.rels",
                $"""
                <Relationships><Relationship Id="r1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/>
                  <Relationship Id="r2" Type="{Relations}/styles" Target="/xl/styles.xml"/>
                <Relationship Id="r3" Type="{Relations}/sharedStrings" Target="../xl/sharedStrings.xml"/></Relationships>
                """
            );
            Add(archive, "xl/worksheets/sheet1.xml", Named(sheet, "worksheet"));
            if (strings is not null)
            {
                Add(archive, "xl/sharedStrings.xml", Named(strings, "sst"));
            }

            if (styles is not null)
            {
                Add(archive, "xl/styles.xml", Named(styles, "styleSheet"));
            }

            more?.Invoke(archive);

            static string Named(string part, string root) =>
                part.Contains("xmlns=", StringComparison.Ordinal)
                    ? part
                    : part.Replace($"<{root}", $"<{root} xmlns=\"{Main}\"", StringComparison.Ordinal);
        }

        return packed.ToArray();
    }

    public static void Add(ZipArchive archive, string name, string content)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(content);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
