using System.Collections.Frozen;
using System.Text.RegularExpressions;
using UserAdmin.EventLog;
using UserAdmin.Text;

namespace UserAdmin.Audit.Search;

/// <summary>The types of events in words.</summary>
public static partial class ActivityActions
{
    /// <summary>The word for all refused attempts.</summary>
    public const string Refused = "refused";

    private static readonly FrozenDictionary<string, string> _folded = EventCodec
        .Types.Where(type => !type.Value.IsAssignableTo(typeof(INotInHistory)))
        .ToFrozenDictionary(type => type.Key, type => UserText.Fold(Words(type.Key)));

    /// <summary>Every type of event of the history, by name.</summary>
    internal static IReadOnlyList<string> Types { get; } = [.. _folded.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Returns a type of event in words: “User email changed” for <c>UserEmailChanged</c>.</summary>
    /// <param name="eventType">The type.</param>
    public static string Words(string eventType)
    {
        var words = Hump().Replace(eventType, " $0").TrimStart();
        return words.Length == 0 ? words : words[..1].ToUpperInvariant() + words[1..].ToLowerInvariant();
    }

    /// <summary>
    /// Returns the types that a text names: one by its exact name, all refused attempts, or those whose words contain
    /// all words of the text.
    /// </summary>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<string> Named(string text)
    {
        if (Types.FirstOrDefault(type => string.Equals(type, text, StringComparison.OrdinalIgnoreCase)) is { } exact)
        {
            return [exact];
        }

        var words = UserText.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [Refused] ? HistoryRow.RefusedTypes
            : words.Length == 0 ? []
            : [.. Types.Where(type => words.All(word => _folded[type].Contains(word, StringComparison.Ordinal)))];
    }

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex Hump();
}
