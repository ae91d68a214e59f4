using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Messaging;
using UserAdmin.Text;
using UserAdmin.Users;
using UserAdmin.Users.Fields;

namespace UserAdmin.Imports;

/// <summary>
/// Finds rows of one file that name the same account, or use the same address, user name or external id. Stores 20
/// bytes for each value (128 bits of SHA-256 and the row's number), so a million rows with three such columns need 60
/// MB, and nobody can construct two values that collide.
/// </summary>
internal sealed class ImportRepeats(ImportOptions options, ILookupNormalizer normalizer)
{
    private static readonly IReadOnlyList<UserField> _unique =
    [
        UserFields.Id,
        .. UserFields.Edited.Where(field => field.Editing!.IsUnique && field.ImportTitles.Length > 0),
    ];

    private readonly List<Claims> _claims =
    [
        .. _unique
            .Where(unique => options.ColumnOf(ImportField.Of(unique)) >= 0)
            .Select(unique => new Claims(unique, options.ColumnOf(ImportField.Of(unique)))),
    ];

    private bool _isComplete;

    /// <summary>Adds a row.</summary>
    public void Add(int number, IReadOnlyList<string?> cells)
    {
        foreach (var claims in _claims)
        {
            if (
                claims.Column < cells.Count
                && ImportCells.Value(ImportField.Of(claims.Field), cells[claims.Column]) is { } cell
                && UserText.IsReadable(cell)
                && UserText.Clean(cell) is not null
            )
            {
                claims.Add(Hash(Value(claims.Field, cell)), number);
            }
        }
    }

    /// <summary>
    /// Returns an error for each value that a row shares with another row. Called only after all rows were added.
    /// </summary>
    public IReadOnlyList<Error> Of(int number)
    {
        if (!_isComplete)
        {
            _claims.ForEach(claims => claims.Complete());
            _isComplete = true;
        }

        List<Error> errors = [];
        foreach (var claims in _claims)
        {
            if (claims.OtherOf(number) is > 0 and var other)
            {
                errors.Add(ImportErrors.Repeated(claims.Field.Label.ToLowerInvariant(), claims.Field.Name, other));
            }
        }

        return errors;
    }

    private string Value(UserField field, string cell) =>
        field == UserFields.Email ? normalizer.NormalizeEmail(EmailAddress.Clean(cell) ?? cell.Trim())
        : field == UserFields.UserName ? normalizer.NormalizeName(UserText.CleanKey(cell)!)
        : field == UserFields.Id ? cell.Trim()
        : field.Editing!.Clean(cell)!;

    internal static UInt128 Hash(string value)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(value), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private sealed class Claims(UserField field, int column)
    {
        private UInt128[] _hashes = new UInt128[1024];
        private int[] _rows = new int[1024];
        private int[] _others = [];
        private int _count;

        public UserField Field { get; } = field;

        public int Column { get; } = column;

        public void Add(UInt128 hash, int row)
        {
            if (_count == _rows.Length)
            {
                Array.Resize(ref _hashes, _count * 2);
                Array.Resize(ref _rows, _count * 2);
            }

            (_hashes[_count], _rows[_count]) = (hash, row);
            _count++;
        }

        /// <summary>Finds the rows that share a value. Nothing may be added afterwards.</summary>
        public void Complete()
        {
            Array.Sort(_hashes, _rows, 0, _count);
            _others = new int[_count];
            for (var start = 0; start < _count; )
            {
                var end = start + 1;
                while (end < _count && _hashes[end] == _hashes[start])
                {
                    end++;
                }

                if (end - start > 1)
                {
                    Array.Sort(_rows, start, end - start);
                    _others.AsSpan(start, end - start).Fill(_rows[start]);
                    _others[start] = _rows[start + 1];
                }

                start = end;
            }

            _hashes = [];
            Array.Sort(_rows, _others, 0, _count);
        }

        /// <summary>Returns the first other row with the same value; 0 if there is none.</summary>
        public int OtherOf(int row) =>
            Array.BinarySearch(_rows, 0, _count, row) is >= 0 and var place ? _others[place] : 0;
    }
}
