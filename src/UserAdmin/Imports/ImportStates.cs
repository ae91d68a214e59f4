using System.Globalization;
using UserAdmin.Users;

namespace UserAdmin.Imports;

/// <summary>The state of an account, as a file gives it.</summary>
/// <param name="State">The state.</param>
/// <param name="Until">Until when the account is locked, if the file says so.</param>
internal sealed record ImportedState(UserState State, DateTimeOffset? Until = null)
{
    /// <summary>The state in words, for the preview.</summary>
    public string Words =>
        State == UserState.Locked && Until is { } until
            ? $"locked until {until.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC"
            : State.ToString().ToLowerInvariant();
}

/// <summary>Parses the words and symbols with which other systems say whether an account may sign in.</summary>
internal static class ImportStates
{
    private static readonly Dictionary<string, UserState> _words = Words(
        (
            UserState.Active,
            "active enabled ok normal open current confirmed activated unlocked passwordexpired recovery "
                + "resetrequired forcechangepassword externalprovider "
                + "aktiv aktiviert freigegeben actif activo activa activado habilitado attivo attiva "
                + "abilitato ativo ativa actief aktywny активен активный активна действует 有効 在职 启用"
        ),
        (
            UserState.Invited,
            "invited pending pendingacceptance staged provisioned unconfirmed new waiting eingeladen "
                + "ausstehend invité enattente pendiente invitado invitato zaproszony приглашен"
        ),
        (UserState.Locked, "locked lockedout gesperrtbis verrouillé verrouillée"),
        (
            UserState.Disabled,
            "disabled inactive suspended blocked deactivated deprovisioned banned archived expired "
                + "terminated left former leaver closed revoked compromised unlicensed blacklisted "
                + "deaktiviert gesperrt inaktiv ausgeschieden abgelaufen désactivé désactivée bloqué bloquée "
                + "suspendu suspendue inactif inactive inactivo inactiva desactivado deshabilitado bloqueado "
                + "suspendido "
                + "disattivato disattivata bloccato sospeso inattivo inativo desativado suspenso inactief "
                + "geblokkeerd nieaktywny zablokowany zawieszony неактивен неактивный заблокирован "
                + "заблокирована отключен уволен 無効 停止 退職 离职 停用 禁用"
        ),
        (
            UserState.Deleted,
            "deleted removed purged trashed gelöscht entfernt supprimé supprimée effacé eliminado "
                + "eliminada borrado eliminato cancellato excluído apagado verwijderd usunięty удален удалён "
                + "удалена 削除 删除"
        )
    );

    private static readonly HashSet<string> _yes = Set(
        "true yes y 1 -1 x on ja j oui o si sí s sim tak да д evet はい 是 wahr vrai verdadero vero"
    );
    private static readonly HashSet<string> _no = Set(
        "false no n 0 off nein non não nao nie нет н hayır いいえ 否 falsch faux falso null none never"
    );

    private static readonly Dictionary<string, bool> _confirmed = new()
    {
        ["verified"] = true,
        ["confirmed"] = true,
        ["unverified"] = false,
        ["unconfirmed"] = false,
        ["notverified"] = false,
        ["pending"] = false,
    };

    /// <summary>The fields that say something about the state.</summary>
    public static IReadOnlyList<ImportField> Fields { get; } =
    [ImportField.Deleted, ImportField.Disabled, ImportField.Enabled, ImportField.State, ImportField.LockedUntil];

    /// <summary>Returns the state that a cell gives, or null if the cell cannot be understood.</summary>
    /// <param name="field">The field that the cell's column holds.</param>
    /// <param name="cell">The text of the cell; not empty.</param>
    public static ImportedState? Of(ImportField field, string cell) =>
        field == ImportField.State
            ? Word(cell) is { } state
                ? new(state)
                : YesNo(cell) is { } isActive
                    ? new(isActive ? UserState.Active : UserState.Disabled)
                    : null
            : field == ImportField.Enabled
                ? (YesNo(cell) ?? Said(cell, UserState.Active)) is { } isEnabled
                    ? new(isEnabled ? UserState.Active : UserState.Disabled)
                    : null
                : field == ImportField.Disabled
                    ? Happened(cell, UserState.Disabled)
                    : field == ImportField.Deleted
                        ? Happened(cell, UserState.Deleted)
                        : field == ImportField.LockedUntil
                            ? _no.Contains(ImportGuess.Plain(cell))
                                ? new(UserState.Active)
                                : Moment(cell) is { } until
                                    ? new(UserState.Locked, until)
                                    : null
                            : null;

    // Many systems write the time at which it happened.
    private static ImportedState? Happened(string cell, UserState state) =>
        (YesNo(cell) ?? Said(cell, state) ?? (Moment(cell) is not null ? true : null)) is { } has
            ? new(has ? state : UserState.Active)
            : null;

    /// <summary>
    /// Returns what a cell answers to a question such as whether an address is confirmed: yes, no, or the time at which
    /// it happened; null if it cannot be understood.
    /// </summary>
    public static bool? Flag(string cell) =>
        YesNo(cell)
        ?? (_confirmed.TryGetValue(ImportGuess.Plain(cell), out var isConfirmed) ? isConfirmed : (bool?)null)
        ?? (Moment(cell) is not null ? true : null);

    /// <summary>Whether a word is known to name a state.</summary>
    public static bool IsWord(string cell) => Word(cell) is not null;

    /// <summary>Whether a word names a state in which the person cannot sign in.</summary>
    public static bool IsInactive(string cell) =>
        Word(cell) is UserState.Disabled or UserState.Deleted or UserState.Locked;

    private static UserState? Word(string cell) =>
        _words.TryGetValue(ImportGuess.Plain(cell), out var state) ? state : null;

    private static bool? YesNo(string cell) =>
        ImportGuess.Plain(cell) is var plain && (cell.Trim() == "-1" || _yes.Contains(plain)) ? true
        : _no.Contains(plain) ? false
        : null;

    private static bool? Said(string cell, UserState wanted) => Word(cell) is not { } state ? null : state == wanted;

    private static DateTimeOffset? Moment(string cell) =>
        cell.Contains("9999", StringComparison.Ordinal) ? DateTimeOffset.MaxValue
        : DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
        && moment.Year > 1601
            ? moment
        : null;

    private static HashSet<string> Set(string words) => [.. words.Split(' ').Select(ImportGuess.Plain)];

    private static Dictionary<string, UserState> Words(params (UserState State, string Words)[] states)
    {
        var words = new Dictionary<string, UserState>();
        foreach (var (state, of) in states)
        {
            foreach (var word in of.Split(' '))
            {
                words.TryAdd(ImportGuess.Plain(word), state);
            }
        }

        return words;
    }
}
