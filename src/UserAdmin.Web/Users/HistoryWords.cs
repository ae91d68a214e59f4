using System.Globalization;
using System.Text.RegularExpressions;

namespace UserAdmin.Web.Users;

/// <summary>What the history needs besides the words of its entries.</summary>
internal static partial class HistoryWords
{
    /// <summary>“1 event”, “1,204 events”.</summary>
    public static string Count(int events) =>
        events == 1 ? "1 event" : string.Create(CultureInfo.InvariantCulture, $"{events:N0} events");

    /// <summary>A property's name as people read it: <c>DisplayName</c> is “Display name”.</summary>
    public static string Label(string field)
    {
        var words = Hump().Replace(field, " $0").TrimStart();
        return words.Length == 0 ? words : words[..1] + words[1..].ToLowerInvariant();
    }

    /// <summary>Name of the glyph for a type of event; an event this page does not know yet still gets one.</summary>
    public static string Icon(string eventType) => eventType switch
    {
        "UserCreated" or "RoleCreated" => "plus",
        "UserDisabled" => "stop",
        "UserEnabled" => "check",
        "UserLockedOut" => "lock",
        "UserEmailChanged" => "mail",
        "UserPhoneChanged" => "phone",
        "UserRoleAssigned" or "UserRoleRemoved" or "RolePermissionsAdded" or "RolePermissionsChanged" => "role",
        "RoleDeleted" => "close",
        "UserSignInFailed" => "alert",
        "UserSignedIn" => "sign-in",
        "UserSignedOut" => "sign-out",
        _ => "edit",
    };

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex Hump();
}
