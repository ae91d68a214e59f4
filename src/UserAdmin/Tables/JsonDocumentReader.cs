using System.Runtime.InteropServices;
using UserAdmin.Messaging;

namespace UserAdmin.Tables;

/// <summary>
/// Reads a JSON document: the list of objects in it that looks most like people, or the largest one. The file is read
/// twice, the first time to find the list.
/// </summary>
internal sealed class JsonDocumentReader : TableReader
{
    // Enough to see what a list is about.
    private const int Compared = 20;

    private readonly TableText _text;
    private readonly JsonObjects _objects;
    private readonly JsonColumns _columns;
    private readonly string _list;
    private int _number;
    private Error? _error;

    public JsonDocumentReader(TableText text, TableChoice choice, Func<string, bool> isTitle)
    {
        var lists = Lists(text, isTitle);
        var list =
            lists.Count == 0 ? throw new UnreadableTableException(TableErrors.NoObjects)
            : choice.Sheet is null ? lists.Values.MaxBy(one => (one.Titles, one.Objects))!
            : lists.GetValueOrDefault(choice.Sheet)
                ?? throw new UnreadableTableException(TableErrors.UnknownSheet(choice.Sheet));
        (_columns, _list) = (list.Columns, list.Name);
        Description = new TableDescription(TableFormat.Json, text.Encoding.Name, null, Columns(_columns.Names))
        {
            IsEncodingDoubtful = text.Encoding.IsDoubtful,
            Sheet = list.Name.Length == 0 ? null : list.Name,
            Sheets =
                list.Name.Length == 0
                    ? []
                    :
                    [
                        .. lists
                            .Values.Where(one => one.Name.Length > 0 && (one == list || one.Titles > 1))
                            .Select(one => one.Name),
                    ],
        };
        text.Restart();
        (_text, _objects) = (text, new JsonObjects(text, name => name == list.Name));
    }

    public override TableDescription Description { get; }

    public override int RowNumber => _number;

    public override Error? RowError => _error;

    public override string? this[int column] => _columns[column];

    public override bool Read()
    {
        do
        {
            if (!_objects.Read())
            {
                return false;
            }
        } while (_objects.List != _list);

        if (_objects.Text is { } text)
        {
            _error = _columns.Take(text);
        }
        else
        {
            _columns.Clear();
            _error = TableErrors.RowTooLong;
        }

        return ++_number <= TableLimits.Rows ? true : throw new UnreadableTableException(TableErrors.TooManyRows);
    }

    protected override void Dispose(bool disposing) => _text.Dispose();

    private static Dictionary<string, JsonList> Lists(TableText text, Func<string, bool> isTitle)
    {
        var lists = new Dictionary<string, JsonList>();
        // Of most objects it is only counted that they are there.
        var objects = new JsonObjects(
            text,
            name => !(lists.GetValueOrDefault(name)?.Objects >= JsonColumns.NamingObjects)
        );
        while (objects.Read())
        {
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(lists, objects.List, out _);
            list ??= new JsonList(objects.List, new JsonColumns(isTitle));
            if (list.Objects++ < JsonColumns.NamingObjects)
            {
                list.Columns.Find(objects.Text);
            }

            if (list.Objects == Compared)
            {
                list.Titles = list.Columns.Names.Count(isTitle);
            }
        }

        foreach (var list in lists.Values.Where(list => list.Objects < Compared))
        {
            list.Titles = list.Columns.Names.Count(isTitle);
        }

        return lists.Where(list => list.Value.Columns.Count > 0).ToDictionary();
    }

    /// <param name="Name">The names on the way to the list; empty for the objects at the top of the file.</param>
    /// <param name="Columns">The values of its objects.</param>
    private sealed record JsonList(string Name, JsonColumns Columns)
    {
        /// <summary>How many objects it has.</summary>
        public int Objects { get; set; }

        /// <summary>How many of its names are known column titles.</summary>
        public int Titles { get; set; }
    }
}
