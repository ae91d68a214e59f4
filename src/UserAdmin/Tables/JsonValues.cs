using System.Text.Json;
using System.Text.RegularExpressions;

namespace UserAdmin.Tables;

/// <summary>
/// Turns a JSON object into the values of a row. A value inside another one gets its path as its name, as in
/// <c>fields.email</c> or <c>identities[0].provider</c>. A list of texts becomes one text with commas, as roles are
/// written in a cell; so does a list of objects that have names, beside the values of its first objects.
/// </summary>
internal static partial class JsonValues
{
    // Other parts of an account, such as its identities, are few. A long list is nothing that columns can hold.
    private const int MostItems = 10;
    private const int Deepest = 8;

    private static readonly string[] _names = ["name", "displayName", "display"];

    /// <summary>
    /// Parses an object; null if the text is not one, or is not valid JSON. Half a surrogate pair is not valid either.
    /// </summary>
    public static JsonDocument? Parse(string? text)
    {
        try
        {
            if (text is null || HalfCharacter().IsMatch(text))
            {
                return null;
            }

            var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns the values of an object with their names, in order. A name may occur more than once.</summary>
    public static IEnumerable<(string Name, string? Value)> Of(JsonElement element) => Inside(element, "", 0);

    private static IEnumerable<(string Name, string? Value)> Inside(JsonElement element, string prefix, int depth) =>
        element.EnumerateObject().SelectMany(part => Of(part.Value, prefix + part.Name, depth));

    private static IEnumerable<(string Name, string? Value)> Of(JsonElement element, string name, int depth) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => depth == Deepest ? [] : Inside(element, name + ".", depth + 1),
            JsonValueKind.Array when element.EnumerateArray().Any(IsNested) => depth == Deepest
                ? []
                : OfList(element, name, depth + 1),
            JsonValueKind.Array => [(name, string.Join(", ", element.EnumerateArray().Select(Text)))],
            _ => [(name, Text(element))],
        };

    private static IEnumerable<(string Name, string? Value)> OfList(JsonElement list, string name, int depth)
    {
        // Lists of pairs, as Amazon Cognito writes the attributes of an account.
        if (list.EnumerateArray().All(item => Pair(item) is not null))
        {
            return list.EnumerateArray()
                .Select(item => Pair(item)!.Value)
                .SelectMany(pair => Of(pair.Value, $"{name}.{pair.Name}", depth));
        }

        // Keycloak lists a password and a second factor in any order; their places say nothing, their types do.
        var values = list.EnumerateArray()
            .Take(MostItems)
            .SelectMany(
                (item, index) =>
                    Of(item, FormattableString.Invariant($"{name}[{TypeOf(item, name) ?? $"{index}"}]"), depth)
            );
        return NamesIn(list) is { } names ? values.Prepend((name, names)) : values;
    }

    private static string? TypeOf(JsonElement item, string list) =>
        (list == "credentials" || list.EndsWith(".credentials", StringComparison.Ordinal))
        && item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;

    private static (string Name, JsonElement Value)? Pair(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
        && item.EnumerateObject().ToList()
            is [{ Value.ValueKind: JsonValueKind.String } first, { Value.ValueKind: not JsonValueKind.Object } second]
        && first.Name is "Name" or "name" or "Key" or "key"
        && second.Name is "Value" or "value"
            ? (first.Value.GetString()!, second.Value)
            : null;

    private static string? NamesIn(JsonElement list)
    {
        var property = Array.Find(
            _names,
            name =>
                list.EnumerateArray()
                    .All(item =>
                        item.ValueKind == JsonValueKind.Object
                        && item.TryGetProperty(name, out var value)
                        && value.ValueKind == JsonValueKind.String
                    )
        );
        return property is null
            ? null
            : string.Join(", ", list.EnumerateArray().Select(item => item.GetProperty(property).GetString()));
    }

    private static bool IsNested(JsonElement element) =>
        element.ValueKind is JsonValueKind.Array or JsonValueKind.Object;

    private static string? Text(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => element.GetRawText(),
            _ => null,
        };

    [GeneratedRegex(
        @"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
    )]
    private static partial Regex HalfCharacter();
}
