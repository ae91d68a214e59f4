using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using UserAdmin.Attaching;

namespace UserAdmin.Storage.Sqlite;

/// <summary>The tables and columns of a file, whoever made it.</summary>
internal sealed class SqliteExaminedTables(SqliteConnection connection)
{
    // Values of a column that are looked at to tell what they are.
    private const int Sample = 1_000;

    // As pragma_table_xinfo numbers them: a generated column that is computed when read, and one that is stored.
    private const int FirstGenerated = 2;

    private static readonly string[] _ofBooleans = ["IS", "HAS", "CAN", "MAY", "WANTS", "ALLOW", "ENABLE", "ACCEPT"];

    /// <summary>Returns all tables.</summary>
    public IReadOnlyList<FoundTable> All() =>
        [
            .. Rows(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                        + "ORDER BY name",
                    row => row.GetString(0)
                )
                .Select(Read),
        ];

    /// <summary>
    /// Returns what the values of a column are; by the values if they are declared as text or numbers.
    /// </summary>
    public ExtraColumnType TypeOf(string table, FoundColumn column) =>
        column.Type switch
        {
            ExtraColumnType.Text => TypeOf(Values(table, column)),
            ExtraColumnType.Integer when IsNamedAsBoolean(column.Name) && Values(table, column).All(IsBit) =>
                ExtraColumnType.Boolean,
            _ => column.Type,
        };

    /// <summary>Quotes a name, which is another program's.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private FoundTable Read(string name)
    {
        var columns = Rows(
            "SELECT name, type, \"notnull\", dflt_value, hidden, pk FROM pragma_table_xinfo(@table) "
                + "WHERE hidden <> 1 ORDER BY cid",
            row =>
                (
                    Key: row.GetInt32(5),
                    Column: Column(
                        row.GetString(0),
                        row.GetString(1),
                        isNullable: row.GetInt64(2) == 0,
                        defaultSql: row.IsDBNull(3) ? null : row.GetString(3),
                        isGenerated: row.GetInt64(4) >= FirstGenerated
                    )
                ),
            ("@table", name)
        );
        return new(
            null,
            name,
            PathRank: 1,
            [.. columns.Select(column => column.Column)],
            [
                .. columns
                    .Where(column => column.Key > 0)
                    .OrderBy(column => column.Key)
                    .Select(column => column.Column.Name),
            ],
            [
                .. Rows(
                    "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(@table)",
                    row => ((string?)null, row.GetString(0)),
                    ("@table", name)
                ),
            ]
        );
    }

    private static FoundColumn Column(string name, string type, bool isNullable, string? defaultSql, bool isGenerated)
    {
        var declared = Declared(type.ToUpperInvariant());
        return new(
            name,
            type,
            declared,
            declared switch
            {
                ExtraColumnType.Text or ExtraColumnType.Uuid => IdentityKey.Text,
                // Int and long are declared alike, and a number has up to 64 bits here.
                ExtraColumnType.Integer => IdentityKey.BigInt,
                _ => null,
            },
            MaxLength: null,
            isNullable,
            HasDefault: defaultSql is not null,
            isGenerated,
            defaultSql
        );
    }

    // Any words are allowed as a type, and other tools than Entity Framework use more of them.
    private static ExtraColumnType Declared(string type) =>
        type switch
        {
            // As Entity Framework declares computed columns.
            "" => ExtraColumnType.Text,
            _ when type.Contains("BOOL", StringComparison.Ordinal) => ExtraColumnType.Boolean,
            _ when type.Contains("DATETIME", StringComparison.Ordinal) => ExtraColumnType.Moment,
            _ when type.Contains("TIMESTAMP", StringComparison.Ordinal) => ExtraColumnType.Moment,
            "DATE" => ExtraColumnType.Date,
            "UUID" or "GUID" or "UNIQUEIDENTIFIER" => ExtraColumnType.Uuid,
            _ when type.Contains("INT", StringComparison.Ordinal) => ExtraColumnType.Integer,
            _ when type.Contains("CHAR", StringComparison.Ordinal)
                    || type.Contains("TEXT", StringComparison.Ordinal)
                    || type.Contains("CLOB", StringComparison.Ordinal) => ExtraColumnType.Text,
            _ when type.Contains("DEC", StringComparison.Ordinal)
                    || type.Contains("NUM", StringComparison.Ordinal)
                    || type.Contains("REAL", StringComparison.Ordinal)
                    || type.Contains("FLOA", StringComparison.Ordinal)
                    || type.Contains("DOUB", StringComparison.Ordinal) => ExtraColumnType.Decimal,
            _ => ExtraColumnType.Other,
        };

    // Entity Framework stores dates, times, UUIDs and decimals as text.
    private static ExtraColumnType TypeOf(List<object> values) =>
        values.Count == 0 ? ExtraColumnType.Text
        : values.TrueForAll(value => value is long) ? ExtraColumnType.Integer
        : values.TrueForAll(value => value is long or double) ? ExtraColumnType.Decimal
        : !values.TrueForAll(value => value is string or long or double) ? ExtraColumnType.Other
        : values.TrueForAll(value => value is string text && IsDate(text)) ? ExtraColumnType.Date
        : values.TrueForAll(value => value is string text && IsMoment(text)) ? ExtraColumnType.Moment
        : values.TrueForAll(value => value is string text && Guid.TryParseExact(text, "D", out _))
            ? ExtraColumnType.Uuid
        : values.TrueForAll(value => value is string text && IsDecimal(text)) ? ExtraColumnType.Decimal
        : ExtraColumnType.Text;

    private static bool IsDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsMoment(string text) =>
        text.Length >= "yyyy-MM-dd HH:mm".Length
        && text[4] == '-'
        && text[10] is ' ' or 'T'
        && SqliteExaminedDatabase.IsTime(text);

    // With a point: numbers of customers, phones and houses are texts of digits.
    private static bool IsDecimal(string text) =>
        text.Contains('.', StringComparison.Ordinal)
        && decimal.TryParse(
            text,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out _
        );

    private static bool IsBit(object value) => value is 0L or 1L;

    // A number that happens to be 0 or 1 everywhere is none.
    private static bool IsNamedAsBoolean(string name) =>
        Array.Exists(_ofBooleans, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
        || name.EndsWith("ed", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("active", StringComparison.OrdinalIgnoreCase);

    private List<object> Values(string table, FoundColumn column) =>
        Rows(
            $"SELECT {Quote(column.Name)} FROM {Quote(table)} WHERE {Quote(column.Name)} IS NOT NULL "
                + $"LIMIT {Sample.ToString(CultureInfo.InvariantCulture)}",
            row => row.GetValue(0)
        );

    private List<T> Rows<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string, object?)> parameters)
    {
        using var command = connection.Command(null, sql, parameters);
        using var row = command.ExecuteReader();
        var rows = new List<T>();
        while (row.Read())
        {
            rows.Add(read(row));
        }

        return rows;
    }
}
