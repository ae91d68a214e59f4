using CsCheck;
using UserAdmin.EventLog;

namespace UserAdmin.Tests.Properties;

public sealed class EventHashProperties
{
    private static readonly Gen<EventRecord> _record = Gen.Select(
        Gen.Long[1, long.MaxValue],
        Generators.Moment,
        Gen.Int[1, 9],
        Generators.Unicode.Array[7],
        Generators.OptionalText.Array[3],
        (position, at, version, texts, optional) =>
            new EventRecord
            {
                Position = position,
                At = at,
                Version = version,
                Type = texts[0],
                SubjectId = texts[1],
                ActorId = texts[2],
                ActorName = texts[3],
                CommandId = texts[4],
                CommandName = texts[5],
                Payload = texts[6],
                CorrelationId = optional[0],
                Reason = optional[1],
                IpAddress = optional[2],
            }
    );

    // Ways in which one row may differ from another.
    private static readonly (string Name, Action<EventRecord, string> Change)[] _changes =
    [
        (nameof(EventRecord.Position), (row, _) => row.Position--),
        (nameof(EventRecord.At), (row, _) => row.At = row.At.UtcTicks > 0 ? row.At.AddTicks(-1) : row.At.AddTicks(1)),
        (nameof(EventRecord.Version), (row, _) => row.Version++),
        (nameof(EventRecord.Type), (row, text) => row.Type = text),
        (nameof(EventRecord.SubjectId), (row, text) => row.SubjectId = text),
        (nameof(EventRecord.ActorId), (row, text) => row.ActorId = text),
        (nameof(EventRecord.ActorName), (row, text) => row.ActorName = text),
        (nameof(EventRecord.CommandId), (row, text) => row.CommandId = text),
        (nameof(EventRecord.CommandName), (row, text) => row.CommandName = text),
        (nameof(EventRecord.Payload), (row, text) => row.Payload = text),
        (nameof(EventRecord.CorrelationId), (row, text) => row.CorrelationId = text),
        (nameof(EventRecord.Reason), (row, text) => row.Reason = text),
        (nameof(EventRecord.IpAddress), (row, text) => row.IpAddress = text),
        ("reason to null", (row, _) => row.Reason = null),
        ("text moved to the next column", (row, _) => (row.Type, row.SubjectId) = ("", row.Type + row.SubjectId)),
        ("two columns swapped", (row, _) => (row.ActorId, row.ActorName) = (row.ActorName, row.ActorId)),
        ("reason moved to the address", (row, _) => (row.Reason, row.IpAddress) = (null, row.Reason)),
    ];

    [Fact]
    public void Compute_OfDifferentRows_GivesDifferentHashes() =>
        Gen.Select(_record, Gen.Int[0, _changes.Length - 1], Generators.Unicode)
            .Sample(
                (row, which, text) =>
                {
                    var other = Copy(row);
                    _changes[which].Change(other, text);
                    EventHash
                        .Compute(EventHash.Genesis, other)
                        .SequenceEqual(EventHash.Compute(EventHash.Genesis, row))
                        .ShouldBe(Values(other).SequenceEqual(Values(row)), _changes[which].Name);
                },
                iter: 2000,
                threads: 1
            );

    [Fact]
    public void Compute_AfterDifferentHashes_GivesDifferentHashes() =>
        Gen.Select(_record, Gen.Byte.Array[32], Gen.Int[0, 31], Gen.Int[1, 255])
            .Sample(
                (row, previous, at, flip) =>
                {
                    var other = previous.ToArray();
                    other[at] ^= (byte)flip;
                    EventHash.Compute(other, row).ShouldNotBe(EventHash.Compute(previous, row));
                },
                threads: 1
            );

    /// <summary>A long payload is hashed by other code than a short one.</summary>
    [Fact]
    public void Compute_OfLongPayloads_TellsThemApart() =>
        Gen.Select(_record, Gen.Int[3000, 6000])
            .Sample(
                (row, length) =>
                {
                    row.Payload = new string('é', length);
                    var other = Copy(row);
                    other.Payload = new string('é', length - 1) + 'è';
                    EventHash.Compute(EventHash.Genesis, other).ShouldNotBe(EventHash.Compute(EventHash.Genesis, row));
                    EventHash.Compute(EventHash.Genesis, Copy(row)).ShouldBe(EventHash.Compute(EventHash.Genesis, row));
                },
                iter: 50,
                threads: 1
            );

    private static EventRecord Copy(EventRecord row)
    {
        var copy = new EventRecord();
        foreach (var property in typeof(EventRecord).GetProperties())
        {
            property.SetValue(copy, property.GetValue(row));
        }

        return copy;
    }

    private static IEnumerable<object?> Values(EventRecord row) =>
        typeof(EventRecord)
            .GetProperties()
            .Where(property => property.PropertyType != typeof(byte[]))
            .Select(property => property.GetValue(row));
}
