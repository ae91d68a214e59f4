using System.Globalization;
using System.Text.RegularExpressions;
using MudBlazor;

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

    /// <summary>Icon for a type of event; an event this page does not know yet still gets one.</summary>
    public static string Icon(string eventType) => eventType switch
    {
        _ when eventType.Contains("Disabled", StringComparison.Ordinal) => Icons.Material.Filled.Block,
        _ when eventType.Contains("Enabled", StringComparison.Ordinal) => Icons.Material.Filled.CheckCircleOutline,
        _ when eventType.Contains("Locked", StringComparison.Ordinal) => Icons.Material.Filled.Lock,
        _ when eventType.Contains("Email", StringComparison.Ordinal) => Icons.Material.Filled.AlternateEmail,
        _ when eventType.Contains("Phone", StringComparison.Ordinal) => Icons.Material.Filled.Phone,
        _ when eventType.Contains("Role", StringComparison.Ordinal) => Icons.Material.Filled.Shield,
        _ when eventType.Contains("Password", StringComparison.Ordinal) => Icons.Material.Filled.Key,
        _ when eventType.Contains("Failed", StringComparison.Ordinal) => Icons.Material.Filled.ReportGmailerrorred,
        _ when eventType.Contains("Sign", StringComparison.Ordinal) || eventType.Contains("Session", StringComparison.Ordinal) => Icons.Material.Filled.Login,
        _ when eventType.Contains("Created", StringComparison.Ordinal) => Icons.Material.Filled.PersonAdd,
        _ => Icons.Material.Filled.Edit,
    };

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex Hump();
}
