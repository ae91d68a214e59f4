using System.Globalization;
using UserAdmin.Attaching;
using UserAdmin.Storage;

namespace UserAdmin.Web.Startup;

/// <summary>What the verb <c>attach</c> prints about a database: plain text that is read in a minute.</summary>
internal static class AttachReport
{
    private const int Indent = 2;
    private const int Gap = 2;

    /// <summary>Returns the lines.</summary>
    public static IEnumerable<string> Of(Examination found)
    {
        IEnumerable<string> lines = [$"{found.Provider} {found.Version}, {found.Name}", ""];
        return [.. lines, .. Sections(found).SelectMany(section => Section(section.Title, section.Rows))];
    }

    /// <summary>
    /// Returns the parts of the report: a row has cells, or one sentence, or one line that belongs to the row before
    /// and begins with two spaces.
    /// </summary>
    public static IEnumerable<(string Title, IEnumerable<string[]> Rows)> Sections(Examination found)
    {
        if (found.Shape is not { } shape)
        {
            yield break;
        }

        yield return ("What is there", There(found, shape));
        yield return ("Columns that the application adds", Extras(found, shape));
        yield return (
            "What does not fit",
            found.Problems.Count == 0
                ?
                [
                    ["Nothing was found that does not fit."],
                ]
                : found.Problems.SelectMany(problem => AttachProblems.Rows(problem, shape))
        );
        // What cannot be done at all is said with the reason, at the end.
        if (found.Refusal is null)
        {
            yield return ("What the console will add", Added(found, shape));
            yield return ("What it cannot do, and why", AttachLimits.Of(found, shape));
        }
    }

    /// <summary>Returns a table's name as the database needs it.</summary>
    public static string NameOf(IdentityTable table) =>
        table.Schema is null ? table.Name : $"{table.Schema}.{table.Name}";

    /// <summary>Returns what is in a table, for a person.</summary>
    public static string WordOf(IdentityTableKind kind) =>
        kind switch
        {
            IdentityTableKind.Users => "Accounts",
            IdentityTableKind.Roles => "Roles",
            IdentityTableKind.UserRoles => "Roles of accounts",
            IdentityTableKind.UserClaims => "Claims of accounts",
            IdentityTableKind.RoleClaims => "Claims of roles",
            IdentityTableKind.UserLogins => "External logins",
            IdentityTableKind.UserTokens => "Tokens",
            _ => "Passkeys",
        };

    /// <summary>Returns a number with separators.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> There(Examination found, IdentityShape shape) =>
        [
            .. shape.Tables.Select(table =>
                (string[])[WordOf(table.Kind), Number(found.Counts[table.Kind]), NameOf(table)]
            ),
            ["Keys", "", KeysOf(found, shape)],
            [
                "Schema version",
                "",
                found.IsSchemaVersionCertain
                    ? Number(shape.SchemaVersion)
                    : "1 or 2, which are the same in an SQLite file",
            ],
            .. found.OtherUsers.Select(other => (string[])["Also found", "", $"{other}, which --schema can choose"]),
        ];

    private static string KeysOf(Examination found, IdentityShape shape) =>
        shape.Key switch
        {
            IdentityKey.Uuid when IsFile(found) => "uuid, as upper-case text",
            IdentityKey.Text when IsFile(found) && found.Counts[IdentityTableKind.Users] == 0 =>
                "text; there is no account to tell, so say --keys uuid if the application has uuid keys",
            IdentityKey.Text => "text",
            IdentityKey.Uuid => "uuid",
            IdentityKey.Int => "int",
            _ when IsFile(found) => "numbers; SQLite declares int and bigint alike",
            _ => "bigint",
        };

    private static IEnumerable<string[]> Extras(Examination found, IdentityShape shape) =>
        shape.Extras.Select(extra =>
            (string[])[extra.Name, extra.StoreType, WordOf(extra.Type), Remarks(found, extra)]
        );

    private static string WordOf(ExtraColumnType type) =>
        type switch
        {
            ExtraColumnType.Text => "text",
            ExtraColumnType.Integer => "whole number",
            ExtraColumnType.Decimal => "number",
            ExtraColumnType.Boolean => "yes or no",
            ExtraColumnType.Date => "date",
            ExtraColumnType.Moment => "time",
            ExtraColumnType.Uuid => "uuid",
            _ => "other",
        };

    private static string Remarks(Examination found, ExtraColumn extra)
    {
        string[] remarks =
        [
            extra.IsGenerated ? "computed by the database"
            : extra.IsNullable ? "may be empty"
            : extra.HasDefault ? "has a default"
            : AccountAttribute.IsReadable(extra) ? "required of new accounts"
            : "required, no default",
            .. found
                .Marked.Where(marked => marked.Name == extra.Name)
                .Select(marked =>
                    marked.Meaning == ColumnMeaning.SoftDelete
                        ? "by its name, marks deleted accounts"
                        : "by its name, tells whose account it is"
                ),
        ];
        return string.Join("; ", remarks);
    }

    private static IEnumerable<string[]> Added(Examination found, IdentityShape shape)
    {
        var watched = shape.Tables.Count - (found.Rights?.NoTriggers.Count ?? 0);
        return
        [
            [
                IsFile(found)
                    ? "Tables of its own in the same file, with names that begin with UserAdmin_."
                    : "A schema useradmin with tables of its own.",
            ],
            .. watched > 0
                ?
                [
                    [$"Triggers on {watched} of the tables above, which note the keys of changed rows."],
                ]
                : Array.Empty<string[]>(),
            ["Nothing else: no table above is altered, and gets no index and no foreign key."],
        ];
    }

    private static bool IsFile(Examination found) => found.Rights?.Who is null;

    // Columns are as wide as their widest cell; numbers, which are in the second column, are on the right.
    private static IEnumerable<string> Section(string title, IEnumerable<string[]> cells)
    {
        var rows = cells.ToList();
        if (rows.Count == 0)
        {
            return [];
        }

        int[] widths =
        [
            .. Enumerable
                .Range(0, rows.Max(row => row.Length))
                .Select(i =>
                    rows.Where(row => row.Length > i && row.Length > 1)
                        .Select(row => row[i].Length)
                        .DefaultIfEmpty()
                        .Max()
                ),
        ];
        return
        [
            title,
            .. rows.Select(row =>
                (
                    new string(' ', Indent)
                    + string.Join(new string(' ', Gap), row.Select((cell, i) => Padded(cell, widths[i], i)))
                ).TrimEnd()
            ),
            "",
        ];
    }

    private static string Padded(string cell, int width, int column) =>
        column == 1 && cell.Length > 0 && char.IsAsciiDigit(cell[0]) ? cell.PadLeft(width) : cell.PadRight(width);
}
