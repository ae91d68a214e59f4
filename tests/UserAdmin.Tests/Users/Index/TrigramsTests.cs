using System.Text;
using CsCheck;
using Shouldly;
using UserAdmin.Users.Index;
using Xunit;

namespace UserAdmin.Tests.Users.Index;

public sealed class TrigramsTests
{
    [Fact]
    public void MayContain_IsTrueOfEveryPartOfAnyText() =>
        Gen.Select(Gen.String[Gen.Char["abé東\n\u0001"], 0, 30], Gen.String[0, 30], Gen.Int[0, 80], Gen.Int[0, 40])
            .Sample(
                (before, after, start, length) =>
                {
                    var text = Encoding.UTF8.GetBytes(before + after);
                    start = Math.Min(start, text.Length);
                    MayContain(text, text.AsSpan(start, Math.Min(length, text.Length - start))).ShouldBeTrue();
                },
                iter: 5000
            );

    [Theory]
    [InlineData("\nada lovelace\n", "lovelaces", false)]
    [InlineData("\nada lovelace\n", "ove", true)]
    [InlineData("\nada lovelace\n", "zz", true)]
    [InlineData("\nab\ncd\n", "abc", false)]
    [InlineData("\nab\ncd\n", "\ncd\n", true)]
    public void MayContain_RulesOutWordsOfThreeBytesOrMoreThatAreMissing(string text, string word, bool expected) =>
        MayContain(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(word)).ShouldBe(expected);

    private static bool MayContain(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        Span<ulong> filter = stackalloc ulong[Trigrams.FilterSize];
        Trigrams.Add(text, filter);
        return Trigrams.MayContain(filter, Trigrams.Of(word, stackalloc int[Trigrams.Most]));
    }
}
