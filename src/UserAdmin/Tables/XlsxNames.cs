using System.Xml;

namespace UserAdmin.Tables;

/// <summary>
/// The XML names in a part. A reader keeps every name in memory, so their number is limited. Spreadsheet programs write
/// fewer.
/// </summary>
internal sealed class XlsxNames : NameTable
{
    private const int Most = 5000;
    private const int Longest = 1000;

    private int _count;

    public override string Add(char[] key, int start, int len) =>
        Get(key, start, len) ?? (IsFine(len) ? base.Add(key, start, len) : throw TooMany());

    public override string Add(string key) => Get(key) ?? (IsFine(key.Length) ? base.Add(key) : throw TooMany());

    private bool IsFine(int length) => length <= Longest && ++_count <= Most;

    private static InvalidDataException TooMany() => new("The names in the workbook are too long or too many.");
}
