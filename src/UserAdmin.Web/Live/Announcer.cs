namespace UserAdmin.Web.Live;

/// <summary>
/// Says politely to screen readers what has changed on the page. One for each circuit; the layout holds the live
/// region.
/// </summary>
public sealed class Announcer
{
    /// <summary>Raised with each message, on the thread that announced it.</summary>
    internal event Action<string>? Announced;

    /// <summary>Announces a message when the screen reader is next idle.</summary>
    /// <param name="message">A short sentence: “2 users changed.”</param>
    public void Announce(string message) => Announced?.Invoke(message);
}
