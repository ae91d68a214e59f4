using UserAdmin.Messaging;
using UserAdmin.PasswordHashes;
using UserAdmin.Tables;

namespace UserAdmin.Imports;

/// <summary>
/// Decides while a file is read which columns hold password hashes: the one whose title says so, and those whose title
/// says “password” but whose first values are all hashes of a known kind. In such a column a value that is no hash may
/// be a password, so it is not stored and its row is refused.
/// </summary>
internal sealed class ImportHashColumns
{
    private readonly HashSet<int> _columns = [];
    private readonly IReadOnlyList<int> _candidates;
    private readonly bool _hasSalts;

    /// <summary>Looks at the titles.</summary>
    public ImportHashColumns(IReadOnlyList<string> titles)
    {
        var fields = ImportGuess.Columns(titles).ToList();
        _hasSalts = fields.Contains(ImportField.PasswordSalt);
        if (fields.IndexOf(ImportField.PasswordHash) is >= 0 and var named)
        {
            _columns.Add(named);
        }

        _candidates = [.. Enumerable.Range(0, titles.Count).Where(column => ClearPasswords.IsTitle(titles[column]))];
    }

    /// <summary>The columns found by their values.</summary>
    public IReadOnlyList<int> FoundByValues { get; private set; } = [];

    /// <summary>Looks at the first rows, before any of them is stored.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="passwords">Told about the columns that hold no passwords.</param>
    public void Decide(IReadOnlyList<StagedRow> rows, ClearPasswords passwords)
    {
        FoundByValues = [.. _candidates.Where(column => HoldsHashes(rows, column))];
        foreach (var column in FoundByValues)
        {
            passwords.Show(column);
            _columns.Add(column);
        }
    }

    /// <summary>Returns the row without what may be a password where a hash should be.</summary>
    public StagedRow Checked(StagedRow row)
    {
        List<CellError>? errors = null;
        foreach (var column in _columns)
        {
            if (row.Cells[column]?.Trim() is { Length: > 0 } cell && !ImportedPasswordHash.LooksLikeHash(cell))
            {
                row.Cells[column] = null;
                (errors ??= []).Add(new(column, ImportErrors.NotAHash));
            }
        }

        return errors is null ? row : row with { CellErrors = [.. row.CellErrors, .. errors] };
    }

    /// <summary>Returns what the columns hold, with the field for those that were found by their values.</summary>
    public static IReadOnlyList<ImportField?> Guess(
        IReadOnlyList<ImportField?> columns,
        IReadOnlyList<int> foundByValues
    )
    {
        if (foundByValues.Count == 0 || columns.Contains(ImportField.PasswordHash))
        {
            return columns;
        }

        var guess = columns.ToArray();
        guess[foundByValues[0]] = ImportField.PasswordHash;
        return guess;
    }

    /// <summary>The columns whose cells nobody needs once an import is over: hashes, what belongs to
    /// them, and secrets of authenticator apps.</summary>
    public static IEnumerable<int> Secret(IReadOnlyList<string> titles, ImportOptions? options)
    {
        var fields = ImportGuess.Columns(titles);
        return Enumerable
            .Range(0, titles.Count)
            .Where(column =>
                IsSecret(fields[column])
                || (options?.Columns.Count > column && IsSecret(options.Columns[column]))
                || ClearPasswords.IsTitle(titles[column])
            );
    }

    /// <summary>Whether cells with this content are never shown.</summary>
    public static bool IsSecret(ImportField? field) =>
        field is { } one
        && (one == ImportField.PasswordHash || one == ImportField.PasswordSalt || one == ImportField.TwoFactorSecret);

    /// <summary>Whether a cell is a hash that is not to be shown, whatever its column is.</summary>
    public static bool IsHash(string? cell) =>
        // Shorter ones only mean that there is no password, and “x” means something else elsewhere.
        cell?.Length > 12
        && ImportedPasswordHash.IsKnown(cell);

    private bool HoldsHashes(IReadOnlyList<StagedRow> rows, int column)
    {
        var any = false;
        foreach (var row in rows)
        {
            if (row.Cells[column]?.Trim() is not { Length: > 0 } cell)
            {
                continue;
            }

            // Half of a hash is one where a column of salts is beside it, as in ASP.NET Membership.
            if (!(_hasSalts ? ImportedPasswordHash.LooksLikeHash(cell) : ImportedPasswordHash.IsKnown(cell)))
            {
                return false;
            }

            // “x” and “!” mean that there is no password, but a column of nothing else proves nothing.
            any |= cell.Length > 12;
        }

        return any;
    }
}
