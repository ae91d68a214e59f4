using System.Text;

namespace UserAdmin.Users.Search;

/// <summary>How a term compares.</summary>
public enum SearchOperator
{
    /// <summary>Is, contains, lies in.</summary>
    Is,

    /// <summary>Lies before.</summary>
    Before,

    /// <summary>Lies before, or at the end of.</summary>
    UpTo,

    /// <summary>Lies after.</summary>
    After,

    /// <summary>Lies at the beginning of, or after.</summary>
    From,
}

/// <summary>One term of a search: a word, or a filter with its values.</summary>
/// <param name="Field">The filter; null for a word that is searched for in names, email, user name and phone.</param>
/// <param name="Operator">How it compares; only moments know more than <see cref="SearchOperator.Is"/>.</param>
/// <param name="Values">The values, of which one has to match. Never empty. <see cref="SearchFields.None"/> asks for
/// those
/// without a value.</param>
/// <param name="IsNegated">Whether those who fit are left out.</param>
public sealed record SearchTerm(
    SearchField? Field,
    SearchOperator Operator,
    IReadOnlyList<string> Values,
    bool IsNegated = false
)
{
    /// <summary>Where it begins in the text it was read from.</summary>
    public int Start { get; init; }

    /// <summary>How many characters of that text it takes.</summary>
    public int Length { get; init; }

    /// <summary>A filter by one value.</summary>
    /// <param name="field">The filter.</param>
    /// <param name="values">The values: one of them has to fit.</param>
    public static SearchTerm Of(SearchField field, params IReadOnlyList<string> values) =>
        new(field, SearchOperator.Is, values);

    /// <summary>As it is written: parsing it gives the same term.</summary>
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

        return text.AppendJoin(
                ',',
                Values.Select(value =>
                    Field is null ? SearchText.Quoted(value, isWord: true) : SearchText.Written(Field, value)
                )
            )
            .ToString();
    }
}

/// <summary>Something in a search that cannot be understood.</summary>
/// <param name="Message">What is wrong and what to do, as a sentence.</param>
/// <param name="Start">Where it begins, in characters of the text.</param>
/// <param name="Length">How many characters it takes.</param>
public sealed record SearchError(string Message, int Start, int Length);
