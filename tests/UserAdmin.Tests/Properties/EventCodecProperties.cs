using System.Reflection;
using System.Text.Json;
using CsCheck;
using UserAdmin.EventLog;

namespace UserAdmin.Tests.Properties;

public sealed class EventCodecProperties
{
    public static TheoryData<string> EventTypes => [.. EventCodec.Types.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Decode_OfWhatWasEncoded_GivesTheSameEvent(string name)
    {
        var type = EventCodec.Types[name];
        Made(type)
            .Sample(
                made =>
                {
                    var @event = (IEvent)made!;
                    var payload = EventCodec.Encode(@event);
                    var back = EventCodec.Decode(new EventRecord { Type = name, Payload = payload });
                    back.ShouldBeOfType(type);
                    EventCodec.Encode(back).ShouldBe(payload);
                    // What follows from other properties would only make the log larger.
                    using var json = JsonDocument.Parse(payload);
                    json.RootElement.EnumerateObject().ShouldEachBe(stored => type.GetProperty(stored.Name)!.CanWrite);
                    foreach (var property in type.GetProperties())
                    {
                        property.GetValue(back).ShouldBeEquivalentTo(property.GetValue(@event), property.Name);
                    }
                },
                iter: 50,
                threads: 1
            );
    }

    private static Gen<object?[]> All(Gen<object?>[] parts) =>
        parts.Aggregate(
            Gen.Const(Array.Empty<object?>()),
            (all, part) => Gen.Select(all, part, (values, value) => (object?[])[.. values, value])
        );

    private static Gen<object?> ValueOf(ParameterInfo parameter) =>
        ValueOf(
            parameter.ParameterType,
            new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable
        );

    private static Gen<object?> ValueOf(Type type, bool mayBeNull)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return OrNull(ValueOf(underlying, mayBeNull: false));
        }

        return type switch
        {
            { IsEnum: true } => Gen.Int[0, Enum.GetValues(type).Length - 1]
                .Select(i => Enum.GetValues(type).GetValue(i)),
            _ when type == typeof(UserAdmin.Policies.Policy) => Gen.Int[8, 64]
                .Select(length => (object?)new UserAdmin.Policies.Policy { MinPasswordLength = length }),
            _ when type == typeof(string) => (
                mayBeNull ? Generators.OptionalText : Generators.Unicode.Select(text => (string?)text)
            ).Select(text => (object?)text),
            _ when type == typeof(bool) => Gen.Bool.Select(value => (object?)value),
            _ when type == typeof(char) => Gen.Char['!', '~'].Select(value => (object?)value),
            _ when type == typeof(long) => Gen.Long.Select(value => (object?)value),
            _ when type == typeof(int) => Gen.Int.Select(value => (object?)value),
            _ when type == typeof(DateOnly) => Gen.Int[0, 3_000_000]
                .Select(day => (object?)DateOnly.FromDayNumber(day)),
            _ when type == typeof(DateTimeOffset) => Generators.Moment.Select(value => (object?)value),
            { IsGenericType: true } => ListOf(type.GetGenericArguments()[0]),
            _ => mayBeNull ? OrNull(Made(type)) : Made(type),
        };
    }

    private static Gen<object?> OrNull(Gen<object?> value) =>
        Gen.Select(Gen.Bool, value, (isThere, some) => isThere ? some : null);

    private static Gen<object?> ListOf(Type part) =>
        ValueOf(part, mayBeNull: false)
            .Array[0, 4]
            .Select(items =>
            {
                var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(part))!;
                Array.ForEach(items, item => list.Add(item));
                return (object?)list;
            });

    /// <summary>Generates a record whose parts are generated independently.</summary>
    internal static Gen<object?> Made(Type type)
    {
        var constructor = type.GetConstructors()
            .Single(one =>
                one.GetParameters() is var parameters && (parameters.Length != 1 || parameters[0].ParameterType != type)
            );
        var inits = type.GetProperties()
            .Where(property =>
                property.SetMethod is not null
                && !constructor.GetParameters().Any(parameter => parameter.Name == property.Name)
            )
            .ToArray();
        return Gen.Select(
            All(constructor.GetParameters().Select(ValueOf).ToArray()),
            All(
                inits
                    .Select(property =>
                        ValueOf(
                            property.PropertyType,
                            new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable
                        )
                    )
                    .ToArray()
            ),
            (parts, values) =>
            {
                var made = constructor.Invoke(parts);
                Array.ForEach(inits.Zip(values).ToArray(), pair => pair.First.SetValue(made, pair.Second));
                return (object?)made;
            }
        );
    }
}
