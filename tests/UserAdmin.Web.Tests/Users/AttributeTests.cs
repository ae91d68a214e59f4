using UserAdmin.Storage;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;
using UserAdmin.Web.Tests.Users.List;
using UserAdmin.Web.Users;
using UserAdmin.Web.Users.Create;
using UserAdmin.Web.Users.List;
using UserAdmin.Web.Users.Person;
using UserAdmin.Web.Users.Search;

namespace UserAdmin.Web.Tests.Users;

/// <summary>Columns that an application added to its table of users, on pages.</summary>
public sealed class AttributeTests : UsersPageContext
{
    private static readonly ExtraColumn _points = new(
        "LoyaltyPoints",
        "INTEGER",
        ExtraColumnType.Integer,
        true,
        false,
        false
    );
    private static readonly ExtraColumn _vip = new("is_vip", "INTEGER", ExtraColumnType.Boolean, false, false, false);

    private static readonly UserRow _ada = Rows.Ada()
        .With(row => row.Attributes, """{"LoyaltyPoints":"1200","is_vip":"yes"}""");

    [Fact]
    public void UserForm_WithAttributes_SendsThoseThatWereTypedWithTheProfile()
    {
        var form = new UserForm(Attributes("LoyaltyPoints"));
        form.Merge(_ada, _ada.Version);

        form["attributes.LoyaltyPoints"].Value = "1300";

        form.Changes("ada")
            .ShouldHaveSingleItem()
            .ShouldBeOfType<UpdateUserProfile>()
            .Attributes.ShouldBe([new("LoyaltyPoints", "1300")]);
    }

    [Fact]
    public void UserAttributes_WhenNotEditable_AreShown()
    {
        Database.Attributes = Attributes(editable: "LoyaltyPoints");

        var shown = Render<UserAttributes>(parameters => parameters.Add(one => one.Row, _ada));

        shown.FindAll("dt").Select(title => title.TextContent).ShouldBe(["Is vip"]);
        shown.Find("dd").TextContent.Trim().ShouldBe("Yes");
    }

    [Fact]
    public async Task NewUserPage_AsksForWhatTheApplicationRequires()
    {
        Database.Attributes = Attributes(editable: "");
        var page = Show<NewUserPage>();

        var fields = page.FindAll("section").Single(card => card.TextContent.Contains("of the application"));
        fields.QuerySelectorAll("label").Select(label => label.TextContent).ShouldBe(["Is vip"]);
        fields.QuerySelector("option[selected]")!.TextContent.ShouldBe("No");
        page.FindAll("[data-unsaved]").ShouldBeEmpty();
        await fields.QuerySelector("select")!.ChangeAsync("yes");
        await page.Find("form").SubmitAsync();

        Bus.Sent.Select(sent => sent.Command)
            .SelectMany(command => command is Pipeline.CommandSet set ? set.Commands : [command])
            .OfType<CreateUser>()
            .ShouldHaveSingleItem()
            .Attributes.ShouldBe([new AttributeValue("is_vip", "yes")]);
    }

    [Fact]
    public void List_WithTheColumnOfAnAttribute_ShowsIt()
    {
        Database.Attributes = Attributes(editable: "");
        Shown = Rows.Listing(_ada);
        Navigation.NavigateTo("users?cols=name,loyalty-points&sort=attributes.loyaltypoints&q=loyalty-points%3E1000");

        var page = Show<UsersPage>();

        page.FindAll("th button").Select(button => button.TextContent.Trim()).ShouldBe(["Name", "Loyalty points"]);
        page.Find("td.attribute").TextContent.ShouldBe("1200");
        page.Markup.ShouldContain("more than 1000");
        Bus.Asked<ListUsers>().ShouldContain(query => query.Sort == new UserSort("attributes.LoyaltyPoints"));
    }

    [Theory]
    [InlineData(">1000", "loyalty-points>1000")]
    [InlineData("10..20", "loyalty-points:10..20")]
    [InlineData("None", "loyalty-points:none")]
    public async Task FilterPanel_ForANumber_TakesWhatTheSearchBoxTakes(string typed, string search)
    {
        Database.Attributes = Attributes(editable: "");
        Bus.Answer<GetUserFacets, UserFacets>(_ => new UserFacets(1, []));
        string? found = null;
        var panel = Render<FilterPanel>(parameters =>
            parameters
                .Add(one => one.Search, UserSearch.Parse("", new UserFieldSet(Database.Attributes)))
                .Add(one => one.OnSearch, text => found = text)
        );

        await panel.Find("#other-filter").ChangeAsync("loyalty-points");
        await panel.Find(".other input").InputAsync(typed);
        await panel.Find(".other").SubmitAsync();

        found.ShouldBe(search);
    }

    private static IReadOnlyList<AccountAttribute> Attributes(string editable) =>
        AccountAttribute.Of([_points, _vip], [.. editable.Split(',')], new HashSet<string>());
}
