using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Identity;
using UserAdmin.Text;

namespace UserAdmin.Tests.Properties;

public sealed class EmailAddressProperties
{
    private static readonly Gen<string> _label = Gen.Frequency(
        (6, Gen.Char.AlphaNumeric.Array[1, 8].Select(chars => new string(chars))),
        (
            6,
            Gen.OneOf(
                "bücher",
                "BÜCHER",
                "xn--bcher-kva",
                "XN--BCHER-KVA",
                "faß",
                "xn--fa-hia",
                "例え",
                "пример",
                "ΣΊΣΥΦΟΣ",
                "a-b",
                "İstanbul",
                "ﬁ",
                "１２",
                "ab。cd",
                "نامه\u200cای",
                "שלום"
            )
        ),
        (1, Gen.OneOf("-a", "a-", "xn--a", "a_b", "")),
        (1, Generators.Unicode)
    );

    private static readonly Gen<string> _local = Gen.Frequency(
        (6, Gen.OneOf("ann", "a.b", "o'neil+x", "çelik", "c\u0327elik", "李雷", new string('x', 64))),
        (1, Gen.OneOf("a..b", ".a", "a.", "", "é" + new string('x', 63))),
        (1, Generators.Unicode)
    );

    /// <summary>Generates texts that look like an address, about half of them valid.</summary>
    private static readonly Gen<string> _addressLike = Gen.Select(
        _local,
        _label.Array[2, 4],
        Gen.OneOf("", "", " ", "\u00a0"),
        (local, labels, around) => $"{around}{local}@{string.Join('.', labels)}{around}"
    );

    [Fact]
    public void TryParse_OfAnyString_NeverThrows() =>
        Gen.OneOf(Generators.AnyString, _addressLike)
            .Sample(
                text =>
                {
                    var isAddress = EmailAddress.TryParse(text, out var address, out var problem);
                    (address.Length > 0, problem.Length > 0).ShouldBe((isAddress, !isAddress));
                },
                threads: 1
            );

    [Fact]
    public void TryParse_OfItsOwnAnswer_GivesItAgain() =>
        _addressLike
            .Where(text => EmailAddress.TryParse(text, out _, out _))
            .Sample(
                text =>
                {
                    var address = EmailAddress.Parse(text);
                    EmailAddress.TryParse(address, out var again, out var problem).ShouldBeTrue($"{problem} {address}");
                    again.ShouldBe(address);
                    address.Length.ShouldBeLessThanOrEqualTo(254);
                    Encoding.UTF8.GetByteCount(address[..address.LastIndexOf('@')]).ShouldBeLessThanOrEqualTo(64);
                    UserText.IsSafe(address).ShouldBeTrue();
                },
                iter: 300,
                threads: 1
            );

    [Fact]
    public void TryParse_OfOneAddressInSeveralSpellings_GivesOneNormalisedAddress() =>
        _addressLike
            .Where(text => EmailAddress.TryParse(text, out _, out _))
            .Sample(
                text =>
                {
                    var at = text.LastIndexOf('@');
                    var spelling =
                        $" {text[..at].Normalize(NormalizationForm.FormD)}@{text[(at + 1)..].ToUpperInvariant()} ";
                    if (EmailAddress.TryParse(spelling, out var other, out _))
                    {
                        var normalizer = new UpperInvariantLookupNormalizer();
                        normalizer.NormalizeEmail(other).ShouldBe(normalizer.NormalizeEmail(EmailAddress.Parse(text)));
                    }
                },
                iter: 300,
                threads: 1
            );
}
