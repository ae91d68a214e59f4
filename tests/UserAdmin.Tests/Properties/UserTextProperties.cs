using System.Text;
using CsCheck;
using UserAdmin.Text;

namespace UserAdmin.Tests.Properties;

public sealed class UserTextProperties
{
    [Fact]
    public void IsSafe_OfAnyString_NeverThrows() =>
        Generators.AnyString.Sample(
            text =>
            {
                _ = UserText.IsSafe(text);
            },
            threads: 1
        );

    private static readonly Gen<string> _withInvisible = Gen.OneOf(
        Generators.AnyString,
        Generators
            .Among(
                "a",
                "1",
                "ｱ",
                "ﾞ",
                "＠",
                "か",
                "ب",
                "ی",
                "क",
                "्",
                "👩",
                "❤",
                "\uFE0F",
                "\u200B",
                "\u200C",
                "\u200D",
                "\u200E",
                "\u200F",
                "\u00AD",
                "\uFEFF",
                "\u00A0",
                "\u3000",
                " ",
                "\n",
                "\u034F",
                "\u0301",
                "\u3164",
                "\U000E0067",
                "\U0001F3F4"
            )
            .Array[0, 10]
            .Select(string.Concat)
    );

    [Fact]
    public void IsReadable_OfAnyString_NeverThrows() =>
        _withInvisible.Sample(
            text =>
            {
                _ = UserText.Unreadable(text);
                _ = UserText.ValueKey(text);
            },
            threads: 1
        );

    [Fact]
    public void Clean_OfReadableText_IsIdempotentAndSafe() =>
        _withInvisible
            .Where(UserText.IsReadable)
            .Sample(
                text =>
                {
                    foreach (
                        var clean in (Func<string?, string?>[])[UserText.Clean, UserText.CleanKey, UserText.CleanNumber]
                    )
                    {
                        var cleaned = clean(text);
                        clean(cleaned).ShouldBe(cleaned);
                        UserText.IsSafe(cleaned).ShouldBeTrue();
                        (cleaned ?? "").ShouldBe((cleaned ?? "").Trim());
                    }
                },
                threads: 1
            );

    // Invisible characters that programs insert, and some that people typed on purpose.
    [Theory]
    [InlineData("\u200BHuman\u00A0Resources\uFEFF", "Human Resources")]
    [InlineData("Human \u2009 Resources\r\n", "Human Resources")]
    [InlineData("Hu\u00ADman\u2060 Re\u200Dsources\u200C\u200E", "Human Resources")]
    [InlineData("山田\u3000太郎", "山田 太郎")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    [InlineData("می\u200Cخواهم\u200C", "می\u200Cخواهم")]
    [InlineData("क्\u200Dष", "क्\u200Dष")]
    [InlineData("👩\u200D🚒 ❤\uFE0F 1\uFE0F⃣", "👩\u200D🚒 ❤\uFE0F 1\uFE0F⃣")]
    [InlineData("a\uFE0F\u3164", "a")]
    [InlineData("אבג\u200E (1)\u200F", "אבג\u200E (1)")]
    [InlineData("\u200B \u3164", null)]
    public void Clean_OfTextWithInvisibleCharacters_KeepsThoseThatMeanSomething(string text, string? clean) =>
        UserText.Clean(text).ShouldBe(clean);

    [Theory]
    [InlineData("ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ada@example.com")]
    [InlineData("ｶﾞｽ部（東京）", "ガス部(東京)")]
    [InlineData("Ａ\u3000\u3000Ｂ", "A B")]
    public void CleanKey_OfOtherWidths_IsTheirPlainForm(string text, string clean) =>
        UserText.CleanKey(text).ShouldBe(clean);

    [Theory]
    [InlineData("＋４９ ３０\u2011９０１８２０", "+49 30-901820")]
    [InlineData("٠١٢ ۳۴۵", "012 345")]
    [InlineData("१२३–४५६", "123-456")]
    public void CleanNumber_OfDigitsOfOtherScripts_IsPlain(string text, string clean) =>
        UserText.CleanNumber(text).ShouldBe(clean);

    [Theory]
    [InlineData("Human\nResources", "the line break (U+000A)")]
    [InlineData("ガス部（株）\tA", "the tab (U+0009)")]
    [InlineData("a\u202Eb", "the text-direction override (U+202E)")]
    [InlineData("a\0", "the control character (U+0000)")]
    [InlineData("ガス部（株）\n", null)]
    public void Unreadable_OfHarmfulCharacters_NamesTheFirst(string text, string? name) =>
        UserText.Unreadable(text).ShouldBe(name);

    [Fact]
    public void Unreadable_OfHalfASurrogatePair_NamesIt() =>
        UserText.Unreadable("a\uD800").ShouldBe("the broken character (U+D800)");

    [Fact]
    public void Fold_OfSafeText_IsIdempotent() =>
        Generators
            .AnyString.Where(UserText.IsSafe)
            .Sample(text => UserText.Fold(UserText.Fold(text)).ShouldBe(UserText.Fold(text)), threads: 1);

    [Fact]
    public void Fold_OfSafeText_IgnoresCaseFormAndAccents() =>
        Generators
            .AnyString.Where(UserText.IsSafe)
            .Sample(
                text =>
                {
                    UserText.Fold(text.Normalize(NormalizationForm.FormD)).ShouldBe(UserText.Fold(text));
                    UserText
                        .Fold(UserText.Clean(text))
                        .Replace(" ", "", StringComparison.Ordinal)
                        .ShouldBe(UserText.Fold(text).Replace(" ", "", StringComparison.Ordinal));
                },
                threads: 1
            );

    [Fact]
    public void EveryCharacter_IsFoldedAndCleanedOnceAndForAll()
    {
        for (var value = 0; value <= 0x10ffff; value++)
        {
            if (!Rune.TryCreate(value, out var rune))
            {
                continue;
            }

            var text = $"x{rune}y";
            if (UserText.IsSafe(text))
            {
                var (fold, clean) = (UserText.Fold(text), UserText.Clean(text));
                (UserText.Fold(fold) == fold && UserText.Clean(clean) == clean && UserText.IsSafe(clean)).ShouldBeTrue(
                    $"U+{value:X4}"
                );
            }
        }
    }
}
