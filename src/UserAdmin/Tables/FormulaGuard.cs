namespace UserAdmin.Tables;

/// <summary>
/// Keeps a spreadsheet from running a value as a formula (OWASP, CSV injection): an apostrophe in front of what begins,
/// after any apostrophes, with <c>= + - @</c>, their full-width forms, tab, CR or LF. Taking one off under the same
/// condition gives back every value as it was.
/// </summary>
internal static class FormulaGuard
{
    public static string Guarded(string value) => IsDangerous(value) ? $"'{value}" : value;

    public static string Bare(string value) => value is ['\'', ..] && IsDangerous(value) ? value[1..] : value;

    /// <summary>Whether the value needs a guard, or has one.</summary>
    public static bool IsDangerous(ReadOnlySpan<char> value)
    {
        var rest = value.TrimStart('\'');
        return rest.Length > 0
            && rest[0]
                is '='
                    or '+'
                    or '-'
                    or '@'
                    or '\uFF1D'
                    or '\uFF0B'
                    or '\uFF0D'
                    or '\uFF20'
                    or '\t'
                    or '\r'
                    or '\n';
    }
}
