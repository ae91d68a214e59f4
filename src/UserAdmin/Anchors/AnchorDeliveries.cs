using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using UserAdmin.EventLog;
using UserAdmin.Storage;

namespace UserAdmin.Anchors;

/// <summary>Whether anchors arrive at a destination.</summary>
/// <param name="Name"><c>folder</c>, <c>address</c> or <c>mail</c>.</param>
/// <param name="Target">The folder, the address without its query, or the mail address.</param>
/// <param name="DeliveredUpTo">Position of the last head that arrived there; 0 if none has.</param>
/// <param name="Problem">Why the last try failed, as a sentence, or null.</param>
/// <param name="FailingSince">When the first try failed since then, in UTC, or null.</param>
public sealed record AnchorDelivery(
    string Name,
    string Target,
    long DeliveredUpTo,
    string? Problem = null,
    DateTimeOffset? FailingSince = null
);

/// <summary>
/// Delivers signed heads to each destination, oldest first, and remembers how far each has come in a file beside the
/// key. Without that file it begins with the last one, which proves everything before it as well.
/// </summary>
internal sealed class AnchorDeliveries(
    IEnumerable<IAnchorDestination> destinations,
    AnchorKey keys,
    TimeProvider time,
    ILogger<AnchorDeliveries> logger
)
{
    private readonly ConcurrentDictionary<string, AnchorDelivery> _current = new();

    private string StateFile => Path.Combine(keys.Folder, "deliveries.json");

    /// <summary>The destinations that are set, as far as this process knows; only the leader delivers.</summary>
    public IReadOnlyList<AnchorDelivery> Current =>
        [
            .. destinations
                .Where(destination => destination.Target is not null)
                .Select(destination =>
                    _current.GetValueOrDefault(destination.Name)
                    ?? new AnchorDelivery(destination.Name, destination.Target!, DeliveredUpTo: 0)
                ),
        ];

    /// <summary>Delivers what each destination has not got yet.</summary>
    public async Task RunOnceAsync(LogReader log, CancellationToken cancellationToken)
    {
        if (log.LastSignedHead() is not { } last)
        {
            return;
        }

        var state = ReadState();
        foreach (var destination in destinations.Where(destination => destination.Target is not null))
        {
            // Another target under the same name has got nothing yet.
            var key = $"{destination.Name} {destination.Target}";
            var known = state.TryGetValue(key, out var recordedAt) && recordedAt <= last.RecordedAt;
            var waiting = known ? log.SignedHeads(recordedAt) : [last];
            if (destination.OnlyTheLast && waiting.Count > 0)
            {
                waiting = [waiting[^1]];
            }

            foreach (var head in waiting)
            {
                var anchor = Anchor.Of(head.Event);
                if (await destination.DeliverAsync(anchor, PublicKey(anchor), cancellationToken) is { } problem)
                {
                    Failed(destination, problem);
                    break;
                }

                state[key] = head.RecordedAt;
                WriteState(state);
                Delivered(destination, head);
            }

            if (waiting.Count == 0)
            {
                Delivered(destination, last);
            }
        }
    }

    private void Delivered(IAnchorDestination destination, SignedHead head)
    {
        if (_current.TryGetValue(destination.Name, out var before) && before.Problem is not null)
        {
            logger.LogInformation("Anchors are delivered to {Target} again.", destination.Target);
        }

        _current[destination.Name] = new(destination.Name, destination.Target!, head.Event.HeadPosition);
    }

    private void Failed(IAnchorDestination destination, string problem)
    {
        var before = _current.GetValueOrDefault(destination.Name);
        if (before?.Problem != problem)
        {
            logger.LogWarning(
                "An anchor was not delivered to {Target}; the next try is in a minute. {Problem}",
                destination.Target,
                problem
            );
        }

        _current[destination.Name] = new(
            destination.Name,
            destination.Target!,
            before?.DeliveredUpTo ?? 0,
            // Messages of the system end with a full stop or without one.
            $"{problem.TrimEnd('.')}.",
            before?.FailingSince ?? time.GetUtcNow()
        );
    }

    private string? PublicKey(Anchor anchor) =>
        keys.FindToVerify() is { } key && AnchorKey.IdOf(key) == anchor.KeyId
            ? key.ExportSubjectPublicKeyInfoPem() + "\n"
            : null;

    private Dictionary<string, long> ReadState()
    {
        try
        {
            return File.Exists(StateFile)
                ? JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(StateFile)) ?? []
                : [];
        }
        catch (JsonException)
        {
            // It was damaged. The last anchor is delivered again, which is harmless.
            return [];
        }
    }

    private void WriteState(Dictionary<string, long> state)
    {
        PrivateFiles.CreateFolder(keys.Folder);
        var unfinished = StateFile + ".tmp";
        File.WriteAllText(unfinished, JsonSerializer.Serialize(state));
        File.Move(unfinished, StateFile, overwrite: true);
    }
}
