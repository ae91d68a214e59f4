using UserAdmin.Users;

namespace UserAdmin.Imports;

/// <summary>Guesses from its title what a column holds: our own titles, and the words that other systems and people use in English and German.</summary>
internal static class ImportGuess
{
    /// <summary>Title of the column that a report adds; never imported.</summary>
    public const string ReasonTitle = "Refused because";

    private static readonly Dictionary<string, ImportField> _words = Words(
        (ImportField.Id, "id userid accountid uid benutzerid kontoid"),
        (ImportField.UserName, "username login loginname logon signinname userprincipalname samaccountname account accountname benutzername benutzer anmeldename nutzername kennung"),
        (ImportField.Email, "email emailaddress mail emails emailadresse mailadresse epost primaryemail workemail emailwork"),
        (ImportField.ExternalId, "externalid externid externeid employeeid employeenumber personnelnumber staffid personalnummer mitarbeiternummer objectid immutableid sourceid hrid"),
        (ImportField.DisplayName, "displayname fullname name anzeigename vollername vollständigername commonname cn"),
        (ImportField.GivenName, "givenname firstname forename vorname"),
        (ImportField.FamilyName, "familyname lastname surname nachname familienname sn zuname"),
        (ImportField.JobTitle, "jobtitle title position jobname stelle stellenbezeichnung funktion berufsbezeichnung titel"),
        (ImportField.Department, "department dept division abteilung bereich organizationalunit ou team"),
        (ImportField.PhoneNumber, "phonenumber phone telephone telephonenumber mobile mobilephone workphone telefon telefonnummer handy mobil mobiltelefon rufnummer"),
        (ImportField.Locale, "locale language preferredlanguage sprache gebietsschema"),
        (ImportField.TimeZone, "timezone zoneinfo tz zeitzone"),
        (ImportField.PasswordHash, "passwordhash hashedpassword passwordhashed passworthash kennworthash identityhash"));

    private const int LongestTitle = 100;

    // The surest key first.
    private static readonly ImportField[] _keys = [ImportField.Id, ImportField.ExternalId, ImportField.Email, ImportField.UserName];

    /// <summary>What each column may hold, each field once; null where nothing fits.</summary>
    public static IReadOnlyList<ImportField?> Columns(IReadOnlyList<string> titles)
    {
        var columns = new ImportField?[titles.Count];
        for (var i = 0; i < titles.Count; i++)
        {
            if (FieldOf(titles[i]) is { } field && !columns.Contains(field))
            {
                columns[i] = field;
            }
        }

        return columns;
    }

    /// <summary>Options to begin with.</summary>
    /// <param name="titles">Titles of the columns.</param>
    /// <param name="values">Some values of each column.</param>
    public static ImportOptions Options(IReadOnlyList<string> titles, IReadOnlyList<IReadOnlyList<string>> values)
    {
        var columns = Columns(titles).ToArray();
        var id = Array.IndexOf(columns, ImportField.Id);
        if (id >= 0 && !(values[id].Count > 0 && Guid.TryParse(values[id][0], out _)))
        {
            // Some other system's id: that is what an external id is.
            columns[id] = columns.Contains(ImportField.ExternalId) ? null : ImportField.ExternalId;
        }

        return new ImportOptions { Columns = columns, MatchOn = _keys.FirstOrDefault(key => columns.Contains(key), ImportField.Email) };
    }

    /// <summary>Whether a cell is known to be the title of a column: it tells the row of the titles from what stands above and below it.</summary>
    public static bool IsTitle(string cell) => cell.Length <= LongestTitle && (FieldOf(cell) is not null || ClearPasswords.IsTitle(cell));

    /// <summary>Whether a title is known.</summary>
    public static bool IsField(string title) => FieldOf(title) is not null;

    /// <summary>What a title stands for; systems write the name of the attribute in brackets behind it, or what is to be known about it.</summary>
    private static ImportField? FieldOf(string title)
    {
        var bracket = title.IndexOf('[', StringComparison.Ordinal);
        return _words.TryGetValue(Plain(title), out var field) ? field
            : bracket > 0 && _words.TryGetValue(Plain(title[..bracket]), out field) ? field
            : bracket >= 0 && title.IndexOf(']', bracket) is > 0 and var end && _words.TryGetValue(Plain(title[bracket..end]), out field) ? field
            : null;
    }

    /// <summary>A title without case, accents, spaces and punctuation.</summary>
    public static string Plain(string title) => string.Concat(UserText.Fold(UserText.IsSafe(title) ? title : "").Where(char.IsLetterOrDigit));

    private static Dictionary<string, ImportField> Words(params (ImportField Field, string Titles)[] words) => words
        .SelectMany(field => field.Titles.Split(' ').Select(title => (Title: Plain(title), field.Field)))
        .ToDictionary(word => word.Title, word => word.Field);
}
