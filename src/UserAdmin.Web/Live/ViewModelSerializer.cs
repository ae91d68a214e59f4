using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Components;

namespace UserAdmin.Web.Live;

/// <summary>
/// Carries view models from the prerendered page to the circuit (<c>[PersistentState]</c>). Their setters are not public, and
/// the stock serializer would bring back empty rows.
/// </summary>
/// <typeparam name="T">The view model.</typeparam>
internal sealed class ViewModelSerializer<T> : PersistentComponentStateSerializer<T>
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { UseHiddenSetters } },
    };

    public override void Persist(T value, IBufferWriter<byte> writer)
    {
        using var json = new Utf8JsonWriter(writer);
        JsonSerializer.Serialize(json, value, Options);
    }

    public override T Restore(ReadOnlySequence<byte> data)
    {
        var json = new Utf8JsonReader(data);
        return JsonSerializer.Deserialize<T>(ref json, Options)!;
    }

    private static void UseHiddenSetters(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property is { Set: null, AttributeProvider: System.Reflection.PropertyInfo { CanWrite: true } hidden })
            {
                property.Set = hidden.SetValue;
            }
        }
    }
}
