using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Metadata;

namespace UserAdmin.Projections;

/// <summary>
/// The rows of one read-model table that a batch uses. Each is read once and, if it has changed, written once.
/// </summary>
internal sealed class RowTable<TRow>(IModel model, DbConnection connection) : IRowTable
    where TRow : class, new()
{
    private const char KeySeparator = '\u001f';

    // How many rows are in memory while many are changed.
    private const int Portion = 500;

    private readonly RowStatements<TRow> _statements = new(model, connection);
    private readonly Dictionary<string, SeenRow<TRow>> _rows = [];

    // By column and value, the keys of the rows that have it. Only columns that the batch has searched.
    private readonly Dictionary<RowColumn<TRow>, Dictionary<string, HashSet<string>>> _searched = [];

    public TRow? Find(ReadOnlySpan<string> key)
    {
        var id = key.Length == 1 ? key[0] : string.Join(KeySeparator, key!);
        if (!_rows.TryGetValue(id, out var seen) && _statements.Find(key) is { } found)
        {
            seen = found;
            See(id, seen);
        }

        return seen.Row;
    }

    public IReadOnlyList<TRow> Where(string property, string value)
    {
        var column = _statements.ColumnOf(property);
        foreach (var found in _statements.Where(column, value))
        {
            // Rows that this batch has changed or removed take precedence over the stored ones.
            if (KeyOf(found.Row!) is var key && !_rows.ContainsKey(key))
            {
                See(key, found);
            }
        }

        if (!_searched.TryGetValue(column, out var keys))
        {
            _searched[column] = keys = [];
            foreach (var (key, seen) in _rows)
            {
                Note(keys, column, key, seen.Row);
            }
        }

        return keys.TryGetValue(value, out var ofValue)
            ? [.. ofValue.Select(key => _rows[key].Row).OfType<TRow>()]
            : [];
    }

    /// <summary>
    /// Changes every row whose column has a value. Stored rows are written at once and not kept in memory.
    /// </summary>
    public void ChangeEach(string property, string value, Action<TRow> change)
    {
        var column = _statements.ColumnOf(property);
        foreach (var row in _rows.Values.Select(seen => seen.Row).OfType<TRow>().ToList())
        {
            if (Equals(column.Get(row), value))
            {
                change(row);
            }
        }

        var after = 0L;
        List<SeenRow<TRow>> portion;
        do
        {
            // Read completely first: SQLite must not change what it is reading.
            portion = [.. _statements.Where(column, value, after, Portion)];
            foreach (var (row, stored) in portion)
            {
                after = (long)_statements.Keys[0].Get(row!)!;
                if (!_rows.ContainsKey(KeyOf(row!)))
                {
                    change(row!);
                    _statements.Update(row!, stored!);
                }
            }
        } while (portion.Count == Portion);
    }

    public void Add(TRow row)
    {
        var key = KeyOf(row);
        if (_rows.TryGetValue(key, out var seen) && seen.Row is not null)
        {
            throw new InvalidOperationException($"{typeof(TRow).Name} {key} already exists.");
        }

        See(key, new SeenRow<TRow>(row, null));
    }

    public void Remove(TRow row) => _rows[KeyOf(row)] = default;

    public void Begin(DbTransaction transaction)
    {
        _rows.Clear();
        _searched.Clear();
        _statements.Begin(transaction);
    }

    public void Flush()
    {
        foreach (var (id, (row, stored)) in _rows)
        {
            if (row is null)
            {
                _statements.Delete(id.Split(KeySeparator));
            }
            else if (stored is null)
            {
                _statements.Insert(row);
            }
            else
            {
                _statements.Update(row, stored);
            }
        }
    }

    /// <summary>The rows that the last batch read or changed, in their final state; null for rows it removed.</summary>
    public IEnumerable<(string Key, TRow? Row)> Seen => _rows.Select(row => (row.Key, row.Value.Row));

    /// <summary>Reads every row. The rows are shared by all readers and must not be changed.</summary>
    public IEnumerable<TRow> ReadAll() => _statements.All();

    /// <summary>Counts the stored rows.</summary>
    public long Count() => _statements.Count();

    public void Dispose() => _statements.Dispose();

    private void See(string key, SeenRow<TRow> seen)
    {
        _rows[key] = seen;
        foreach (var (column, keys) in _searched)
        {
            Note(keys, column, key, seen.Row);
        }
    }

    private static void Note(Dictionary<string, HashSet<string>> keys, RowColumn<TRow> column, string key, TRow? row)
    {
        if (row is not null && column.Get(row) is string value)
        {
            if (!keys.TryGetValue(value, out var ofValue))
            {
                keys[value] = ofValue = [];
            }

            ofValue.Add(key);
        }
    }

    private string KeyOf(TRow row) =>
        _statements.Keys.Count == 1
            ? Convert.ToString(_statements.Keys[0].Get(row), CultureInfo.InvariantCulture)!
            : string.Join(KeySeparator, _statements.Keys.Select(key => key.Get(row)));
}

/// <summary>A table of the read model, independent of its row type.</summary>
internal interface IRowTable : IDisposable
{
    /// <summary>Discards all rows and joins a transaction.</summary>
    void Begin(DbTransaction transaction);

    /// <summary>Stores the changed rows.</summary>
    void Flush();
}
