using System.Globalization;
using System.Text;

namespace UserAdmin.Users;

/// <summary>What people type about people: cleaned the same way everywhere.</summary>
internal static class UserText
{
    /// <summary>Trimmed and in normalisation form C, or null when nothing is left. The text has to be <see cref="IsSafe"/>.</summary>
    public static string? Clean(string? text)
    {
        var trimmed = text?.Trim();
        return string.IsNullOrEmpty(trimmed) ? null : trimmed.Normalize(NormalizationForm.FormC);
    }

    /// <summary>
    /// False for text that can deceive or break what shows it: control characters, line and paragraph separators, the
    /// bidirectional embeddings, overrides and isolates of Unicode Annex 9 (U+202A–202E, U+2066–2069), noncharacters and lone surrogates.
    /// </summary>
    public static bool IsSafe(string? text)
    {
        if (text is null)
        {
            return true;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or (>= 0xFDD0 and <= 0xFDEF)
                // Noncharacters; normalisation throws on U+FFFE.
                || (rune.Value & 0xFFFE) == 0xFFFE)
            {
                return false;
            }

            i += length - 1;
        }

        return true;
    }

    /// <summary>Whether a person can see anything of it.</summary>
    public static bool IsVisible(string text) =>
        text.EnumerateRunes().Any(rune => Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune));

    /// <summary>
    /// Folded for searching and sorting: lower case, compatibility forms resolved, accents dropped, and the letters that Unicode does not take
    /// apart written as people type them who do not have them: ø as o, ł as l, ß as ss.
    /// </summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (System.Text.Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                var lower = Rune.ToLowerInvariant(rune);
                _ = Plain(lower.Value) is { } plain ? folded.Append(plain) : folded.Append(lower);
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    private static string? Plain(int letter) => letter switch
    {
        'ø' => "o",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ς' => "σ",
        _ => null,
    };
}
