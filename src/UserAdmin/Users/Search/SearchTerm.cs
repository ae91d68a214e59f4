using System.Text;

namespace UserAdmin.Users.Search;

/// <summary>How a term compares.</summary>
public enum SearchOperator
{
    /// <summary>Is equal to, contains, or lies within the value.</summary>
    Is,

    /// <summary>Lies before the value.</summary>
    Before,

    /// <summary>Lies before or within the value.</summary>
    UpTo,

    /// <summary>Lies after the value.</summary>
    After,

    /// <summary>Lies within or after the value.</summary>
    From,
}

/// <summary>One term of a search: a word, or a filter with its values.</summary>
/// <param name="Field">The filter; null for a word that is searched for in names, email, user name and phone.</param>
/// <param name="Operator">The comparison; only filters by time accept others than
/// <see cref="SearchOperator.Is"/>.</param>
/// <param name="Values">The values, one of which has to match; never empty. <see cref="SearchFields.None"/> matches
/// users without a value.</param>
/// <param name="IsNegated">Whether matching users are excluded.</param>
public sealed record SearchTerm(
    SearchField? Field,
    SearchOperator Operator,
    IReadOnlyList<string> Values,
    bool IsNegated = false
)
{
    /// <summary>Where the term begins in the text it was read from.</summary>
    public int Start { get; init; }

    /// <summary>The number of characters of the term in that text.</summary>
    public int Length { get; init; }

    /// <summary>
    /// Whether the values are whole email addresses, one of which has to be the person's email address or user name.
    /// </summary>
    public bool IsAddresses { get; init; }

    /// <summary>Returns the term of a filter with one or more values.</summary>
    /// <param name="field">The filter.</param>
    /// <param name="values">The values, one of which has to match.</param>
    public static SearchTerm Of(SearchField field, params IReadOnlyList<string> values) =>
        new(field, SearchOperator.Is, values);

    /// <summary>Returns the term in the search language; parsing the text gives the same term.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (IsNegated)
        {
            text.Append('-');
        }

        if (Field is { } field)
        {
            text.Append(field.Key)
                .Append(
                    Operator switch
                    {
                        SearchOperator.Before => "<",
                        SearchOperator.UpTo => "<=",
                        SearchOperator.After => ">",
                        SearchOperator.From => ">=",
                        _ => ":",
                    }
                );
        }

        if (IsAddresses)
        {
            // One address alone, or what would be read as something else, needs the brackets.
            return Values.Count > 1 && SearchText.Quoted(Values[0], isWord: true) == Values[0]
                ? string.Join(',', Values)
                : string.Join(',', Values.Select(address => $"<{address}>"));
        }

        return text.AppendJoin(
                ',',
                Values.Select(value =>
                    Field is null ? SearchText.Quoted(value, isWord: true) : SearchText.Written(Field, value)
                )
            )
            .ToString();
    }
}

/// <summary>An error in the text of a search.</summary>
/// <param name="Message">A sentence that says what is wrong and what to do.</param>
/// <param name="Start">The position of the first character in question.</param>
/// <param name="Length">The number of characters in question.</param>
public sealed record SearchError(string Message, int Start, int Length);
