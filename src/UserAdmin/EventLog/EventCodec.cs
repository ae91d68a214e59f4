using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using UserAdmin.EventLog.Sealing;

namespace UserAdmin.EventLog;

/// <summary>Converts events to the text stored in the log and back.</summary>
internal static class EventCodec
{
    private static readonly JsonSerializerOptions _json = new()
    {
        // Names in any script stay readable in the database. The payload is never written to an HTML page unencoded.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutComputed, PersonalText.Convert } },
    };

    /// <summary>Every event type by its name in the log.</summary>
    public static FrozenDictionary<string, Type> Types { get; } =
        typeof(IEvent)
            .Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && type.IsAssignableTo(typeof(IEvent)))
            .ToFrozenDictionary(type => type.Name);

    /// <summary>
    /// Returns whether an event is or may be of a kind. For an event that was set aside it is unknown what it would
    /// have changed, so the answer is true.
    /// </summary>
    public static bool MayBe<T>(EventRecord record) =>
        record.IsSetAside || typeof(T).IsAssignableFrom(Types[record.Type]);

    public static string Encode(IEvent @event) => JsonSerializer.Serialize(@event, @event.GetType(), _json);

    /// <summary>Decodes an event that is plain or was decrypted by <see cref="EventSealing"/>.</summary>
    /// <exception cref="NotSupportedException">The log contains an event that this version of the program does not
    /// know.</exception>
    /// <exception cref="JsonException">The payload is damaged.</exception>
    public static IEvent Decode(EventRecord record)
    {
        if (record.Version is not (1 or EventSealing.Version) || !Types.TryGetValue(record.Type, out var type))
        {
            throw new NotSupportedException(
                $"Event {record.Position} is of type {record.Type}, version {record.Version}, which this "
                    + "version of UserAdmin does not know."
            );
        }

        return (IEvent?)JsonSerializer.Deserialize(record.Payload, type, _json)
            ?? throw new JsonException($"Event {record.Position} is empty.");
    }

    /// <summary>
    /// Leaves out what follows from other properties. The serializer's own setting for that writes collections all the
    /// same, and <see cref="IEvent.Changes"/> was half of many a payload.
    /// </summary>
    private static void LeaveOutComputed(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i] is { Set: null, AssociatedParameter: null })
            {
                type.Properties.RemoveAt(i);
            }
        }
    }

    /// <summary>Decodes the payload of an event of a known type.</summary>
    public static TEvent Decode<TEvent>(string payload)
        where TEvent : class, IEvent =>
        JsonSerializer.Deserialize<TEvent>(payload, _json)
        ?? throw new JsonException($"A {typeof(TEvent).Name} is empty.");
}
