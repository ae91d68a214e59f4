using UserAdmin.Web.Bulk;

namespace UserAdmin.Web.Tests.Bulk;

public sealed class BulkTextTests
{
    [Fact]
    public void BulkIds_ThereAndBack_AreTheSame()
    {
        string[] ids =
        [
            "0199c1a2-0000-7000-8000-00000000abcd",
            "old key",
            "ÄÖ.~",
            "0199C1A2-0000-7000-8000-00000000ABCD",
        ];

        BulkIds.Decode(BulkIds.Encode(ids)).ShouldBe(ids);
    }

    [Fact]
    public void BulkIds_OfTwoHundredUsers_FitAnAddress() =>
        BulkIds
            .Encode(Enumerable.Range(0, BulkIds.Most).Select(_ => Guid.CreateVersion7().ToString()))
            .Length.ShouldBeLessThan(5000);

    [Theory]
    [InlineData("!!.AAAA.~")]
    [InlineData("")]
    public void BulkIds_OfNonsense_AreNobody(string text) => BulkIds.Decode(text).ShouldBeEmpty();
}
