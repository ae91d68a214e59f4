using System.Text;
using Shouldly;
using UserAdmin.Users;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index;
using Xunit;

namespace UserAdmin.Tests.Users.Index;

public sealed class TextColumnTests
{
    // User names that equal the address or its beginning, or only resemble it.
    private static readonly (string UserName, string Email)[] _people =
    [
        ("ada@example.com", "ada@example.com"),
        ("ada", "ada@example.com"),
        ("a@b", "a@b@example.com"),
        ("ad", "ada@example.com"),
        ("", "@example.com"),
        ("grace", ""),
    ];

    [Fact]
    public void Field_OfAUserNameStoredAsPartOfTheAddress_IsTheUserName()
    {
        var texts = Texts();

        for (var place = 0; place < _people.Length; place++)
        {
            Encoding.UTF8.GetString(texts.Field(place, UserTexts.UserName)).ShouldBe(_people[place].UserName);
            Encoding.UTF8.GetString(texts.Field(place, UserTexts.Email)).ShouldBe(_people[place].Email);
            Encoding.UTF8.GetString(texts.Field(place, UserTexts.Name)).ShouldBe("name");
        }
    }

    [Theory]
    [InlineData("ada", new[] { 1 })]
    [InlineData("ad", new[] { 3 })]
    [InlineData("a@b", new[] { 2 })]
    [InlineData("grace", new[] { 5 })]
    [InlineData("ada@example.com", new[] { 0, 1, 3 })]
    [InlineData("example.com", new int[0])]
    public void FindWhole_LooksAtWholeUserNamesAndAddresses(string text, int[] places) =>
        Texts().FindWhole(text, Everybody()).Places().ShouldBe(places);

    [Theory]
    [InlineData(nameof(UserRow.UserName), "ada", new[] { 0, 1 })]
    [InlineData(nameof(UserRow.UserName), "example", new[] { 0 })]
    [InlineData(nameof(UserRow.UserName), "name", new int[0])]
    [InlineData(nameof(UserRow.Email), "ada", new[] { 0, 1, 3 })]
    public void Find_InOneField_LooksNowhereElse(string field, string word, int[] places) =>
        Texts()
            .Find(Encoding.UTF8.GetBytes(word), Everybody(), UserTexts.PlaceOf(UserFields.Named(field)))
            .Places()
            .ShouldBe(places);

    private static TextColumn Texts()
    {
        var texts = new TextColumn();
        texts.Set([.. _people.Select((person, place) => (place, new[] { "name", person.UserName, person.Email }))]);
        return texts;
    }

    private static BitSet Everybody()
    {
        var all = new BitSet();
        for (var place = 0; place < _people.Length; place++)
        {
            all[place] = true;
        }

        return all;
    }
}
