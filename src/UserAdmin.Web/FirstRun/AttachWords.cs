namespace UserAdmin.Web.FirstRun;

/// <summary>
/// The sentences about a database are written for the command line; on the page, its options are fields.
/// </summary>
internal static class AttachWords
{
    private static readonly (string Option, string Field)[] _words =
    [
        ("Leave --schema out", Marked("Leave the schema empty")),
        ("which --schema can choose", Marked("which the schema can choose")),
        ("say --keys uuid", Marked("choose UUIDs as keys")),
        ("say --keys text", Marked("choose text as keys")),
        ("--connection", Marked("the connection string")),
        ("--schema", Marked("the schema")),
        ("--keys", Marked("the keys")),
    ];

    /// <summary>Returns a sentence with the names of fields.</summary>
    public static string Of(string text) =>
        text.StartsWith("--", StringComparison.Ordinal) && Fields(text) is var sentence
            ? char.ToUpperInvariant(sentence[0]) + sentence[1..]
            : Fields(text);

    // A cell of the report has several remarks.
    private static string Translated(string text) =>
        FromCore(text) is var whole && whole != text
            ? whole
            : string.Join("; ", text.Split("; ").Select(part => FromCore(part)));

    private static string Fields(string text) =>
        _words.Aggregate(
            Translated(text),
            (words, word) => words.Replace(word.Option, T(word.Field), StringComparison.Ordinal)
        );
}
