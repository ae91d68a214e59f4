using System.Text.RegularExpressions;
using UserAdmin.Tables;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>Guesses what columns hold whose titles do not say it.</summary>
internal static partial class ImportValueGuess
{
    private static readonly ImportField _displayName = ImportField.Of(UserFields.DisplayName);
    private static readonly ImportField _givenName = ImportField.Of(UserFields.Named(nameof(UserRow.GivenName)));
    private static readonly ImportField _familyName = ImportField.Of(UserFields.Named(nameof(UserRow.FamilyName)));

    /// <summary>Whether a field is a name of a person.</summary>
    public static bool IsName(ImportField? field) =>
        field == _displayName || field == _givenName || field == _familyName;

    /// <summary>Completes what the titles say about the columns.</summary>
    /// <param name="columns">What each column holds; changed.</param>
    /// <param name="titles">Titles of the columns.</param>
    /// <param name="values">Some values of each column.</param>
    public static void Complete(
        ImportField?[] columns,
        IReadOnlyList<string> titles,
        IReadOnlyList<IReadOnlyList<string>> values
    )
    {
        if (!columns.Contains(ImportField.Email))
        {
            // Microsoft Entra's template has user principal names and no addresses.
            var addresses = Array.FindIndex(columns, field => field == ImportField.UserName);
            addresses = addresses >= 0 && AreAddresses(values[addresses]) ? addresses : FirstOf(AreAddresses);
            if (addresses >= 0)
            {
                columns[addresses] = ImportField.Email;
            }
        }

        // Numbers are keys of groups, and what PowerShell writes for a list is none.
        var roles = Array.IndexOf(columns, ImportField.Roles);
        if (roles >= 0 && !values[roles].Any(value => value.Any(char.IsLetter) && value != "System.Object[]"))
        {
            columns[roles] = null;
        }

        // In a directory the uid is what people sign in with, elsewhere it is a key.
        var id = Array.IndexOf(columns, ImportField.Id);
        if (id >= 0 && ImportGuess.Plain(titles[id]) == "uid" && titles.Contains("dn"))
        {
            columns[id] = null;
            Take(ImportField.UserName, id);
        }

        // “Name, Vorname”: beside a given name alone, the name is that of the family.
        var name = Array.IndexOf(columns, _displayName);
        if (
            name >= 0
            && ImportGuess.Plain(titles[name]) == "name"
            && columns.Contains(_givenName)
            && !columns.Contains(_familyName)
            && values[name].Count > 0
            && AreWords(values[name])
        )
        {
            columns[name] = _familyName;
        }

        // Without titles, names and numbers can only be told by how they look.
        if (titles.All(title => Untitled().IsMatch(title)))
        {
            Take(ImportField.Of(UserFields.PhoneNumber), FirstOf(ArePhoneNumbers));
            var names = Enumerable
                .Range(0, columns.Length)
                .Where(column => columns[column] is null && AreNames(values[column]))
                .ToList();
            if (names is [var given, var family, ..] && family == given + 1 && AreWords(values[given]))
            {
                Take(_givenName, given);
                Take(_familyName, family);
            }
            else
            {
                Take(_displayName, names.Count > 0 ? names[0] : -1);
            }
        }

        int FirstOf(Func<IReadOnlyList<string>, bool> fits) =>
            Enumerable
                .Range(0, columns.Length)
                .FirstOrDefault(column => columns[column] is null && fits(values[column]), -1);

        void Take(ImportField field, int column)
        {
            if (column >= 0 && !columns.Contains(field))
            {
                columns[column] = field;
            }
        }
    }

    private static bool AreAddresses(IReadOnlyList<string> values) =>
        values.Count > 0 && values.Count(PlainTable.IsAddress) * 5 >= values.Count * 4;

    private static bool ArePhoneNumbers(IReadOnlyList<string> values) =>
        values.Count > 0 && values.All(value => PhoneNumber().IsMatch(value));

    private static bool AreNames(IReadOnlyList<string> values) =>
        values.Count > 0 && values.All(value => Name().IsMatch(value));

    private static bool AreWords(IReadOnlyList<string> values) => values.All(value => !value.Trim().Contains(' '));

    [GeneratedRegex(@"^Column \d+$")]
    private static partial Regex Untitled();

    [GeneratedRegex(@"^\s*(\+|0)[\d ()/.-]{5,}$")]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(@"^\s*\p{Lu}[\p{L}\p{M} .,'’-]*$|^\s*\p{Lo}+\s*$")]
    private static partial Regex Name();
}
