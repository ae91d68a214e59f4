using System.Text.Json;

namespace UserAdmin.Web.Account.Passkeys;

/// <summary>
/// The sentences of the scripts for passkeys (wwwroot/webauthn.js and those of the two components), which the page
/// passes to them in its own language.
/// </summary>
internal static class PasskeyTexts
{
    /// <summary>The sentences, in English.</summary>
    internal static IReadOnlyList<string> All { get; } =
    [
        Marked(
            "Browsers allow passkeys only on addresses that begin with https://. Open this page with https://, or ask "
                + "whoever runs it."
        ),
        Marked("This browser cannot use passkeys. Use a current version of Chrome, Edge, Firefox or Safari."),
        Marked("The server cannot be reached. Try again in a moment."),
        Marked("There were too many attempts. Wait a minute, then try again."),
        Marked("The server could not do this. Reload the page and try again."),
        Marked("This device already holds a passkey for your account. It is in the list."),
        Marked("The browser does not allow passkeys on this address. Open the page at its usual https:// address."),
        Marked("This device cannot make a passkey that is accepted here. Use another device or a security key."),
        Marked(
            "No passkey was added: the browser's question was closed, or it took too long. Try again when you are "
                + "ready."
        ),
        Marked(
            "No passkey was used: the browser's question was closed, or there is no passkey for this page on the "
                + "device. Try again, or sign in with your password."
        ),
        Marked("The passkey could not be used. Reload the page and try again, or sign in another way."),
        Marked("The passkey could not be added. Reload the page and try again."),
    ];

    /// <summary>
    /// Returns the translations by the English sentences, as JSON for <c>data-passkey-texts</c>; null in English.
    /// </summary>
    public static string? Translated()
    {
        var texts = All.Where(text => T(text) != text).ToDictionary(text => text, text => T(text));
        return texts.Count == 0 ? null : JsonSerializer.Serialize(texts);
    }
}
