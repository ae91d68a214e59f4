using System.CommandLine;

namespace UserAdmin.Tool.Commands;

/// <summary>Refuses texts of the command line that would be sent as something else than they say.</summary>
internal static class CheckedText
{
    /// <summary>
    /// The longest key of a change, in characters: the API takes 255, and commands with several changes add to it.
    /// </summary>
    public const int LongestKey = 200;

    /// <summary>
    /// Returns an argument that refuses what names nothing: an empty or blank text, <c>.</c> and <c>..</c>. In an
    /// address those would lead to the thing above: the list instead of one of its rows (RFC 3986, section 5.2.4).
    /// </summary>
    /// <param name="argument">The argument.</param>
    /// <typeparam name="T">Its type: a text, or one that may be left out.</typeparam>
    public static Argument<T> Named<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value) || token.Value is "." or ".."))
            {
                result.AddError($"<{argument.Name}> is empty or only dots, which names nothing.");
            }
        });
        return argument;
    }

    /// <summary>Returns an option that refuses what cannot be a key of a change: it is sent in a header.</summary>
    /// <param name="option">The option.</param>
    public static Option<string?> Key(this Option<string?> option)
    {
        option.Validators.Add(result =>
        {
            if (
                result.Tokens.Any(token =>
                    token.Value.Length is 0 or > LongestKey
                    || token.Value.Trim().Length != token.Value.Length
                    || token.Value.Any(character => character is < ' ' or > '~')
                )
            )
            {
                result.AddError(
                    $"{option.Name} takes 1 to {LongestKey} characters of ASCII: letters, digits, signs, and spaces "
                        + "between them."
                );
            }
        });
        return option;
    }
}
