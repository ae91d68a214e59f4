using UserAdmin.Storage;

namespace UserAdmin.Tests.Storage;

public sealed class AttributeRangeTests
{
    [Theory]
    [InlineData("integer", "2147483648", "between -2,147,483,648 and 2,147,483,647")]
    [InlineData("integer", "-2147483648", null)]
    [InlineData("smallint", "32768", "between -32,768 and 32,767")]
    [InlineData("bigint", "2147483648", null)]
    [InlineData("INTEGER", "2147483648", null)]
    public void WholeNumber_ThatTheColumnCannotHold_IsRefused(string storeType, string typed, string? reason) =>
        ShouldBe(ExtraColumnType.Integer, storeType, typed, reason);

    [Theory]
    [InlineData("numeric(5,2)", "999.99", null)]
    [InlineData("numeric(5,2)", "-1000", "at most 3 digits before the point")]
    [InlineData("numeric(5,2)", "1.230", null)]
    [InlineData("numeric(5,2)", "1.234", "at most 2 digits after the point")]
    [InlineData("numeric(5,1)", "0.12", "at most 1 digit after the point")]
    [InlineData("numeric(5,0)", "1.2", "Enter a whole number")]
    [InlineData("numeric(2,2)", "0.12", null)]
    [InlineData("numeric", "1.2345", null)]
    [InlineData("TEXT", "1.2345", null)]
    public void Number_ThatTheColumnCannotHold_IsRefused(string storeType, string typed, string? reason) =>
        ShouldBe(ExtraColumnType.Decimal, storeType, typed, reason);

    private static void ShouldBe(ExtraColumnType type, string storeType, string typed, string? reason)
    {
        var attribute = AccountAttribute
            .Of([new("Balance", storeType, type, true, false, false)], ["*"], new HashSet<string>())
            .ShouldHaveSingleItem();

        var problem = attribute.TryRead(typed, out _);

        (reason is null ? problem is null : problem?.Contains(reason, StringComparison.Ordinal) is true).ShouldBeTrue(
            problem
        );
    }
}
