using UserAdmin.Storage;
using UserAdmin.Storage.Attached;

namespace UserAdmin.Tests.Attached;

public sealed class AccountKeysTests
{
    private const string Uuid = "0190a5f3-8c1e-7abc-9def-0123456789ab";

    [Theory]
    [InlineData(IdentityKey.Uuid, false, true, Uuid)]
    [InlineData(IdentityKey.Uuid, false, false, Uuid)]
    [InlineData(IdentityKey.Int, false, false, "42")]
    [InlineData(IdentityKey.Int, true, false, "r42")]
    [InlineData(IdentityKey.BigInt, false, true, "9223372036854775807")]
    [InlineData(IdentityKey.BigInt, true, true, "r7")]
    public void Key_ThereAndBack_IsTheSame(IdentityKey key, bool isOfRole, bool hasUuids, string text)
    {
        var converter = AccountKeys.Converter(key, isOfRole, hasUuids).ShouldNotBeNull();

        converter.ConvertFromProvider(converter.ConvertToProvider(text)).ShouldBe(text);
    }

    [Theory]
    [InlineData(IdentityKey.Uuid, false, true, "0190A5F3-8C1E-7ABC-9DEF-0123456789AB")]
    [InlineData(IdentityKey.Uuid, false, true, "{0190a5f3-8c1e-7abc-9def-0123456789ab}")]
    [InlineData(IdentityKey.Uuid, false, true, "somebody")]
    [InlineData(IdentityKey.Uuid, false, false, "0190A5F3-8C1E-7ABC-9DEF-0123456789AB")]
    [InlineData(IdentityKey.Int, false, false, "042")]
    [InlineData(IdentityKey.Int, false, false, "r42")]
    [InlineData(IdentityKey.Int, true, false, "42")]
    [InlineData(IdentityKey.BigInt, false, false, "-0")]
    [InlineData(IdentityKey.BigInt, true, false, "r042")]
    public void Text_ThatIsWrittenInAnotherWay_IsTheKeyOfNobody(
        IdentityKey key,
        bool isOfRole,
        bool hasUuids,
        string text
    )
    {
        // The log would know one account by two texts.
        var converter = AccountKeys.Converter(key, isOfRole, hasUuids).ShouldNotBeNull();
        object[] nobody = [Guid.AllBitsSet, "", int.MinValue, long.MinValue];

        nobody.ShouldContain(converter.ConvertToProvider(text));
    }
}
