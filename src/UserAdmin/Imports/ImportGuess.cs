using UserAdmin.Storage;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>
/// Guesses from its title what a column holds. Knows our own titles, and the words that people and other systems use in
/// several languages.
/// </summary>
internal static class ImportGuess
{
    /// <summary>Title of the column that a report of refused rows adds; it is never imported.</summary>
    public const string ReasonTitle = "Refused because";

    private static readonly Dictionary<string, ImportField> _words = Words([
        .. UserFields
            .All.Where(field => field.ImportTitles.Length > 0)
            .Select(field => (ImportField.Of(field), field.ImportTitles)),
        (ImportField.PasswordHash, ImportHashTitles.Hash),
        (ImportField.PasswordSalt, ImportHashTitles.Salt),
        (ImportField.PasswordFormat, ImportHashTitles.Format),
        (
            ImportField.State,
            "state status accountstatus userstatus kontostatus accountstate userstate lifecyclestate "
                + "employmentstatus employeestatus memberstatus zustand benutzerstatus statut estado stato "
                + "estatus statuskonta stav stan tila статус состояние 状態 状态 ステータス 상태"
        ),
        (
            ImportField.Enabled,
            "enabled isenabled accountenabled userenabled isactive active aktiv aktiviert activated "
                + "isactivated actif activo activa attivo ativo actief aktywny активен активный 有効 loginallowed "
                + "cansignin canlogin signinallowed"
        ),
        (
            ImportField.Disabled,
            "disabled isdisabled accountdisabled userdisabled disabledat blocked isblocked blockedat "
                + "suspended issuspended suspendedat blocksignin blocksigninyesno signinblocked inactive "
                + "isinactive deactivated isdeactivated "
                + "deactivatedat locked islocked islockedout lockedout nsaccountlock banned isbanned "
                + "bannedat archived isarchived archivedat revoked frozen gesperrt deaktiviert inaktiv "
                + "bloqué désactivé suspendu bloqueado desactivado suspendido bloccato "
                + "disattivato sospeso geblokkeerd zablokowany заблокирован отключен 無効 停止 禁用"
        ),
        (
            ImportField.Deleted,
            "deleted isdeleted deletedat deletedon deletedate deleteddatetime softdeleted removed "
                + "isremoved removedat gelöscht supprimé eliminado eliminato usunięty удален удалён 削除 删除"
        ),
        (
            ImportField.LockedUntil,
            "lockoutend lockoutenddateutc lockouttenddate lockoutendutc lockeduntil lockoutuntil "
                + "lockedouttill gesperrtbis"
        ),
    ]);

    // These columns give the state as numbers or flags that no field here can hold.
    private static readonly HashSet<string> _alsoAboutState =
    [
        "useraccountcontrol",
        "accountexpires",
        "accountcontrol",
        "pwdaccountlockedtime",
        "msdsuseraccountdisabled",
        "loginshell",
        "shadowexpire",
    ];

    private const int LongestTitle = 100;

    // The most reliable key first.
    private static readonly ImportField[] _keys =
    [
        ImportField.Id,
        ImportField.ExternalId,
        ImportField.Email,
        ImportField.UserName,
    ];

    /// <summary>
    /// Returns what each column probably holds; null if nothing fits. Each field occurs at most once.
    /// </summary>
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

    /// <summary>Returns what each column probably holds, by its title and some of its values.</summary>
    /// <param name="titles">Titles of the columns.</param>
    /// <param name="values">Some values of each column.</param>
    /// <param name="attributes">What the application knows of an account. Its own names come first.</param>
    public static IReadOnlyList<ImportField?> Columns(
        IReadOnlyList<string> titles,
        IReadOnlyList<IReadOnlyList<string>> values,
        IReadOnlyList<AccountAttribute> attributes
    )
    {
        // A column “State” may also be part of a postal address.
        var columns = Columns(titles).ToArray();
        foreach (var attribute in attributes)
        {
            var column = titles
                .Select(Plain)
                .ToList()
                .FindIndex(title => title == Plain(attribute.Title) || title == Plain(attribute.Column.Name));
            if (column < 0 || columns[column] == ImportField.Email || columns[column] == ImportField.UserName)
            {
                continue;
            }

            if (attribute.IsEditable || attribute.IsRequired)
            {
                columns[column] = ImportField.Of(attribute);
            }
            else if (columns[column] is { } guessed && ImportStates.Fields.Contains(guessed))
            {
                // What the application knows as “Deleted at” is nothing that an import does to the account here.
                columns[column] = null;
            }
        }

        for (var column = 0; column < columns.Length; column++)
        {
            if (columns[column] == ImportField.State && !values[column].Any(IsState))
            {
                columns[column] = null;
                var other = Enumerable
                    .Range(0, columns.Length)
                    .FirstOrDefault(
                        next => FieldOf(titles[next]) == ImportField.State && values[next].Any(IsState),
                        -1
                    );
                _ = other >= 0 && other != column ? columns[other] = ImportField.State : null;
            }
        }

        return columns;
    }

    /// <summary>
    /// Returns the unused columns that, by title or values, may say which accounts are disabled, locked or deleted.
    /// </summary>
    public static IReadOnlyList<int> UnusedStates(
        IReadOnlyList<string> titles,
        IReadOnlyList<IReadOnlyList<string>> values,
        IReadOnlyList<ImportField?> used
    ) =>
        [
            .. Enumerable
                .Range(0, titles.Count)
                .Where(column => used[column] is null && MaySayState(titles[column], values[column])),
        ];

    /// <summary>Whether a column may say which accounts are disabled, locked or deleted.</summary>
    public static bool MaySayState(string title, IReadOnlyList<string> values)
    {
        // Empty, or only the “0” that WordPress writes in every row: ignoring it loses nothing.
        var isSilent = values.Count == 0 || values is ["0"];
        if (FieldOf(title) is not { } field)
        {
            return _alsoAboutState.Contains(Plain(title))
                ? !isSilent
                // A column with another title whose values are all state words, some of them for disabled, locked or
                // deleted.
                : values.Count is > 0 and <= 10
                    && values.All(ImportStates.IsWord)
                    && values.Any(ImportStates.IsInactive);
        }

        return ImportStates.Fields.Contains(field)
            && (
                field == ImportField.State && Plain(title) is "state" or "estado" or "stato" or "stan" or "zustand"
                    ? values.Any(ImportStates.IsWord)
                    : !isSilent
            );
    }

    private static bool IsState(string value) => ImportStates.Of(ImportField.State, value) is not null;

    /// <summary>Returns the initial options for a file.</summary>
    /// <param name="titles">Titles of the columns.</param>
    /// <param name="values">Some values of each column.</param>
    /// <param name="attributes">What the application knows of an account.</param>
    public static ImportOptions Options(
        IReadOnlyList<string> titles,
        IReadOnlyList<IReadOnlyList<string>> values,
        IReadOnlyList<AccountAttribute> attributes
    )
    {
        var columns = Columns(titles, values, attributes).ToArray();
        var id = Array.IndexOf(columns, ImportField.Id);
        if (id >= 0 && !(values[id].Count > 0 && Guid.TryParse(values[id][0], out _)))
        {
            // The id is not one of ours, so it is an external id.
            columns[id] = columns.Contains(ImportField.ExternalId) ? null : ImportField.ExternalId;
        }

        return new ImportOptions
        {
            Columns = columns,
            // A column without values, such as the external ids in an export of accounts that have none, says nothing.
            MatchOn = _keys.FirstOrDefault(
                key => Array.IndexOf(columns, key) is >= 0 and var column && values[column].Count > 0,
                _keys.FirstOrDefault(key => columns.Contains(key), ImportField.Email)
            ),
        };
    }

    /// <summary>Whether a cell is a known column title. Used to find the row with the titles.</summary>
    public static bool IsTitle(string cell) =>
        cell.Length <= LongestTitle
        && ((FieldOf(cell) is { } field && !ImportStates.Fields.Contains(field)) || ClearPasswords.IsTitle(cell));

    /// <summary>Whether a title is known.</summary>
    public static bool IsField(string title) => FieldOf(title) is not null;

    /// <summary>
    /// Returns the field that a title stands for. Some systems add the attribute's name or a remark in brackets.
    /// </summary>
    private static ImportField? FieldOf(string title)
    {
        var bracket = title.IndexOf('[', StringComparison.Ordinal);
        return _words.TryGetValue(Plain(title), out var field) ? field
            : bracket > 0 && _words.TryGetValue(Plain(title[..bracket]), out field) ? field
            : bracket >= 0
            && title.IndexOf(']', bracket) is > 0 and var end
            && _words.TryGetValue(Plain(title[bracket..end]), out field)
                ? field
            : null;
    }

    /// <summary>Returns a title without case, accents, spaces and punctuation.</summary>
    public static string Plain(string title) =>
        string.Concat(UserText.Fold(UserText.IsSafe(title) ? title : "").Where(char.IsLetterOrDigit));

    private static Dictionary<string, ImportField> Words(IEnumerable<(ImportField Field, string Titles)> words) =>
        words
            .SelectMany(field => field.Titles.Split(' ').Select(title => (Title: Plain(title), field.Field)))
            .DistinctBy(word => word.Title)
            .ToDictionary(word => word.Title, word => word.Field);
}
