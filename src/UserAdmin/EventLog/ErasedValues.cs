using System.Collections.Frozen;
using UserAdmin.Messaging;

namespace UserAdmin.EventLog;

/// <summary>What is left in place of values of a person whose key was erased (decision 93).</summary>
internal static class ErasedValues
{
    /// <summary>Stands where a value was.</summary>
    public const string Word = "erased";

    private static readonly FrozenSet<string> _aboutUsers = EventCodec
        .Types.Where(type => type.Value.GetProperty("UserId")?.PropertyType == typeof(string))
        .Select(type => type.Key)
        .ToFrozenSet();

    /// <summary>Returns whether the subject of a type of event is a user.</summary>
    public static bool IsAboutUser(string eventType) => _aboutUsers.Contains(eventType);

    /// <summary>Returns whether an actor is an account, and not the program or somebody who is not signed in.</summary>
    public static bool IsAccount(string actorId) => actorId != Actor.System.Id && actorId != Actor.Anonymous.Id;

    /// <summary>Returns the address that an event came from; null if it is unknown or was erased.</summary>
    public static string? AddressOf(EventRecord record) => Address(record.IpAddress);

    /// <summary>Returns an address, or null if it was erased.</summary>
    public static string? Address(string? address) => address == Word ? null : address;

    /// <summary>Returns what is left of a text: nothing if there was none.</summary>
    public static string? Of(string? text) => text is null ? null : Word;
}
