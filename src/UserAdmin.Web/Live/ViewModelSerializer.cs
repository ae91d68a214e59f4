using System.Buffers;
using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Components;

namespace UserAdmin.Web.Live;

/// <summary>
/// Serializes view models from the prerendered page to the circuit (<c>[PersistentState]</c>), compressed. Their
/// setters are not public, so the stock serializer would restore empty rows. It would also send a page of rows,
/// encrypted, twice without compression.
/// </summary>
/// <typeparam name="T">The view model.</typeparam>
internal sealed class ViewModelSerializer<T> : PersistentComponentStateSerializer<T>
{
    private static readonly JsonSerializerOptions _options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepWhatIsStored } },
    };

    public override void Persist(T value, IBufferWriter<byte> writer)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(deflate, value, _options);
        }

        writer.Write(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    public override T Restore(ReadOnlySequence<byte> data)
    {
        using var inflate = new DeflateStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(inflate, _options)!;
    }

    // Every property with a setter of any visibility, but no computed property.
    private static void KeepWhatIsStored(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in type.Properties.ToList())
        {
            if (property.AttributeProvider is PropertyInfo { CanWrite: false })
            {
                type.Properties.Remove(property);
            }
            else if (property is { Set: null, AttributeProvider: PropertyInfo visible })
            {
                property.Set = visible.SetValue;
            }
        }

        foreach (var hidden in type.Type.GetProperties(BindingFlags.Instance | BindingFlags.NonPublic))
        {
            if (hidden is { CanRead: true, CanWrite: true } && hidden.GetIndexParameters().Length == 0)
            {
                var property = type.CreateJsonPropertyInfo(hidden.PropertyType, hidden.Name);
                (property.Get, property.Set) = (hidden.GetValue, hidden.SetValue);
                type.Properties.Add(property);
            }
        }
    }
}
