using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Attached;

/// <summary>Attributes in lists and searches, and edits that are refused.</summary>
public sealed class AttributeSearchTests(AttributeFixture fixture) : IClassFixture<AttributeFixture>
{
    private TestHost Host => fixture.Adopted.Host;

    [Fact]
    public async Task Attributes_OfAdoptedAccounts_AreWhatTheApplicationStored()
    {
        var row = await AttributeFixture.RowAsync(Host, "user12");

        AttributeFixture
            .Values(Host, row)
            .ShouldBe([
                ("first_name", "First12"),
                ("last_name", null),
                ("birth_date", null),
                ("is_vip", "no"),
                ("tenant_id", "1"),
                ("deleted_at", null),
                (
                    "created_at",
                    ((await fixture.Adopted.People.ExtraAsync("user12")).CreatedAt).UtcDateTime.ToString(
                        "yyyy-MM-dd'T'HH:mm:ss'Z'",
                        null
                    )
                ),
                ("balance", "15"),
                ("discount", "0"),
                ("full_name", "First12 "),
            ]);
        AttributeFixture
            .Values(Host, await AttributeFixture.RowAsync(Host, "user13"))
            .ShouldContain(("birth_date", "1970-01-14"));
        row.DisplayName.ShouldBe("First12");
        (await Host.AskAsync(new GetUser(row.Id))).Value.ShouldNotBeNull().Attributes.ShouldBe(row.Attributes);
    }

    [Theory]
    [InlineData("balance:15", "user12")]
    [InlineData("balance>71", "user57 user58 user59")]
    [InlineData("balance>=72.5", "user58 user59")]
    [InlineData("balance:3..6", "user3 user4")]
    [InlineData("balance<2", "user0 user1")]
    [InlineData("x-last-name:last5 balance<70", "user5 user50 user52 user53 user55")]
    [InlineData("x-last-name:none balance<4", "user0 user3")]
    [InlineData("birth-date:1970-01-14", "user13")]
    [InlineData("birth-date:1970-01-14@America/Los_Angeles", "user13")]
    [InlineData("birth-date:1970-01-14@Asia/Tokyo", "user13")]
    [InlineData("birth-date:1970-01-14@Pacific/Tongatapu", "user13")]
    [InlineData("birth-date:none balance<6", "user0 user4")]
    [InlineData("is-vip:yes balance<30", "user0 user10 user20")]
    [InlineData("is-vip:true balance<30", "user0 user10 user20")]
    [InlineData("-is-vip:none,0 balance<30", "user0 user10 user20")]
    [InlineData("tenant-id:none balance<15", "user0 user10 user5")]
    [InlineData("Last58", "user58")]
    [InlineData("first1 balance<2", "user1")]
    public async Task Search_ByAnAttribute_FindsByItsType(string search, string found)
    {
        var listing = (await Host.AskAsync(new ListUsers(search, PageSize: 100))).Value.ShouldNotBeNull();

        listing
            .Items.Select(row => row.UserName)
            .Where(name => name.StartsWith("user", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ShouldBe(found.Split(' '));
    }

    [Theory]
    [InlineData("balance:much", "is not a number")]
    [InlineData("balance>none", "cannot be less or more than nothing")]
    [InlineData("balance:9..2", "smaller number first")]
    [InlineData("is-vip:maybe", "Write is-vip:yes, is-vip:no")]
    [InlineData("loyalty:3", "There is no filter")]
    public async Task Search_ThatCannotBeUnderstood_SaysWhy(string search, string reason) =>
        (await Host.AskAsync(new ListUsers(search))).Refusal.ShouldNotBeNull().Message.ShouldContain(reason);

    [Fact]
    public async Task List_SortedByANumber_IsSortedAsNumbersAre_AndItsFacetsCountYesAndNo()
    {
        var sort = new UserSort("attributes.balance");

        var listing = (await Host.AskAsync(new ListUsers("user", sort, Descending: true))).Value.ShouldNotBeNull();
        var facets = (await Host.AskAsync(new GetUserFacets())).Value.ShouldNotBeNull();

        listing.Items.Take(3).Select(row => row.UserName).ShouldBe(["user59", "user58", "user57"]);
        facets
            .Facets.Single(facet => facet.Field == "is-vip")
            .Values.Select(value => value.Value)
            .ShouldBe(["no", "yes"], ignoreOrder: true);
        (await Host.AskAsync(new ListUsers("user", new("attributes.gone"))))
            .Value.ShouldNotBeNull()
            .Total.ShouldBe(listing.Total);
    }

    [Theory]
    [InlineData("first_name", "Ada", "is only shown here")]
    [InlineData("full_name", "Ada", "is only shown here")]
    [InlineData("balance", "a lot", "Enter a number")]
    [InlineData("is_vip", "perhaps", "Enter yes or no")]
    [InlineData("is_vip", null, "Enter")]
    [InlineData("wealth", "1", "has no attribute")]
    public async Task Edit_ThatIsWrong_IsRefusedBesideTheField(string name, string? value, string reason)
    {
        var row = await AttributeFixture.RowAsync(Host, "user12");

        var refused = await Host.SendAsync(AttributeFixture.Edit(row, (name, value)));

        var error = refused.Errors.ShouldHaveSingleItem();
        error.Field.ShouldBe($"attributes.{name}");
        error.Message.ShouldContain(reason);
    }
}
