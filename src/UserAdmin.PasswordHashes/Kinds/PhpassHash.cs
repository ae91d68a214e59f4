using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace UserAdmin.PasswordHashes.Kinds;

/// <summary>
/// Portable hashes of phpass, <c>$P$</c> (WordPress before 6.8) and <c>$H$</c> (phpBB): MD5 many times.
/// </summary>
internal sealed partial class PhpassHash : IForeignHash
{
    private const string Name = "WordPress (phpass)";
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly int _cost;

    private PhpassHash(string text, int cost) => (Text, _cost) = (text, cost);

    public string Kind => Name;

    public string Text { get; }

    public static HashOutcome Read(string text)
    {
        if (text is not ['$', 'P' or 'H', '$', ..])
        {
            return default;
        }

        if (
            !Shape().IsMatch(text)
            || Alphabet.IndexOf(text[3], StringComparison.Ordinal) is not (>= 7 and <= 30 and var cost)
        )
        {
            return HashOutcome.Damaged(Name);
        }

        return cost > HashLimits.PhpassCost
            ? HashOutcome.TooCostly(
                Name,
                FormattableString.Invariant($"2^{cost} rounds, and 2^{HashLimits.PhpassCost} are the most")
            )
            : HashOutcome.Of(new PhpassHash(text, cost));
    }

    public bool Verify(string password)
    {
        // WordPress trims what is typed at every sign-in.
        var bytes = Bytes.Utf8(password.Trim(' ', '\t', '\n', '\r', '\0', '\v'));
        if (bytes.Length > HashLimits.RepeatedPasswordBytes)
        {
            return false;
        }

#pragma warning disable CA5351 // The other system chose MD5; the hash is replaced at the first sign-in.
        var input = new byte[16 + bytes.Length];
        bytes.CopyTo(input, 16);
        MD5.HashData([.. Bytes.Utf8(Text[4..12]), .. bytes]).CopyTo(input, 0);
        for (var round = 0; round < 1 << _cost; round++)
        {
            MD5.HashData(input, input.AsSpan(0, 16));
        }
#pragma warning restore CA5351

        return Bytes.AreEqual(Encoded(input.AsSpan(0, 16)), Text[12..]);
    }

    // The lowest bits first.
    private static string Encoded(ReadOnlySpan<byte> bytes)
    {
        var (signs, bits, held) = (new List<char>(), 0, 0);
        foreach (var one in bytes)
        {
            (bits, held) = (bits | (one << held), held + 8);
            for (; held >= 6; held -= 6, bits >>= 6)
            {
                signs.Add(Alphabet[bits & 63]);
            }
        }

        signs.Add(Alphabet[bits & 63]);
        return new([.. signs]);
    }

    [GeneratedRegex(@"^\$[PH]\$[./0-9A-Za-z][./0-9A-Za-z]{8}[./0-9A-Za-z]{22}$", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
