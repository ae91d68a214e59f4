using System.Globalization;
using System.Text;

namespace UserAdmin.Text;

/// <summary>
/// Handles invisible characters: removed where they have no meaning, kept where a script or an emoji needs them
/// (Unicode Standard, chapter 23; Annex 31, section 2.3), and named where they are refused.
/// </summary>
internal static class InvisibleCharacters
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const int BlackFlag = 0x1F3F4;

    /// <summary>
    /// Returns the text without meaningless invisible characters, and with each run of spaces (including no-break and
    /// ideographic ones) replaced by one space. It is not trimmed; half a surrogate pair is kept.
    /// </summary>
    public static string Without(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 || IsPlain(text))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        var before = 0;
        var isRightToLeft = text.EnumerateRunes().Any(IsRightToLeft);
        for (var at = 0; at < text.Length; )
        {
            _ = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            var isKept = rune.Value switch
            {
                ZeroWidthJoiner or ZeroWidthNonJoiner => Joins(before, After(text, at + length)),
                // Directional marks matter only in text that contains right-to-left scripts.
                0x200E or 0x200F or 0x061C => isRightToLeft && before != 0 && After(text, at + length) != 0,
                (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) => TakesVariation(before),
                // The flags of England, Scotland and Wales are encoded with tag characters.
                >= 0xE0020 and <= 0xE007F => before is BlackFlag or (>= 0xE0020 and <= 0xE007E),
                _ => !IsIgnorable(rune.Value),
            };
            if (isKept && Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator)
            {
                _ = before == ' ' ? kept : kept.Append(' ');
                before = ' ';
            }
            else if (isKept)
            {
                kept.Append(text, at, length);
                before = rune.Value;
            }

            at += length;
        }

        return kept.ToString();
    }

    /// <summary>Returns whether a character is always invisible.</summary>
    public static bool IsIgnorable(int value) =>
        value
            is 0x00AD
                or 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or 0x180E
                or 0x200B
                or (>= 0x2060 and <= 0x2064)
                or (>= 0x206A and <= 0x206F)
                or 0x3164
                or 0xFEFF
                or 0xFFA0
                or (>= 0xFFF9 and <= 0xFFFB)
                or (>= 0x1D173 and <= 0x1D17A)
                or (>= 0xE0000 and <= 0xE0FFF and not (>= 0xE0020 and <= 0xE007F) and not (>= 0xE0100 and <= 0xE01EF));

    /// <summary>
    /// Returns the name and code point of the first character that can deceive a reader or break the display: control
    /// characters, line and paragraph separators, the bidirectional embeddings, overrides and isolates of Unicode Annex
    /// 9 (U+202A–202E, U+2066–2069), noncharacters and lone surrogates. Null when there is none.
    /// </summary>
    public static string? Harmful(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (
                Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length)
                != System.Buffers.OperationStatus.Done
            )
            {
                return $"the broken character (U+{(int)text[i]:X4})";
            }

            var name = rune.Value switch
            {
                '\t' => "the tab",
                '\n' or '\r' or 0x0085 or 0x2028 or 0x2029 => "the line break",
                (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => "the text-direction override",
                // Noncharacters; normalisation throws on U+FFFE.
                (>= 0xFDD0 and <= 0xFDEF) => "the noncharacter",
                _ when (rune.Value & 0xFFFE) == 0xFFFE => "the noncharacter",
                _ when Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control => "the control character",
                _ => null,
            };
            if (name is not null)
            {
                return $"{name} (U+{rune.Value:X4})";
            }

            i += length - 1;
        }

        return null;
    }

    /// <summary>
    /// Returns whether the text contains a lone surrogate or a noncharacter, on which normalisation throws.
    /// </summary>
    public static bool IsBroken(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAscii(text[i]))
            {
                if (
                    Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length)
                        != System.Buffers.OperationStatus.Done
                    || (rune.Value & 0xFFFE) == 0xFFFE
                )
                {
                    return true;
                }

                i += length - 1;
            }
        }

        return false;
    }

    private static bool IsPlain(string text) => Ascii.IsValid(text) && !text.Contains("  ", StringComparison.Ordinal);

    // Returns zero at the end of the text.
    private static int After(string text, int at)
    {
        for (; at < text.Length; )
        {
            _ = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            if (
                rune.Value is not (ZeroWidthJoiner or ZeroWidthNonJoiner or 0x200E or 0x200F or 0x061C)
                && !IsIgnorable(rune.Value)
            )
            {
                return rune.Value;
            }

            at += length;
        }

        return 0;
    }

    // Joiners shape letters in Arabic, the scripts of India and related scripts, and combine emoji.
    private static bool Joins(int before, int after) =>
        (IsShaped(before) && (IsShaped(after) || after is >= 0x0600 and < 0x1100))
        || (IsPicture(before) && IsPicture(after));

    private static bool IsShaped(int value) =>
        value
            is (>= 0x0600 and < 0x10A0)
                or (>= 0x1700 and < 0x18B0)
                or (>= 0x1900 and < 0x1CD0)
                or (>= 0xA800 and < 0xAC00)
                or (>= 0xFB50 and < 0xFE00)
                or (>= 0xFE70 and < 0xFF00)
                or (>= 0x10A00 and < 0x12000)
                or (>= 0x1E800 and < 0x1F000);

    private static bool IsPicture(int value) =>
        value is (>= 0x2190 and < 0x2C00) or 0xFE0F or (>= 0x1F000 and < 0x1FB00);

    private static bool TakesVariation(int before) =>
        before is '#' or '*' or (>= '0' and <= '9')
        || (
            before > 0x7F
            && Rune.IsValid(before)
            && Rune.GetUnicodeCategory(new(before))
                is UnicodeCategory.OtherSymbol
                    or UnicodeCategory.MathSymbol
                    or UnicodeCategory.ModifierSymbol
                    or UnicodeCategory.OtherLetter
                    or UnicodeCategory.OtherPunctuation
        );

    private static bool IsRightToLeft(Rune rune) =>
        rune.Value
            is (>= 0x0590 and < 0x0900)
                or (>= 0xFB1D and < 0xFE00)
                or (>= 0xFE70 and < 0xFEFF)
                or (>= 0x10800 and < 0x11000)
                or (>= 0x1E800 and < 0x1F000);
}
