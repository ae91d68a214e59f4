using System.Globalization;
using System.Text;

namespace UserAdmin.Tool.Output;

/// <summary>
/// Text that may go to a terminal. People choose their names, and a terminal obeys what stands in them: escape
/// sequences could hide lines or change the clipboard, and characters that turn the direction could show another name.
/// </summary>
internal static class CleanText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Returns a text as one line: white space becomes a space, and control characters, characters that turn the
    /// direction of writing and halves of surrogate pairs become U+FFFD.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(
                rune.Value is '\t' or '\n' or '\r' or 0x2028 or 0x2029 ? " "
                : IsHostile(rune) ? Replacement.ToString()
                : rune.ToString()
            );
        }

        return clean.ToString();
    }

    /// <summary>
    /// Returns JSON with the same characters written as \u: they can only stand within its strings, so what it says
    /// stays the same.
    /// </summary>
    /// <param name="json">Valid JSON.</param>
    public static string OfJson(string json)
    {
        var clean = new StringBuilder(json.Length);
        foreach (var character in json)
        {
            // White space between values; within strings it is escaped already (RFC 8259, 7).
            if (character is '\n' or '\r' or '\t' || !IsHostile(character))
            {
                clean.Append(character);
            }
            else
            {
                clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
        }

        return clean.ToString();
    }

    private static bool IsHostile(char character) =>
        char.IsControl(character) || TurnsDirection(character) || character is '\u2028' or '\u2029';

    private static bool IsHostile(Rune rune) =>
        Rune.IsControl(rune)
        || (rune.IsBmp && TurnsDirection((char)rune.Value))
        || rune.Value is >= 0xE0000 and < 0xE0080;

    // Unicode Standard Annex 9: marks, embeddings, overrides and isolates.
    private static bool TurnsDirection(char character) =>
        character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
