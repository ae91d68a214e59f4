using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace UserAdmin.EventLog.Sealing;

/// <summary>
/// Converts text marked <see cref="PersonalAttribute"/>. While an event is sealed, each text is taken out of the JSON
/// and its number put in its place; while one is opened, it is put back. Otherwise text is converted as ever.
/// </summary>
internal sealed class PersonalText : JsonConverter<string>
{
    private static readonly PersonalText _converter = new();

    // The serializer works on one thread, and offers a converter no other way to know what it is called for.
    [ThreadStatic]
    private static List<string>? _taken;

    [ThreadStatic]
    private static IReadOnlyList<string>? _given;

    /// <summary>Makes a serializer use this for every marked property.</summary>
    public static void Convert(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider?.IsDefined(typeof(PersonalAttribute), inherit: true) is true)
            {
                property.CustomConverter = _converter;
            }
        }
    }

    /// <summary>Serializes without the marked texts.</summary>
    /// <param name="serialize">Serializes.</param>
    /// <returns>The JSON, and the texts.</returns>
    public static (string Json, List<string> Texts) Take(Func<string> serialize)
    {
        var taken = _taken = [];
        try
        {
            return (serialize(), taken);
        }
        finally
        {
            _taken = null;
        }
    }

    /// <summary>Deserializes with the marked texts.</summary>
    /// <param name="texts">The texts that were taken out; empty if they were erased.</param>
    /// <param name="deserialize">Deserializes.</param>
    public static T Give<T>(IReadOnlyList<string> texts, Func<T> deserialize)
    {
        _given = texts;
        try
        {
            return deserialize();
        }
        finally
        {
            _given = null;
        }
    }

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        if (_given is not { } given || text is null)
        {
            return text;
        }

        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < given.Count
            ? given[number]
            : EventSealing.Erased;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (_taken is { } taken)
        {
            writer.WriteStringValue(taken.Count.ToString(CultureInfo.InvariantCulture));
            taken.Add(value);
        }
        else
        {
            writer.WriteStringValue(value);
        }
    }
}
