using System.Globalization;
using UserAdmin.Projections;

namespace UserAdmin.Web.SystemPages;

/// <summary>Texts about the state of the system.</summary>
internal static class SystemText
{
    private static readonly TimeSpan _lifeless = TimeSpan.FromSeconds(30);

    /// <summary>Returns the state in a word or two, and the CSS class of its chip.</summary>
    /// <param name="status">The state; null while it is not known.</param>
    /// <param name="now">The current time.</param>
    public static (string Words, string Tone) Summary(SystemStatus? status, DateTimeOffset now) =>
        status switch
        {
            { Paused: not null } => (T("Paused", "read model"), "bad"),
            { Mismatch: not null } => (T("Another log"), "bad"),
            { HeartbeatAt: { } beat } when now - beat > _lifeless => (T("Not responding"), "bad"),
            { Rebuild: not null } => (T("Rebuilding"), "warn"),
            { IsBuilding: true, Lag: > 0 } => (T("Being built"), "warn"),
            { Lag: > 0 } => (T("Catching up"), "warn"),
            _ => (T("Up to date"), "good"),
        };

    /// <summary>“412 MB”, “3.1 GB”; “unknown” for null.</summary>
    public static string Size(long? bytes)
    {
        if (bytes is not { } size)
        {
            return T("unknown");
        }

        string[] units = [T("bytes"), "KB", "MB", "GB", "TB"];
        var (amount, unit) = ((double)size, 0);
        while (amount >= 1000 && unit < units.Length - 1)
        {
            (amount, unit) = (amount / 1000, unit + 1);
        }

        return string.Create(
            WrittenIn,
            $"{(unit > 1 && amount < 10 ? Math.Round(amount, 1) : Math.Round(amount)):0.#} {units[unit]}"
        );
    }

    /// <summary>“0.3” or “12”: how many a second, of those within a minute.</summary>
    public static string Rate(long withinMinute) =>
        (withinMinute / 60.0).ToString(withinMinute is > 0 and < 600 ? "0.0#" : "N0", WrittenIn);

    /// <summary>The version without its commit.</summary>
    public static string Short(string version) => version.Split('+')[0];
}
