using System.Text;
using DocumentFormat.OpenXml.Spreadsheet;
using CellText = DocumentFormat.OpenXml.Spreadsheet.Text;

namespace UserAdmin.Tables;

/// <summary>
/// The shared texts of a workbook. There can be three million of them, so they are stored in blocks in a temporary
/// file, with the most recently used blocks in memory. Cells use them nearly in order.
/// </summary>
internal sealed class XlsxStrings : IDisposable
{
    private const int BlockStrings = 256;
    private const int BlockCharacters = 1 << 15;
    private const int Remembered = 256;

    private readonly FileStream _file;
    private readonly List<(int First, long Offset)> _blocks = [];
    private readonly (int Block, string[] Texts)[] _remembered = new (int, string[])[Remembered];
    private readonly List<string> _open = [];
    private int _openCharacters;

    private XlsxStrings(string path) =>
        _file = new FileStream(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.Read | FileShare.Delete,
            1 << 16,
            FileOptions.DeleteOnClose | FileOptions.RandomAccess
        );

    public int Count { get; private set; }

    /// <summary>Reads the texts of a workbook.</summary>
    /// <param name="package">The workbook.</param>
    /// <param name="part">The part that contains them, or null if there is none.</param>
    /// <param name="folder">The folder for their file.</param>
    public static XlsxStrings Read(XlsxPackage package, string? part, string folder)
    {
        var strings = new XlsxStrings(Path.Combine(folder, $"{Guid.NewGuid():N}.strings"));
        try
        {
            using var reader = package.Open(part);
            var most = TableLimits.ValueBytes(package.FileBytes);
            var (text, isReading) = (new StringBuilder(), false);
            while (reader?.Read() == true)
            {
                if (reader.ElementType == typeof(SharedStringItem) && reader.IsEndElement)
                {
                    strings.Add(XlsxText.Decoded(text.ToString()));
                    text.Clear();
                    _ =
                        strings._file.Length <= most
                            ? 0
                            : throw new UnreadableTableException(TableErrors.UnpacksTooLarge);
                }
                else if (reader.ElementType == typeof(PhoneticRun))
                {
                    // Phonetic guides of East Asian words are not part of the value.
                    isReading = reader.IsStartElement;
                }
                else if (reader.ElementType == typeof(CellText) && reader.IsStartElement && !isReading)
                {
                    text.Append(reader.GetText());
                }
            }

            strings.CloseBlock();
            return strings;
        }
        catch
        {
            strings.Dispose();
            throw;
        }
    }

    /// <summary>Gets the text with a number, from 0.</summary>
    /// <exception cref="InvalidDataException">There is no such text.</exception>
    public string this[int number]
    {
        get
        {
            if (number < 0 || number >= Count)
            {
                throw new InvalidDataException("A cell refers to a text that is not there.");
            }

            var place = _blocks.BinarySearch((number, long.MaxValue));
            var block = (place < 0 ? ~place : place) - 1;
            ref var remembered = ref _remembered[block % Remembered];
            if (remembered.Texts is null || remembered.Block != block)
            {
                remembered = (block, Load(block));
            }

            return remembered.Texts[number - _blocks[block].First];
        }
    }

    public void Dispose() => _file.Dispose();

    private void Add(string text)
    {
        _open.Add(text);
        _openCharacters += text.Length;
        Count++;
        if (_open.Count == BlockStrings || _openCharacters > BlockCharacters)
        {
            CloseBlock();
        }
    }

    private void CloseBlock()
    {
        if (_open.Count > 0)
        {
            _blocks.Add((Count - _open.Count, _file.Position));
            using var writer = new BinaryWriter(_file, Encoding.Unicode, leaveOpen: true);
            _open.ForEach(writer.Write);
            _open.Clear();
            _openCharacters = 0;
        }
    }

    private string[] Load(int block)
    {
        var (first, offset) = _blocks[block];
        _file.Position = offset;
        using var reader = new BinaryReader(_file, Encoding.Unicode, leaveOpen: true);
        var texts = new string[(block + 1 < _blocks.Count ? _blocks[block + 1].First : Count) - first];
        for (var place = 0; place < texts.Length; place++)
        {
            texts[place] = reader.ReadString();
        }

        return texts;
    }
}
