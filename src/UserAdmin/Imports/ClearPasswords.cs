using System.Buffers;
using System.Text.RegularExpressions;

namespace UserAdmin.Imports;

/// <summary>
/// Finds the columns that hold plain-text passwords, by their titles (in many languages) and by how the values look.
/// The cells of such columns are neither stored nor shown.
/// </summary>
internal sealed partial class ClearPasswords
{
    private const int Fewest = 3;

    // Folded in the same way as titles: without accents and case.
    private static readonly string[] _words = Folded(
        "password passwort passphrase passwd passcode kennwort pwd motdepasse contraseña contrasenya "
            + "contrasinal contrasenia senha palavrapasse parola şifre hasło heslo jelszó wachtwoord lösenord "
            + "adgangskode adgangsord kodeord passord salasana lozinka zaporka пароль парола лозинка "
            + "κωδικόςπρόσβασης συνθηματικό סיסמה סיסמא كلمةالمرور كلمةالسر رمزعبور پاسورد パスワード 暗証番号 合言葉 密码 "
            + "密碼 口令 "
            + "비밀번호 암호 รหัสผ่าน mậtkhẩu matkhau katasandi katalaluan slaptažodis parole parool pasahitza "
            + "fjalëkalim fjalekalim lykilorð pasvorto पासवर्ड পাসওয়ার্ড"
    );

    // Too short to be searched for inside other words.
    private static readonly string[] _shortWords = Folded(
        "pw pass pin mdp clave sandi secret kode pword psw pswd pwort kw"
    );

    private static readonly SearchValues<char> _signs = SearchValues.Create("!@#$%^*?~");

    private readonly bool[] _isHidden;
    private readonly int[] _filled;
    private readonly int[] _alike;

    /// <summary>Checks the titles, and the first rows of the file, which may contain titles too.</summary>
    public ClearPasswords(IReadOnlyList<string> titles, IReadOnlyList<IReadOnlyList<string?>> firstRows)
    {
        (_isHidden, _filled, _alike) = (new bool[titles.Count], new int[titles.Count], new int[titles.Count]);
        for (var column = 0; column < titles.Count; column++)
        {
            // If the title is known, the values do not matter.
            _alike[column] =
                ImportGuess.IsField(titles[column])
                || ImportGuess.Plain(titles[column]).EndsWith("id", StringComparison.Ordinal)
                    ? int.MinValue / 2
                    : 0;
            _isHidden[column] = IsTitle(titles[column]);
        }

        foreach (
            var row in firstRows.Where(row => row.Count(cell => cell is not null && ImportGuess.IsTitle(cell)) >= 2)
        )
        {
            for (var column = 0; column < Math.Min(titles.Count, row.Count); column++)
            {
                _isHidden[column] |= row[column] is { } cell && IsTitle(cell);
            }
        }
    }

    /// <summary>The columns found so far.</summary>
    public IReadOnlyList<int> Columns => [.. Enumerable.Range(0, _isHidden.Length).Where(IsHidden)];

    /// <summary>Whether a column holds plain-text passwords.</summary>
    public bool IsHidden(int column) =>
        _isHidden[column]
        || (_filled[column] >= Fewest && _alike[column] * 5 >= _filled[column] * 4)
        || (_filled[column] is 1 or 2 && _alike[column] == _filled[column]);

    /// <summary>Takes back that a column holds passwords, because its values are hashes.</summary>
    public void Show(int column) => (_isHidden[column], _alike[column]) = (false, int.MinValue / 2);

    /// <summary>Examines a row.</summary>
    public void See(IReadOnlyList<string?> cells)
    {
        for (var column = 0; column < _isHidden.Length; column++)
        {
            if (!_isHidden[column] && _alike[column] >= 0 && cells[column] is { Length: > 0 } value)
            {
                _filled[column]++;
                _alike[column] += LooksLikeOne(value.Trim()) ? 1 : 0;
            }
        }
    }

    /// <summary>Whether a title says that its column holds plain-text passwords.</summary>
    public static bool IsTitle(string title)
    {
        var plain = ImportGuess.Plain(title);
        return plain.Length is > 0 and <= 100
            && (
                _words.Any(word => plain.Contains(word, StringComparison.Ordinal))
                || Parts().Matches(title).Any(part => _shortWords.Contains(ImportGuess.Plain(part.Value)))
            )
            && !plain.Contains("hash", StringComparison.Ordinal)
            && !ImportHashTitles.IsBesideHash(plain)
            && !ImportedSecrets.IsTitle(plain)
            && !About().IsMatch(plain);
    }

    // Titles of columns that are about passwords but do not hold them, such as those of our own export. The whole title
    // must match, because a column such as “Password (change at first sign-in)” does hold passwords.
    [GeneratedRegex(
        "^(has(a|an)?(password|pass).*|(must|force|require|next)?(change)?(password|passwd"
            + "|pwd)(last)?(change[ds]?|expire[ds]?|expiry|expiration|set|updated|modified|reset)?(required"
            + "|at|on|date|time|nextsignin|nextlogin|nextlogon|never)*"
            + "(?<!password|passwd|pwd)|(must|force|require)change(password)?.*|lastpassword.*|password(age"
            + "|policy|policies|never|status)[a-z]*)$"
    )]
    private static partial Regex About();

    /// <summary>
    /// Whether a value looks like a password that satisfies the usual password rules: lower-case and upper-case letters
    /// with digits, or letters with one of the symbols that such rules ask for. Addresses, hexadecimal ids, base64
    /// hashes, timestamps and phone numbers do not look like one.
    /// </summary>
    public static bool LooksLikeOne(string value)
    {
        if (value.Length is < 6 or > 40 || value[0] == '@' || value.Any(char.IsWhiteSpace) || Address().IsMatch(value))
        {
            return false;
        }

        var (small, capital, digit) = (
            value.Any(char.IsAsciiLetterLower),
            value.Any(char.IsAsciiLetterUpper),
            value.Any(char.IsAsciiDigit)
        );
        var sign = value.AsSpan().ContainsAny(_signs);
        return (small && capital && digit) || (small && sign && (digit || capital)) || (capital && digit && sign);
    }

    private static string[] Folded(string words) =>
        [.. words.Split(' ').Select(ImportGuess.Plain).Where(word => word.Length > 0).Distinct()];

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s]+$|^[a-zA-Z]+:|://|^\d{4}-\d\d-\d\d|^\d{14}|^/")]
    private static partial Regex Address();

    // Splits titles into words: “Mot de passe (PW)”, “initial_pw”, “userPass”.
    [GeneratedRegex(@"\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{Lo}+")]
    private static partial Regex Parts();
}
