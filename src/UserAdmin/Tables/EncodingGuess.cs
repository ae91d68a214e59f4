using System.Text;
using UtfUnknown;

namespace UserAdmin.Tables;

/// <summary>
/// Guesses the encoding of non-Unicode text from its letters. The detector uses how often letters follow each other in
/// the languages of an encoding. It gets only the lines of a table with non-ASCII letters, because titles and addresses
/// give no information.
/// </summary>
internal static class EncodingGuess
{
    private const int SampleBytes = 1 << 18;
    private const int LongestLine = 1 << 12;

    // With this limit, the guess was right for all tested files except some of the shortest (docs/decisions/0047).
    private const float Sure = 0.75f;

    // The detector names some encodings by a smaller character set, which Windows programs do not write; their letters
    // are the same.
    private static readonly Dictionary<string, string> _named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["iso-8859-1"] = "windows-1252",
        ["iso-8859-15"] = "windows-1252",
        ["iso-8859-9"] = "windows-1254",
        ["iso-8859-7"] = "windows-1253",
        ["iso-8859-8"] = "windows-1255",
        ["iso-8859-13"] = "windows-1257",
        ["iso-8859-4"] = "windows-1257",
        ["tis-620"] = "windows-874",
        ["iso-8859-11"] = "windows-874",
        ["shift-jis"] = "shift_jis",
        ["euc-kr"] = "ks_c_5601-1987",
        ["cp949"] = "ks_c_5601-1987",
        ["uhc"] = "ks_c_5601-1987",
        ["ibm866"] = "cp866",
        ["gb2312"] = "gb18030",
        ["hz-gb-2312"] = "gb18030",
    };

    /// <summary>Returns the encoding that fits best.</summary>
    /// <param name="stream">The file.</param>
    public static TextEncoding Of(Stream stream)
    {
        var sample = Sample(stream);
        foreach (
            var found in (CharsetDetector.DetectFromBytes(sample).Details ?? []).OrderByDescending(found =>
                found.Confidence
            )
        )
        {
            var name = _named.GetValueOrDefault(found.EncodingName, found.EncodingName);
            // Bytes from 80 to 9F are control characters in ISO 8859, but printable ones in the Windows encodings.
            name =
                name.Equals("iso-8859-2", StringComparison.OrdinalIgnoreCase)
                && sample.AsSpan().ContainsAnyInRange((byte)0x80, (byte)0x9F)
                    ? "windows-1250"
                    : name;
            if (TableEncodings.Find(name) is { } offered && Reads(offered.Name, sample))
            {
                return new TextEncoding(
                    TableEncodings.Get(offered.Name, DecoderFallback.ExceptionFallback),
                    offered.Name,
                    found.Confidence < Sure
                );
            }
        }

        // The encoding that spreadsheet programs write most often.
        return new TextEncoding(
            TableEncodings.Get("windows-1252", TableEncodings.Showing),
            "windows-1252",
            IsDoubtful: true
        );
    }

    private static bool Reads(string name, byte[] sample)
    {
        try
        {
            return TableEncodings.Get(name, DecoderFallback.ExceptionFallback).GetCharCount(sample) > 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Returns the first lines that contain non-ASCII characters.</summary>
    private static byte[] Sample(Stream stream)
    {
        stream.Position = 0;
        var sample = new MemoryStream();
        var line = new List<byte>(LongestLine);
        var isWanted = false;
        var buffer = new byte[1 << 16];
        while (sample.Length < SampleBytes && stream.Read(buffer) is > 0 and var read)
        {
            foreach (var single in buffer.AsSpan(0, read))
            {
                isWanted |= single >= 0x80;
                if (line.Count < LongestLine)
                {
                    line.Add(single);
                }

                if (single == (byte)'\n')
                {
                    Keep();
                }
            }
        }

        Keep();
        return sample.ToArray();

        void Keep()
        {
            if (isWanted)
            {
                // A truncated line may end within a character.
                sample.Write([.. line.Count < LongestLine ? line : line.Take(line.LastIndexOf((byte)' ') + 1)]);
            }

            isWanted = false;
            line.Clear();
        }
    }
}
