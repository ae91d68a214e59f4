using System.Globalization;
using System.Text;
using System.Text.Json;

namespace UserAdmin.Tool.Output;

/// <summary>A column of a table: its title, and how its cell is made of a row of the API.</summary>
/// <param name="Title">The title.</param>
/// <param name="Text">Makes the cell.</param>
internal sealed record Column(string Title, Func<JsonElement, string> Text)
{
    /// <summary>Returns the column of a property.</summary>
    /// <param name="property">The name, in the casing of C# or of JSON.</param>
    public static Column Of(string property)
    {
        var json = JsonNamingPolicy.CamelCase.ConvertName(property);
        return new Column(
            Words(json).ToUpperInvariant(),
            row => row.TryGetProperty(json, out var value) ? TextOf(value) : ""
        );
    }

    /// <summary>Returns the columns of properties.</summary>
    /// <param name="properties">The names.</param>
    public static IReadOnlyList<Column> Of(params IReadOnlyList<string> properties) => [.. properties.Select(Of)];

    /// <summary>Returns the words of a name: “user name” for <c>userName</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="between">What stands between the words.</param>
    public static string Words(string name, char between = ' ')
    {
        var words = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append(between);
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    /// <summary>Returns a value for people: moments in UTC, lists with commas, empty for null.</summary>
    /// <param name="value">The value.</param>
    public static string TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.Null or JsonValueKind.Undefined => "",
            JsonValueKind.String => IsMoment(value.GetString()!, out var at)
                ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
                : value.GetString()!,
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(TextOf)),
            _ => value.GetRawText(),
        };

    // RFC 3339, as the API writes moments; a person's name could be another date.
    private static bool IsMoment(string text, out DateTimeOffset at)
    {
        at = default;
        return text is [>= '0' and <= '9', _, _, _, '-', _, _, '-', _, _, 'T', ..]
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out at);
    }
}
