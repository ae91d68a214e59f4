namespace UserAdmin.Tables;

/// <summary>
/// Keeps a spreadsheet from running a value as a formula (OWASP, CSV injection): puts an apostrophe in front of a value
/// that begins, after any apostrophes, with <c>= + - @</c>, their full-width forms, tab, CR or LF. Removing one under
/// the same condition restores the original value.
/// </summary>
internal static class FormulaGuard
{
    public static string Guarded(string value) => IsDangerous(value) ? $"'{value}" : value;

    public static string Bare(string value) => value is ['\'', ..] && IsDangerous(value) ? value[1..] : value;

    /// <summary>Returns whether the value needs an apostrophe or already has one.</summary>
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
