using System.Globalization;
using UserAdmin.Copying;

namespace UserAdmin.Tests.Copying;

/// <summary>Rows for every table of a database that is copied, and how to look at them.</summary>
internal static class CopyRows
{
    // In this order in UTF-8, and in none of these pairs by the rules of a language or in UTF-16.
    private static readonly string[] _texts = ["B", "a", "é", "\uE000", "😀"];

    /// <summary>Adds rows to all tables but the log. A table that is added later gets some, too.</summary>
    public static void Fill(ICopySide side)
    {
        using var writer = side.OpenWriter();
        foreach (var table in side.Tables.Where(table => !table.IsLog))
        {
            for (var i = 0; i < _texts.Length; i++)
            {
                writer.Insert(table, [.. table.Columns.Select(column => Value(table, column, i))]);
            }
        }

        writer.Commit();
    }

    /// <summary>Returns every row of a table as text, in the order of the keys.</summary>
    public static List<string> Of(ICopySide side, CopiedTable table)
    {
        using var snapshot = side.OpenSnapshot();
        return [.. new CopyReader(side).Rows(snapshot, table).Select(row => string.Join(" | ", row.Select(Text)))];
    }

    /// <summary>Returns every row of every table as text.</summary>
    public static List<string> Of(ICopySide side) =>
        [.. side.Tables.SelectMany(table => Of(side, table).Select(row => $"{table.Name}: {row}"))];

    private static object? Value(CopiedTable table, CopiedColumn column, int i) =>
        column.Kind switch
        {
            CopiedKind.Integer => column.IsKey ? 1000L + i : i,
            CopiedKind.Boolean => i % 2 == 0,
            CopiedKind.Bytes => new byte[] { 0, 255, (byte)i },
            // In full microseconds, and the end of time.
            CopiedKind.Moment => i == 0 ? null
            : i == 1 ? DateTimeOffset.MaxValue
            : new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero).AddMicroseconds(i),
            CopiedKind.Document => column.Document!.Read(
                column.Document.Write([
                    new byte[] { 1, 2 },
                    new byte[] { 3 },
                    new DateTimeOffset(2029, 1, 2, 3, 4, 5, TimeSpan.Zero).AddMicroseconds(i),
                    true,
                    false,
                    true,
                    i == 0 ? null : $"key “{i}” \\ 😀",
                    new byte[] { 4, 5, 6 },
                    7u,
                    i == 0 ? null : (string[])["usb", "nfc"],
                ])
            ),
            // Keys of other rows are the same text there.
            _ when column.IsKey || column.Name is "UserId" or "RoleId" or "OwnerId" or "ApplicationId" or "WebhookId" =>
                _texts[i],
            _ => column.Name.StartsWith("Normalized", StringComparison.Ordinal) ? $"N{_texts[i]}"
            : i == 0 && table.Name == "AspNetUsers" ? null
            : $"v’ {_texts[i]}\n",
        };

    private static string Text(object? value) =>
        value switch
        {
            null => "NULL",
            byte[] bytes => Convert.ToHexString(bytes),
            string text => text,
            DateTimeOffset moment => moment.ToString("O", CultureInfo.InvariantCulture),
            System.Collections.IEnumerable many => string.Join(", ", many.Cast<object?>().Select(Text)),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
