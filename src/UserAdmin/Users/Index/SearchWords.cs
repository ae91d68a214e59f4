using System.Text;
using UserAdmin.Text;
using UserAdmin.Users.Search;

namespace UserAdmin.Users.Index;

/// <summary>
/// Finds users by one word of a search, in each form in which a caller may have said it: with and without umlauts,
/// apostrophes and hyphens, in one word or two, and as a telephone number in any spelling (decision 98).
/// </summary>
internal sealed class SearchWords(TextColumn texts)
{
    /// <summary>Finds the users among <paramref name="among"/> whose texts contain a word.</summary>
    /// <param name="word">The word as typed.</param>
    /// <param name="among">The users to search.</param>
    /// <param name="begins">Receives the users who have a word that begins with it, or this telephone number; null if
    /// this is not needed.</param>
    public BitSet Anywhere(string word, BitSet among, BitSet? begins)
    {
        var forms = NameSpelling.Asked(word);
        var found = texts.Find(Encoding.UTF8.GetBytes(forms[0]), among, begins: begins);
        foreach (var form in forms.Skip(1))
        {
            found.Or(texts.Find(Encoding.UTF8.GetBytes(form), among, begins: begins));
        }

        if (SearchHighlight.IsPartable(forms[0]))
        {
            found.Or(texts.FindParted(forms[0], among));
        }

        if (PhoneSearch.Of(word) is { } phone)
        {
            var called = Called(phone, among);
            found.Or(called);
            begins?.Or(called);
        }

        return found;
    }

    /// <summary>
    /// Finds the users among <paramref name="among"/> who have a text in one field, or its other spellings if it is the
    /// display name.
    /// </summary>
    public BitSet InField(string word, BitSet among, int field)
    {
        var found = new BitSet();
        foreach (var form in NameSpelling.Asked(word).Select(form => Encoding.UTF8.GetBytes(form)))
        {
            found.Or(texts.Find(form, among, field));
            if (field == UserTexts.Name)
            {
                found.Or(
                    texts
                        .Find(form, among)
                        .Where(place => TextBlock.From(texts[place], UserTexts.OtherNames).IndexOf(form) >= 0)
                );
            }
        }

        return found;
    }

    /// <summary>
    /// Finds the users among <paramref name="among"/> whose telephone number contains a text, or is the one typed.
    /// </summary>
    public BitSet InPhone(string word, BitSet among, int field)
    {
        var found = InField(word, among, field);
        return PhoneSearch.Of(word) is { } phone ? found.Or(Called(phone, among)) : found;
    }

    /// <summary>
    /// Finds the users among <paramref name="among"/> who have one of several email addresses or user names.
    /// </summary>
    /// <param name="addresses">The addresses.</param>
    /// <param name="among">The users to search.</param>
    /// <param name="owned">Receives which of the addresses somebody has; null if this is not needed.</param>
    public BitSet WithAddress(IReadOnlyList<string> addresses, BitSet among, bool[]? owned = null) =>
        texts.FindAny(
            [.. addresses.Select(address => Encoding.UTF8.GetBytes($"\n{NameSpelling.Fold(address)}\n"))],
            among,
            (_, address, _) => owned is null || (owned[address] = true)
        );

    private BitSet Called(PhoneSearch phone, BitSet among)
    {
        List<byte[]> words =
        [
            Encoding.UTF8.GetBytes(phone.Contained),
            .. phone.Whole.Select(digits => Encoding.UTF8.GetBytes($"\n{digits}\n")),
        ];
        return texts.FindAny(
            words,
            among,
            (place, number, _) =>
                UserTexts.Phones.Any(field =>
                    number == 0
                        ? texts.Field(place, field).IndexOf(words[0]) >= 0
                        : texts.Field(place, field).SequenceEqual(words[number].AsSpan(1..^1))
                )
        );
    }
}
