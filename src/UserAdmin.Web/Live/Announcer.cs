namespace UserAdmin.Web.Live;

/// <summary>
/// Announces changes of the page to screen readers, politely. One instance for each circuit; the layout contains the
/// live region.
/// </summary>
public sealed class Announcer
{
    /// <summary>Raised with each message, on the thread that announced it.</summary>
    internal event Action<string>? Announced;

    /// <summary>Announces a message when the screen reader is next idle.</summary>
    /// <param name="message">A short sentence: “2 users changed.”</param>
    public void Announce(string message) => Announced?.Invoke(message);
}
