using System.Reflection;
using CsCheck;
using UserAdmin.Audit;
using UserAdmin.EventLog;

namespace UserAdmin.Tests.Properties;

public sealed class EventCodecProperties
{
    private static readonly NullabilityInfoContext _nullability = new();

    public static TheoryData<string> EventTypes => [.. EventCodec.Types.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Decode_OfWhatWasEncoded_GivesTheSameEvent(string name)
    {
        var type = EventCodec.Types[name];
        var constructor = type.GetConstructors().Single();
        var parts = constructor.GetParameters().Select(ValueOf).ToArray();
        All(parts).Sample(
            values =>
            {
                var @event = (IEvent)constructor.Invoke(values);
                var payload = EventCodec.Encode(@event);
                var back = EventCodec.Decode(new EventRecord { Type = name, Payload = payload });
                back.ShouldBeOfType(type);
                EventCodec.Encode(back).ShouldBe(payload);
                foreach (var property in type.GetProperties())
                {
                    property.GetValue(back).ShouldBeEquivalentTo(property.GetValue(@event), property.Name);
                }
            },
            iter: 50, threads: 1);
    }

    private static Gen<object?[]> All(Gen<object?>[] parts) =>
        parts.Aggregate(Gen.Const(Array.Empty<object?>()), (all, part) => Gen.Select(all, part, (values, value) => (object?[])[.. values, value]));

    private static Gen<object?> ValueOf(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type.IsEnum => Gen.Int[0, Enum.GetValues(type).Length - 1].Select(i => Enum.GetValues(type).GetValue(i)),
        var type when type == typeof(UserAdmin.Policies.Policy) => Gen.Int[8, 64].Select(length => (object?)new UserAdmin.Policies.Policy { MinPasswordLength = length }),
        // A list of small records: each part as it would be made by itself.
        var type when type.IsGenericType && type.GetGenericArguments()[0] is { IsClass: true } part && part.Namespace!.StartsWith("UserAdmin", StringComparison.Ordinal) && part != typeof(FieldChange) =>
            All(part.GetConstructors().Single().GetParameters().Select(ValueOf).ToArray()).Array[0, 4].Select(items =>
            {
                var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(part))!;
                foreach (var values in items)
                {
                    list.Add(part.GetConstructors().Single().Invoke(values));
                }

                return (object?)list;
            }),
        var type when type == typeof(string) => _nullability.Create(parameter).WriteState == NullabilityState.Nullable
            ? Generators.OptionalText.Select(text => (object?)text)
            : Generators.Unicode.Select(text => (object?)text),
        var type when type == typeof(bool) => Gen.Bool.Select(value => (object?)value),
        var type when type == typeof(long) => Gen.Long.Select(value => (object?)value),
        var type when type == typeof(int) => Gen.Int.Select(value => (object?)value),
        var type when type == typeof(DateTimeOffset) => Generators.Moment.Select(value => (object?)value),
        var type when type == typeof(DateTimeOffset?) => Generators.Moment.Select(value => value.UtcTicks % 2 == 0 ? null : (object?)value),
        var type when type == typeof(IReadOnlyList<string>) => Generators.Unicode.Array[0, 4].Select(value => (object?)value.ToList()),
        var type when type == typeof(IReadOnlyList<FieldChange>) =>
            Gen.Select(Generators.Unicode, Generators.OptionalText, Generators.OptionalText, (field, from, to) => new FieldChange(field, from, to)).Array[0, 4].Select(value => (object?)value.ToList()),
        var type => throw new NotSupportedException($"Say here how to make a {type} for {parameter.Member.DeclaringType?.Name}.{parameter.Name}."),
    };
}
