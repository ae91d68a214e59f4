using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using UserAdmin.Messaging;

namespace UserAdmin.EventLog.Sealing;

/// <summary>Returns a key, or null if there is none: it was deleted.</summary>
/// <param name="id">Its id (<see cref="EventKey.Id"/>).</param>
internal delegate byte[]? KeyLookup(string id);

/// <summary>
/// Encrypts what an event says about persons, and decrypts it (decision 93). A sealed event has version 2. Its payload
/// keeps its structure, with a number in place of each personal text; the texts are in front, encrypted with
/// AES-256-GCM: <c>~s</c> those about the subject, <c>~a</c> those about the acting account, <c>~i</c> the IP address.
/// Each is the base64 of nonce (12 bytes), ciphertext and tag (16 bytes); empty if the key had been deleted before. The
/// plaintext is the texts in UTF-8, each after its length as a 32-bit big-endian integer. The hash of an event covers
/// this form.
/// </summary>
internal static class EventSealing
{
    /// <summary>What is read in place of a text whose key was deleted.</summary>
    public const string Erased = "erased";

    /// <summary>The version of sealed events.</summary>
    public const int Version = 2;

    private const string SubjectPart = "{\"~s\":\"";
    private const string ActorPart = "{\"~a\":\"";
    private const string AddressPart = "{\"~i\":\"";

    private static readonly FrozenSet<string> _aboutUsers = EventCodec
        .Types.Where(type => type.Value.GetProperty("UserId") is not null)
        .Select(type => type.Key)
        .ToFrozenSet();

    private static readonly FrozenDictionary<string, TraceKind> _traces = EventCodec
        .Types.Select(type => (type.Key, Trace: type.Value.GetCustomAttribute<TraceAttribute>()))
        .Where(type => type.Trace is not null)
        .ToFrozenDictionary(type => type.Key, type => type.Trace!.Kind);

    private static readonly FrozenSet<string> _erasing = EventCodec
        .Types.Where(type => typeof(IErasesSubject).IsAssignableFrom(type.Value))
        .Select(type => type.Key)
        .ToFrozenSet();

    /// <summary>Returns whether the subject of events of a type is an account.</summary>
    public static bool IsAboutUser(string type) => _aboutUsers.Contains(type);

    /// <summary>Returns which rule of retention applies to events of a type, or null.</summary>
    public static TraceKind? TraceOf(string type) => _traces.TryGetValue(type, out var kind) ? kind : null;

    /// <summary>
    /// Returns whether an actor is an account, and not the program, an application or somebody not signed in. The name
    /// of an application says nothing about a person.
    /// </summary>
    public static bool IsAccount(string actorId) =>
        actorId != Actor.System.Id && actorId != Actor.Anonymous.Id && !Actor.IsApplication(actorId);

    /// <summary>Returns the ids of all keys that an event needs.</summary>
    /// <param name="record">The event; its payload does not matter.</param>
    public static IEnumerable<string> KeysOf(EventRecord record) =>
        SubjectKeys(record)
            .Concat(IsAccount(record.ActorId) ? [record.ActorId] : [])
            .Concat(record.IpAddress is null ? [] : AddressKeys(record))
            .Distinct();

    /// <summary>Returns the ids of the keys of days that an event needs.</summary>
    /// <param name="record">The event; its payload does not matter.</param>
    public static IEnumerable<string> DayKeysOf(EventRecord record)
    {
        if (TraceOf(record.Type) is { } kind)
        {
            yield return EventKey.OfDay(kind, record.At);
        }

        if (record.IpAddress is not null)
        {
            yield return EventKey.OfDay(TraceKind.Addresses, record.At);
        }
    }

    /// <summary>Turns a plain row into a sealed one. Its hash has to be computed afterwards.</summary>
    /// <param name="record">The row, of version 1.</param>
    /// <param name="event">The event.</param>
    /// <param name="keys">The keys that <see cref="KeysOf"/> names, null where one was deleted.</param>
    public static void Seal(EventRecord record, IEvent @event, KeyLookup keys)
    {
        string[] subjectKeys = [.. SubjectKeys(record)];
        var texts = new List<string>();
        if (subjectKeys.Length > 0)
        {
            (record.Payload, texts) = PersonalText.Take(() => EventCodec.Encode(@event));
        }

        var ofActor = new List<string>();
        var isOfAccount = IsAccount(record.ActorId);
        if (isOfAccount)
        {
            ofActor.Add(record.ActorName);
            record.ActorName = Erased;
        }

        if (record.Reason is { } reason)
        {
            if (HasReason(record))
            {
                texts.Add(reason);
                record.Reason = Erased;
            }
            else if (isOfAccount)
            {
                ofActor.Add(reason);
                record.Reason = Erased;
            }
        }

        if (record.IpAddress is { } address)
        {
            Put(record, AddressPart, AddressKeys(record), [address], keys);
            record.IpAddress = Erased;
        }

        if (ofActor.Count > 0)
        {
            Put(record, ActorPart, [record.ActorId], ofActor, keys);
        }

        // Even without any text: whether it can be decrypted tells later whether the subject was erased.
        if (subjectKeys.Length > 0)
        {
            Put(record, SubjectPart, subjectKeys, texts, keys);
        }

        record.Version = Version;
    }

    /// <summary>Decrypts a row and decodes its event. A row of version 1 is returned as it is.</summary>
    /// <param name="record">The row; it is not changed.</param>
    /// <param name="keys">The keys that <see cref="KeysOf"/> names; null, or left out, where one was deleted.</param>
    /// <returns>The row as it was before it was sealed, apart from its version and payload; and the event.</returns>
    /// <exception cref="NotSupportedException">This version of the program does not know the event.</exception>
    /// <exception cref="JsonException">The payload is damaged.</exception>
    public static (EventRecord Record, IEvent Event) Open(EventRecord record, KeyLookup keys)
    {
        if (record.Version != Version)
        {
            return (record, EventCodec.Decode(record));
        }

        var opened = record.Copy();
        var rest = record.Payload.AsSpan();
        List<string>? texts = null;
        var isSealed = TryTake(ref rest, SubjectPart, out var sealedTexts);
        if (isSealed)
        {
            texts = Read(sealedTexts, SubjectKeys(record), keys);
            opened.IsErased = texts is null;
        }

        if (texts is not null && record.Reason is not null && HasReason(record))
        {
            opened.Reason = texts is [.., var reason]
                ? reason
                : throw new JsonException("The event has a reason that was not encrypted: it was changed.");
        }

        if (TryTake(ref rest, ActorPart, out var sealedActor) && Read(sealedActor, [record.ActorId], keys) is { } actor)
        {
            opened.ActorName = actor[0];
            opened.Reason = actor.Count > 1 ? actor[1] : opened.Reason;
        }

        if (TryTake(ref rest, AddressPart, out var sealedAddress))
        {
            opened.IpAddress = Read(sealedAddress, AddressKeys(record), keys) is [var address] ? address : null;
        }

        opened.Payload = string.Concat("{", rest[0] == ',' ? rest[1..] : rest.TrimStart('{'));
        return (
            opened,
            isSealed ? PersonalText.Give(texts ?? [], () => EventCodec.Decode(opened)) : EventCodec.Decode(opened)
        );
    }

    /// <inheritdoc cref="Open(EventRecord, KeyLookup)"/>
    /// <summary>Decrypts a row with the keys that were read with it.</summary>
    public static (EventRecord Record, IEvent Event) Open(EventRecord record) =>
        Open(record, record.Keys ?? (static _ => null));

    private static IEnumerable<string> SubjectKeys(EventRecord record)
    {
        if (IsAboutUser(record.Type) && !_erasing.Contains(record.Type))
        {
            yield return record.SubjectId;
        }

        if (TraceOf(record.Type) is { } kind)
        {
            yield return EventKey.OfDay(kind, record.At);
        }
    }

    // Of a request that nobody signed in has sent, the address is that of the account that it was about.
    private static IEnumerable<string> AddressKeys(EventRecord record)
    {
        yield return EventKey.OfDay(TraceKind.Addresses, record.At);
        if (IsAccount(record.ActorId))
        {
            yield return record.ActorId;
        }
        else if (IsAboutUser(record.Type))
        {
            yield return record.SubjectId;
        }
    }

    // The reason of a purge has to outlive the purged.
    private static bool HasReason(EventRecord record) => IsAboutUser(record.Type) && !_erasing.Contains(record.Type);

    private static void Put(
        EventRecord record,
        string part,
        IEnumerable<string> keyIds,
        List<string> texts,
        KeyLookup keys
    ) =>
        record.Payload = string.Concat(
            part,
            KeyOf(keyIds, keys) is { } key ? SealedTexts.Encrypt(texts, key) : "",
            record.Payload.Length == 2 ? "\"" : "\",",
            record.Payload.AsSpan(1)
        );

    private static bool TryTake(ref ReadOnlySpan<char> payload, string part, out ReadOnlySpan<char> content)
    {
        // After the first part, what is left begins with a comma in place of the brace.
        if (
            !payload[1..].StartsWith(part.AsSpan(1)) || payload[part.Length..].IndexOf('"') is not (>= 0 and var length)
        )
        {
            content = [];
            return false;
        }

        content = payload.Slice(part.Length, length);
        payload = payload[(part.Length + length + 1)..];
        return true;
    }

    private static List<string>? Read(ReadOnlySpan<char> content, IEnumerable<string> keyIds, KeyLookup keys) =>
        content.Length > 0 && KeyOf(keyIds, keys) is { } key ? SealedTexts.Decrypt(content, key) : null;

    // Deleting one of several keys is enough.
    private static byte[]? KeyOf(IEnumerable<string> keyIds, KeyLookup keys)
    {
        byte[]? key = null;
        foreach (var id in keyIds)
        {
            if (keys(id) is not { } next)
            {
                return null;
            }

            key = key is null ? next : HMACSHA256.HashData(key, next);
        }

        return key;
    }
}
