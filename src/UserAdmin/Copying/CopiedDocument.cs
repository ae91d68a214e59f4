using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.Json;

namespace UserAdmin.Copying;

/// <summary>
/// Reads and writes the JSON of a column by EF Core's own mapping, because the providers write bytes and times
/// differently.
/// </summary>
internal sealed class CopiedDocument
{
    private readonly (string Name, JsonValueReaderWriter Format)[] _values;

    /// <param name="type">The type that is stored as JSON.</param>
    /// <exception cref="InvalidOperationException">It contains another type.</exception>
    public CopiedDocument(IEntityType type)
    {
        if (type.GetNavigations().Any(inner => inner.ForeignKey.IsOwnership && !inner.IsOnDependent))
        {
            throw new InvalidOperationException($"The copy of a database does not know the types in {type.Name}.");
        }

        _values =
        [
            .. type.GetProperties()
                .Where(property => !property.IsPrimaryKey())
                .Select(property =>
                    (
                        property.GetJsonPropertyName()!,
                        property.GetJsonValueReaderWriter() ?? property.GetTypeMapping().JsonValueReaderWriter!
                    )
                )
                .OrderBy(value => value.Item1, StringComparer.Ordinal),
        ];
    }

    /// <summary>Reads the values.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="FormatException">It has another shape, so that something would be lost.</exception>
    public object?[] Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var values = new object?[_values.Length];
            foreach (var member in document.RootElement.EnumerateObject())
            {
                var i = Array.FindIndex(_values, value => value.Name == member.Name);
                if (i < 0)
                {
                    throw new FormatException($"This version does not know “{member.Name}” in the JSON.");
                }

                values[i] =
                    member.Value.ValueKind == JsonValueKind.Null
                        ? null
                        : _values[i].Format.FromJsonString(member.Value.GetRawText());
            }

            return values;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new FormatException($"The JSON cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Writes the values as the JSON of this database.</summary>
    public string Write(object?[] values)
    {
        var members = _values.Select(
            (value, i) =>
                $"{JsonSerializer.Serialize(value.Name)}:"
                + (values[i] is { } written ? value.Format.ToJsonString(written) : "null")
        );
        return $"{{{string.Join(',', members)}}}";
    }
}
