using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.EventLog;

/// <summary>
/// Compares an edit with the changes that others made since its form was opened, according to the log.
/// </summary>
internal static class FieldMerge
{
    /// <summary>
    /// Merges an edit field by field (decision 4). A field that nobody else has changed since the version seen is set.
    /// A field that someone else has changed keeps their value if this edit does not change it, and is refused if both
    /// changed it differently.
    /// </summary>
    /// <param name="context">The log.</param>
    /// <param name="subjectId">What is edited.</param>
    /// <param name="seenVersion">The version that the form showed.</param>
    /// <param name="wanted">All fields of the form.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <param name="counts">Tells which events of the subject are about what is edited; null if all are.</param>
    /// <returns>The fields to set, and a <see cref="StaleEdit"/> for each conflict.</returns>
    public static async Task<(List<KeyValuePair<string, string?>> Set, List<Error> Conflicts)> MergeAsync(
        WriteContext context,
        string subjectId,
        long seenVersion,
        IEnumerable<KeyValuePair<string, string?>> wanted,
        CancellationToken cancellationToken,
        Func<IEvent, bool>? counts = null
    )
    {
        var (meanwhile, version) = await ChangedSinceAsync(context, subjectId, seenVersion, counts, cancellationToken);
        var set = new List<KeyValuePair<string, string?>>();
        var conflicts = new List<Error>();
        foreach (var (field, value) in wanted)
        {
            if (!meanwhile.TryGetValue(field, out var other))
            {
                set.Add(new(field, value));
            }
            else if (value != other.Seen && value != other.Current)
            {
                conflicts.Add(
                    new StaleEdit(
                        field,
                        other.Current ?? "",
                        other.By,
                        other.At,
                        version,
                        $"{other.By} changed this to “{other.Current}” at "
                            + $"{other.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC, after you opened the form. Your text "
                            + "is kept; choose which one to save."
                    )
                );
            }
        }

        return (set, conflicts);
    }

    private static async Task<(Dictionary<string, Meanwhile> Fields, long Version)> ChangedSinceAsync(
        WriteContext context,
        string subjectId,
        long seenVersion,
        Func<IEvent, bool>? counts,
        CancellationToken cancellationToken
    )
    {
        var fields = new Dictionary<string, Meanwhile>();
        var version = seenVersion;
        await foreach (
            var (record, @event) in SubjectEvents.SinceAsync(context, subjectId, seenVersion, cancellationToken)
        )
        {
            version = record.Position;
            if (counts?.Invoke(@event) == false)
            {
                continue;
            }

            foreach (var change in @event.Changes)
            {
                // The first change since then tells what the person saw; the last one tells the current value.
                var seen = fields.TryGetValue(change.Field, out var earlier) ? earlier.Seen : change.From;
                fields[change.Field] = new Meanwhile(seen, change.To, record.ActorName, record.At);
            }
        }

        return (fields, version);
    }

    private sealed record Meanwhile(string? Seen, string? Current, string By, DateTimeOffset At);
}
