using System.Globalization;
using System.Text.RegularExpressions;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>
/// Turns what other programs write into a cell into the value that is meant. A value that needs no change, or cannot be
/// understood, stays as it is; the rules of the field then judge it.
/// </summary>
internal static partial class ImportCells
{
    private static readonly ImportField _locale = ImportField.Of(UserFields.Named(nameof(UserRow.Locale)));
    private static readonly ImportField _timeZone = ImportField.Of(UserFields.Named(nameof(UserRow.TimeZone)));
    private static readonly ImportField _phone = ImportField.Of(UserFields.PhoneNumber);

    private static readonly HashSet<ImportField> _texts =
    [
        ImportField.Of(UserFields.DisplayName),
        .. UserFields.Details.Where(field => !field.MayLookLikeNumber).Select(ImportField.Of),
    ];

    private static readonly Lazy<Dictionary<string, string>> _zones = new(Zones);
    private static readonly Lazy<Dictionary<string, string>> _languages = new(Languages);

    /// <summary>Returns the value that a cell means, or null if it has none.</summary>
    /// <param name="field">The field that its column holds.</param>
    /// <param name="cell">The text of the cell.</param>
    public static string? Value(ImportField field, string? cell)
    {
        if (string.IsNullOrWhiteSpace(cell))
        {
            return null;
        }

        if (!_texts.Contains(field))
        {
            cell = Direction().Replace(cell, "");
        }

        var value =
            field == ImportField.Email ? Address(cell)
            : field == _phone ? Phone(cell)
            : field == _locale ? Locale(cell)
            : field == _timeZone ? TimeZone(cell)
            : field.Field is { MayLookLikeNumber: true } && WholeNumber().Match(cell) is { Success: true } number
                ? number.Groups["whole"].Value
            : _texts.Contains(field) ? LineBreak().Replace(cell, " ")
            : cell;
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }

    /// <summary>Returns the name beside an address, as in <c>Ann Lee &lt;ann@example.com&gt;</c>, or null.</summary>
    public static string? NameBeside(string? cell) =>
        cell is not null
        && Mailbox().Match(First(cell)) is { Success: true } mailbox
        && mailbox.Groups["name"].Value.Trim().Trim('"', '\'', ' ') is { Length: > 0 } name
        && !name.Contains('@', StringComparison.Ordinal)
            ? name
            : null;

    /// <summary>
    /// Returns the address in a cell: without <c>mailto:</c>, a name beside it, an apostrophe of a spreadsheet or a
    /// full stop at its end; the first one of several.
    /// </summary>
    private static string Address(string cell)
    {
        var first = First(cell).Trim();
        first = first.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? first[7..].Split('?')[0] : first;
        first = Mailbox().Match(first) is { Success: true } mailbox ? mailbox.Groups["address"].Value : first;
        first = first.Trim();
        var bare = first.TrimStart('\'').TrimEnd('.', '\'');
        return bare.Contains('@', StringComparison.Ordinal) ? bare : first;
    }

    private static string First(string cell)
    {
        var parts = Several().Split(cell.Trim(), 2);
        // What follows has to be an address as well: a semicolon alone may be a typing error.
        return parts.Length == 2 && parts[0].Contains('@', StringComparison.Ordinal) ? parts[0] : cell;
    }

    private static string Phone(string cell)
    {
        var first = cell.Split(" ::: ")[0].Trim();
        return first.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? first[4..] : first;
    }

    private static string Locale(string cell)
    {
        var tag = cell.Trim().Split('.')[0].Replace('_', '-');
        return _languages.Value.TryGetValue(ImportGuess.Plain(tag), out var known) ? known
            : tag.StartsWith("iw", StringComparison.OrdinalIgnoreCase) && tag.Length is 2 or 5 ? $"he{tag[2..]}"
            : tag.Length >= 2 && char.IsAsciiLetter(tag[0]) && UserText.IsSafe(tag) ? InItsCase(tag)
            : cell;
    }

    /// <summary>BCP 47 tags are the same in any case; this is the usual one.</summary>
    private static string InItsCase(string tag) =>
        string.Join(
            '-',
            tag.Split('-')
                .Select(
                    (part, index) =>
                        index == 0 ? part.ToLowerInvariant()
                        : part.Length == 2 ? part.ToUpperInvariant()
                        : part.Length == 4 && char.IsAsciiLetter(part[0])
                            ? char.ToUpperInvariant(part[0]) + part[1..].ToLowerInvariant()
                        : part
                )
        );

    private static string? TimeZone(string cell)
    {
        var zone = cell.Trim();
        // Moodle writes 99 for the time zone of the server.
        return zone == "99" ? null
            : _zones.Value.TryGetValue(zone, out var known) ? known
            : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone, out var iana) ? iana
            : ShownZone().Match(zone) is { Success: true } shown
            && _zones.Value.TryGetValue(shown.Groups["city"].Value.Trim(), out var city)
                ? city
            : cell;
    }

    private static Dictionary<string, string> Zones()
    {
        var zones = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var ids = TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.HasIanaId).Select(zone => zone.Id).ToList();
        ids.ForEach(id => zones.TryAdd(id, id));
        // The name of a city, as people write it. Names that stand for more than one zone are left alone.
        foreach (
            var city in ids.Where(id => id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", Ordinal))
                .GroupBy(id => id[(id.LastIndexOf('/') + 1)..].Replace('_', ' '), StringComparer.OrdinalIgnoreCase)
                .Where(city => city.Count() == 1)
        )
        {
            zones.TryAdd(city.Key, city.Single());
        }

        return zones;
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static Dictionary<string, string> Languages()
    {
        var languages = new Dictionary<string, string>();
        foreach (
            var culture in CultureInfo.GetCultures(CultureTypes.NeutralCultures).Where(one => one.Name.Length == 2)
        )
        {
            foreach (var name in (string[])[culture.EnglishName, culture.NativeName])
            {
                languages.TryAdd(ImportGuess.Plain(name), culture.Name);
            }
        }

        return languages;
    }

    [GeneratedRegex(@"^(?<name>[^<>]*)<\s*(mailto:)?(?<address>[^<>\s]+@[^<>\s]+)\s*>\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Mailbox();

    [GeneratedRegex(@"\s*(?:;|\s:::\s|,\s*(?=[^@,;]+@)|\s+(?=[^\s@<>]+@[^\s@<>]+$)|\r?\n)\s*(?=\S)")]
    private static partial Regex Several();

    // Windows puts these around numbers that are copied from its contacts. In a name they could deceive.
    [GeneratedRegex(@"[\u200E\u200F\u202A-\u202E\u2066-\u2069]")]
    private static partial Regex Direction();

    [GeneratedRegex(@"^\s*(?<whole>\d+)[.,]0+\s*$")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"\s*[\r\n]+\s*(?=\S)")]
    private static partial Regex LineBreak();

    // As the settings of Windows show it: (UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna.
    [GeneratedRegex(@"^\((UTC|GMT)[^)]*\)\s*(?<city>[^,]+)", RegexOptions.IgnoreCase)]
    private static partial Regex ShownZone();
}
