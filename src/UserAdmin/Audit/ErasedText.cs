using UserAdmin.Audit.Search;
using UserAdmin.EventLog.Sealing;

namespace UserAdmin.Audit;

/// <summary>What the history says of an event whose person was erased.</summary>
internal static class ErasedText
{
    private const string AboutUser = "User ";

    /// <summary>Returns what happened, from the event's type alone: “Email changed, erased”.</summary>
    /// <param name="eventType">The type.</param>
    public static string What(string eventType)
    {
        var words = ActivityActions.Words(eventType);
        if (words.StartsWith(AboutUser, StringComparison.Ordinal))
        {
            words = words[AboutUser.Length..];
            words = words[..1].ToUpperInvariant() + words[1..];
        }

        return $"{words}, {EventSealing.Erased}";
    }
}
