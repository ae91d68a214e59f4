namespace UserAdmin.Web.FirstRun;

/// <summary>
/// The sentences about a database are written for the command line; on the page, its options are fields.
/// </summary>
internal static class AttachWords
{
    private static readonly (string Option, string Field)[] _words =
    [
        ("Leave --schema out", "Leave the schema empty"),
        ("which --schema can choose", "which the schema can choose"),
        ("say --keys uuid", "choose UUIDs as keys"),
        ("say --keys text", "choose text as keys"),
        ("--connection", "the connection string"),
        ("--schema", "the schema"),
        ("--keys", "the keys"),
    ];

    /// <summary>Returns a sentence with the names of fields.</summary>
    public static string Of(string text) =>
        string.Join(
            "; ",
            (
                text.StartsWith("--", StringComparison.Ordinal) && Fields(text) is var sentence
                    ? char.ToUpperInvariant(sentence[0]) + sentence[1..]
                    : Fields(text)
            )
                .Split("; ")
                .Select(part => FromCore(part))
        );

    private static string Fields(string text) =>
        _words.Aggregate(text, (words, word) => words.Replace(word.Option, word.Field, StringComparison.Ordinal));
}
