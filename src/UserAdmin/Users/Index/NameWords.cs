using System.Text;
using UserAdmin.Text;

namespace UserAdmin.Users.Index;

/// <summary>
/// The different words of all names, to compare a mistyped word with: a million people share some ten thousands of
/// them, which are compared in a millisecond. They are collected when they are first asked for. Words of names that are
/// gone stay.
/// </summary>
/// <param name="index">The index whose names they are of.</param>
internal sealed class NameWords(UserIndex index)
{
    // Some 8 MB. Words that come later are not compared; they are rare ones.
    private const int Most = 120_000;

    private const int Longest = 40;

    private readonly HashSet<string> _words = [];
    private readonly Lock _making = new();
    private bool _isMade;

    /// <summary>Returns the words. Call it under the index's read lock.</summary>
    public IReadOnlySet<string> All()
    {
        lock (_making)
        {
            if (!_isMade)
            {
                foreach (var place in index.All.Places())
                {
                    var text = index.Texts[place];
                    Add(Encoding.UTF8.GetString(TextBlock.Field(text, UserTexts.Name)));
                    var others = TextBlock.From(text, UserTexts.OtherNames);
                    if (!others.IsEmpty)
                    {
                        Add(Encoding.UTF8.GetString(others));
                    }
                }

                _isMade = true;
            }

            return _words;
        }
    }

    /// <summary>Adds the words of a changed user's names. Call it under the index's write lock.</summary>
    /// <param name="texts">The texts of the user (<see cref="UserTexts.Of"/>).</param>
    public void Put(string[] texts)
    {
        if (_isMade)
        {
            Add(texts[UserTexts.Name]);
            Add(texts[UserTexts.OtherNames]);
        }
    }

    private void Add(ReadOnlySpan<char> names)
    {
        var words = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = 0; at < names.Length; at++)
        {
            var start = at;
            while (at < names.Length && char.IsLetter(names[at]))
            {
                at++;
            }

            if (at - start is >= SimilarNames.Shortest - 1 and <= Longest && _words.Count < Most)
            {
                words.Add(names[start..at]);
            }
        }
    }
}
