using System.Globalization;
using CsCheck;
using UserAdmin.Text;
using UserAdmin.Users.Search;

namespace UserAdmin.Tests.Properties;

public sealed class SearchHighlightProperties
{
    private static readonly Gen<string> _text = Gen.OneOf(
            Generators.Unicode,
            Gen.OneOf(
                    "a",
                    "A",
                    "á",
                    "a\u0301",
                    "ß",
                    "ﬁ",
                    "İ",
                    "i",
                    "각",
                    "가",
                    "น้ำ",
                    "王",
                    "🙂",
                    "👩‍👩‍👧",
                    " ",
                    "ب",
                    "2",
                    "²"
                )
                .Array[0, 8]
                .Select(string.Concat)
        )
        .Where(UserText.IsSafe);

    [Fact]
    public void Find_InAnyText_MarksWholeCharactersInOrderAndOnlyWhatWasSearchedFor() =>
        Gen.Select(_text, _text.Array[1, 3])
            .Sample(
                (text, words) =>
                {
                    var edges = StringInfo.ParseCombiningCharacters(text).Append(text.Length).ToHashSet();
                    var end = -1;
                    foreach (var match in SearchHighlight.Find(text, words))
                    {
                        match.Start.ShouldBeGreaterThan(end);
                        match.Length.ShouldBePositive();
                        end = match.Start + match.Length;
                        (edges.Contains(match.Start) && edges.Contains(end)).ShouldBeTrue(
                            $"{match} of “{text}” cuts a character"
                        );
                        var marked = text.Substring(match.Start, match.Length);
                        var forms = NameSpelling.OthersOf(marked).Prepend(NameSpelling.Fold(marked)).ToList();
                        words
                            .Any(word =>
                                SearchHighlight
                                    .Asked(word)
                                    .Any(asked => forms.Exists(form => form.Contains(asked, StringComparison.Ordinal)))
                                || PhoneSearch.Of(word) is not null
                            )
                            .ShouldBeTrue($"{match} of “{text}”");
                    }
                },
                threads: 1
            );

    [Fact]
    public void Find_OfAWordThatTheTextHolds_MarksIt() =>
        Gen.Select(_text, _text, _text)
            .Sample(
                (before, word, after) =>
                {
                    // The spaces keep a combining accent at the edge of one text from joining its neighbour.
                    if (NameSpelling.Asked(word).Count > 0)
                    {
                        SearchHighlight.Find($"{before} {word} {after}", [word]).ShouldNotBeEmpty();
                    }
                },
                threads: 1
            );

    [Theory]
    [InlineData("José Núñez", "nunez", 5, 5)]
    [InlineData("Jose\u0301 x", "jose", 0, 5)]
    [InlineData("ﬁsh", "i", 0, 1)]
    [InlineData("王小明", "小", 1, 1)]
    [InlineData("a🙂b", "🙂", 1, 2)]
    [InlineData("aaaa", "aa", 0, 4)]
    [InlineData("Anna Müller", "mueller", 5, 6)]
    [InlineData("Anna Mueller", "müller", 5, 7)]
    [InlineData("Søren Öst", "soeren", 0, 5)]
    [InlineData("Åsa", "aasa", 0, 3)]
    [InlineData("Pat O’Brien", "obrien", 4, 7)]
    [InlineData("Anna-Lena Ott", "annalena", 0, 9)]
    [InlineData("Anna Lena Ott", "annalena", 0, 9)]
    [InlineData("+49 (0)170 123-4567", "0170 1234567", 7, 12)]
    [InlineData("0170/1234567", "+49 170 1234567", 0, 12)]
    public void Find_AWord_MarksItWhereItStands(string text, string word, int start, int length) =>
        SearchHighlight.Find(text, [word]).ShouldBe([new SearchMatch(start, length)]);
}
