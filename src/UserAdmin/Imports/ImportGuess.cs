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
            ImportField.Roles,
            "roles role rolenames groups group groupnames memberof ismemberof groupmembership memberships rollen rolle "
                + "gruppen gruppe rôles rôle groupes groupe funciones grupos grupo perfis papéis ruoli gruppi role "
                + "grupy grupa ロール グループ роли группы"
        ),
        (
            ImportField.EmailConfirmed,
            "emailconfirmed emailverified isemailverified verified emailvalidated mailverified isverified "
                + "emailbestätigt emailverifiziert bestätigt courrielvérifié emailvérifié correoverificado "
                + "emailverificado"
        ),
        (
            ImportField.PhoneConfirmed,
            "phonenumberconfirmed phonenumberverified phoneverified phoneconfirmed mobileverified"
        ),
        (
            ImportField.CreatedAt,
            "createdat created createdon createdate creationdate creationtime createddatetime createdtimestamp "
                + "createtimestamp dateCreated datejoined joined joinedat registered registeredat registrationdate "
                + "userregistered timecreated signupdate signedup signedupat whencreated accountcreated usercreatedate "
                + "erstellt erstelltam angelegt angelegtam registriertam crééle datedecréation fechadecreación "
                + "creadoel datadecriação criadoem utworzono datautworzenia 作成日 作成日時 登録日"
        ),
        (
            ImportField.LastSignInAt,
            "lastsignin lastsigninat lastsignedinat lastsignindatetime lastlogin lastloginat lastlogindate "
                + "lastlogintime lastlogon lastlogondate lastlogontimestamp lastseen lastseenat lastaccess lastactive "
                + "currentsigninat authtimestamp letzteanmeldung letzterlogin zuletztangemeldet dernièreconnexion "
                + "últimoacceso últimoiniciodesesión últimologin últimoacesso ostatnielogowanie 最終ログイン 最終ログイン日時"
        ),
        (ImportField.TwoFactorSecret, ImportedSecrets.Titles),
        (
            ImportField.ExternalLogins,
            "externallogins externallogin sociallogins sociallogin federatedidentities federatedidentity "
                + "identities0userid federatedidentities0userid externalloginkey providerkey loginproviderkey "
                + "provideruserinfo0rawid googleid facebookid twitterid githubid"
        ),
        (
            ImportField.ExternalLoginProvider,
            "externalloginprovider loginprovider identities0provider federatedidentities0identityprovider "
                + "provideruserinfo0providerid"
        ),
        (
            ImportField.LockedUntil,
            "lockoutend lockoutenddateutc lockouttenddate lockoutendutc lockeduntil lockoutuntil "
                + "lockedouttill gesperrtbis"
        ),
    ]);

    // What we ourselves call the fields.
    private static readonly HashSet<string> _own =
    [
        .. UserFields
            .All.Where(field => field.ImportTitles.Length > 0)
            .SelectMany(field => new[] { Plain(field.Name), Plain(field.Label) }),
    ];

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
    /// Returns what each column probably holds; null if nothing fits. Each field occurs at most once: in the column
    /// whose title fits best, or the first of these.
    /// </summary>
    /// <param name="titles">Titles of the columns.</param>
    /// <param name="isEmpty">Returns whether a column is known to have no values; such a column comes last.</param>
    public static IReadOnlyList<ImportField?> Columns(IReadOnlyList<string> titles, Func<int, bool>? isEmpty = null)
    {
        var columns = new ImportField?[titles.Count];
        var found = titles
            .Select((title, column) => (Column: column, Known: Known(title)))
            .Where(one => one.Known is not null)
            .OrderBy(one => isEmpty?.Invoke(one.Column) is true)
            .ThenBy(one => one.Known!.Value.Distance);
        foreach (var (column, known) in found)
        {
            if (!columns.Contains(known!.Value.Field))
            {
                columns[column] = known.Value.Field;
            }
        }

        // A number of the staff is the only key that a file of the HR department has. Where it is called exactly as the
        // field here, or the file has another key of the system that it comes from, it is only a number.
        var number = Array.IndexOf(columns, ImportField.EmployeeNumber);
        if (number >= 0 && !columns.Contains(ImportField.ExternalId) && Known(titles[number])!.Value.Distance > 0)
        {
            columns[number] = ImportField.ExternalId;
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
        var columns = Columns(titles, column => values[column].Count == 0).ToArray();
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

        ImportValueGuess.Complete(columns, titles, values);
        for (var column = 0; column < columns.Length; column++)
        {
            // WordPress writes 0 for everybody.
            if (columns[column] == ImportField.State && (!values[column].Any(IsState) || values[column] is ["0"]))
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
    /// <param name="gaps">The columns in which some rows have no value.</param>
    /// <param name="keysAreKept">Whether new accounts can keep ids of any shape.</param>
    public static ImportOptions Options(
        IReadOnlyList<string> titles,
        IReadOnlyList<IReadOnlyList<string>> values,
        IReadOnlyList<AccountAttribute> attributes,
        IReadOnlyList<int> gaps,
        bool keysAreKept
    )
    {
        var columns = Columns(titles, values, attributes).ToArray();
        var id = Array.IndexOf(columns, ImportField.Id);
        if (
            id >= 0
            && !(
                values[id].Count > 0
                && (keysAreKept ? values[id].All(NewKeys.IsForeign) : Guid.TryParse(values[id][0], out _))
            )
        )
        {
            // The id cannot be the key of an account here, so it is an external id.
            columns[id] = columns.Contains(ImportField.ExternalId) ? null : ImportField.ExternalId;
        }

        return new ImportOptions
        {
            Columns = columns,
            BeginsDatesWithDay = columns
                .Index()
                .Any(column =>
                    (column.Item == ImportField.CreatedAt || column.Item == ImportField.LastSignInAt)
                    && values[column.Index].Any(ImportMoments.BeginsWithDay)
                ),
            // A column with gaps, such as the external ids in an export of accounts most of which have none, would
            // leave people without a key.
            MatchOn = _keys.FirstOrDefault(
                key =>
                    Array.IndexOf(columns, key) is >= 0 and var column
                    && values[column].Count > 0
                    && (key == ImportField.Email || !gaps.Contains(column)),
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

    /// <summary>Returns the field that a title stands for, or null.</summary>
    private static ImportField? FieldOf(string title) => Known(title)?.Field;

    /// <summary>
    /// Returns the field that a title stands for, and how far the title is from the field's own; null if none is known.
    /// </summary>
    private static (ImportField Field, int Distance)? Known(string title)
    {
        foreach (var (added, spelling) in ImportTitles.Spellings(title).Index())
        {
            if (_words.TryGetValue(Plain(spelling), out var field))
            {
                return (
                    field,
                    added > 0 ? 2
                    : _own.Contains(Plain(spelling)) ? 0
                    : 1
                );
            }
        }

        return null;
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
