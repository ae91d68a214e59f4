using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace UserAdmin.Storage.Attached;

/// <summary>
/// Keys of accounts and roles are text in the program, and what the application chose in its columns. A text that is
/// not written as the program writes such a key is the key of nobody: the log knows an account by this one text.
/// </summary>
internal static class AccountKeys
{
    /// <summary>
    /// Begins the key of a role whose column is a number. The log tells by its key alone what an event is about, and an
    /// account can have the same number.
    /// </summary>
    public const string Role = "r";

    /// <summary>
    /// Returns the converter of a column; null if the column holds the text itself. UUIDs are lower-case in the
    /// program.
    /// </summary>
    /// <param name="key">The kind of the keys.</param>
    /// <param name="isOfRole">Whether the column holds keys of roles.</param>
    /// <param name="hasUuids">Whether the database has a type for UUIDs.</param>
    public static ValueConverter? Converter(IdentityKey key, bool isOfRole, bool hasUuids) =>
        key switch
        {
            IdentityKey.Uuid when hasUuids => new ValueConverter<string, Guid>(
                text => ToUuid(text),
                uuid => uuid.ToString()
            ),
            // As Entity Framework Core writes them.
            IdentityKey.Uuid => new ValueConverter<string, string>(
                text => ToUpper(text),
                stored => stored.ToLowerInvariant()
            ),
            IdentityKey.Int when isOfRole => new ValueConverter<string, int>(
                text => ToInt(WithoutRole(text)),
                number => Role + number.ToString(CultureInfo.InvariantCulture)
            ),
            IdentityKey.Int => new ValueConverter<string, int>(
                text => ToInt(text),
                number => number.ToString(CultureInfo.InvariantCulture)
            ),
            IdentityKey.BigInt when isOfRole => new ValueConverter<string, long>(
                text => ToLong(WithoutRole(text)),
                number => Role + number.ToString(CultureInfo.InvariantCulture)
            ),
            IdentityKey.BigInt => new ValueConverter<string, long>(
                text => ToLong(text),
                number => number.ToString(CultureInfo.InvariantCulture)
            ),
            _ => null,
        };

    /// <summary>Returns a key that triggers have written as text, as the program has it.</summary>
    /// <param name="key">The kind of the keys.</param>
    /// <param name="isOfRole">Whether it is that of a role.</param>
    /// <param name="noted">The column's value as the database writes it as text.</param>
    public static string FromText(IdentityKey key, bool isOfRole, string noted) =>
        key switch
        {
            IdentityKey.Uuid => noted.ToLowerInvariant(),
            IdentityKey.Int or IdentityKey.BigInt when isOfRole => Role + noted,
            _ => noted,
        };

    /// <summary>Returns a key as triggers write it.</summary>
    /// <param name="key">The kind of the keys.</param>
    /// <param name="hasUuids">Whether the database has a type for UUIDs.</param>
    /// <param name="text">The key of an account or a role.</param>
    public static string ToText(IdentityKey key, bool hasUuids, string text) =>
        key switch
        {
            IdentityKey.Uuid when !hasUuids => text.ToUpperInvariant(),
            IdentityKey.Int or IdentityKey.BigInt when text.StartsWith(Role, StringComparison.Ordinal) => WithoutRole(
                text
            ),
            _ => text,
        };

    private static string WithoutRole(string text) =>
        text.StartsWith(Role, StringComparison.Ordinal) ? text[Role.Length..] : "";

    private static string ToUpper(string text) => text.Any(char.IsAsciiLetterUpper) ? "" : text.ToUpperInvariant();

    // The highest UUID (RFC 9562, section 5.10), and the lowest numbers: the lowest UUID and zero are what a program
    // stores that forgot to make a key.
    private static Guid ToUuid(string text) =>
        Guid.TryParseExact(text, "D", out var uuid) && text == uuid.ToString() ? uuid : Guid.AllBitsSet;

    private static int ToInt(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && text == number.ToString(CultureInfo.InvariantCulture)
            ? number
            : int.MinValue;

    private static long ToLong(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && text == number.ToString(CultureInfo.InvariantCulture)
            ? number
            : long.MinValue;
}
