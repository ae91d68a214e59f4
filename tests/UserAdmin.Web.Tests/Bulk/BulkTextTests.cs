using UserAdmin.Web.Bulk;

namespace UserAdmin.Web.Tests.Bulk;

public sealed class BulkTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("Ada", "Ada")]
    [InlineData("Ada, Countess", "\"Ada, Countess\"")]
    [InlineData("the \"first\"", "\"the \"\"first\"\"\"")]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1,A2)", "\"'@SUM(A1,A2)\"")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a=b", "a=b")]
    public void BulkReport_WithAnyText_WritesAFieldThatRunsNothing(string? value, string expected) => BulkReport.Field(value).ShouldBe(expected);

    [Fact]
    public void BulkIds_ThereAndBack_AreTheSame()
    {
        string[] ids = ["0199c1a2-0000-7000-8000-00000000abcd", "old key", "ÄÖ.~", "0199C1A2-0000-7000-8000-00000000ABCD"];

        BulkIds.Decode(BulkIds.Encode(ids)).ShouldBe(ids);
    }

    [Fact]
    public void BulkIds_OfTwoHundredUsers_FitAnAddress() =>
        BulkIds.Encode(Enumerable.Range(0, BulkIds.Most).Select(_ => Guid.CreateVersion7().ToString())).Length.ShouldBeLessThan(5000);

    [Theory]
    [InlineData("!!.AAAA.~")]
    [InlineData("")]
    public void BulkIds_OfNonsense_AreNobody(string text) => BulkIds.Decode(text).ShouldBeEmpty();
}
