using System.Text;
using CsCheck;
using UserAdmin.Users;

namespace UserAdmin.Tests.Properties;

public sealed class UserTextProperties
{
    [Fact]
    public void IsSafe_OfAnyString_NeverThrows() => Generators.AnyString.Sample(text => { _ = UserText.IsSafe(text); }, threads: 1);

    [Fact]
    public void Clean_OfSafeText_IsIdempotentAndStaysSafe() => Generators.AnyString.Where(UserText.IsSafe).Sample(
        text =>
        {
            var clean = UserText.Clean(text);
            UserText.Clean(clean).ShouldBe(clean);
            UserText.IsSafe(clean).ShouldBeTrue();
            (clean ?? "").ShouldBe((clean ?? "").Trim());
        },
        threads: 1);

    [Fact]
    public void Fold_OfSafeText_IsIdempotent() =>
        Generators.AnyString.Where(UserText.IsSafe).Sample(text => UserText.Fold(UserText.Fold(text)).ShouldBe(UserText.Fold(text)), threads: 1);

    [Fact]
    public void Fold_OfSafeText_IgnoresCaseFormAndAccents() => Generators.AnyString.Where(UserText.IsSafe).Sample(
        text =>
        {
            UserText.Fold(text.Normalize(NormalizationForm.FormD)).ShouldBe(UserText.Fold(text));
            UserText.Fold(UserText.Clean(text)).ShouldBe(UserText.Fold(text.Trim()));
        },
        threads: 1);

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
                (UserText.Fold(fold) == fold && UserText.Clean(clean) == clean && UserText.IsSafe(clean)).ShouldBeTrue($"U+{value:X4}");
            }
        }
    }
}
