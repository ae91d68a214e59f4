using UserAdmin.Imports;

namespace UserAdmin.Tests.Imports;

/// <summary>Which people a pasted text names.</summary>
public sealed class PastedPeopleTests
{
    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("  <ada@example.com> ")]
    [InlineData("mailto:ada@example.com")]
    [InlineData("ada@example.com.")]
    [InlineData("(ada@example.com)")]
    [InlineData("\"ada@example.com\"")]
    [InlineData("<mailto:ada@example.com>,")]
    public void In_OneAddress_IsFoundHoweverItIsWritten(string text) =>
        Found(text).ShouldBe([("ada@example.com", null)]);

    [Theory]
    [InlineData("ada@example.com,bob@example.com")]
    [InlineData("ada@example.com; bob@example.com;")]
    [InlineData("ada@example.com\nbob@example.com")]
    [InlineData("ada@example.com\r\n\r\nbob@example.com\r\n")]
    [InlineData("ada@example.com\tbob@example.com")]
    [InlineData("ada@example.com bob@example.com")]
    [InlineData("<ada@example.com>, <bob@example.com>")]
    public void In_SeveralAddresses_AreSeparatedByAnything(string text) =>
        Found(text).ShouldBe([("ada@example.com", null), ("bob@example.com", null)]);

    [Theory]
    [InlineData("Anna Schmidt <anna@example.com>", "Anna Schmidt")]
    [InlineData("\"Schmidt, Anna\" <anna@example.com>", "Schmidt, Anna")]
    [InlineData("Schmidt, Anna <anna@example.com>", "Schmidt, Anna")]
    [InlineData("Schmidt, Anna; anna@example.com", "Schmidt, Anna")]
    [InlineData("Anna Schmidt\tanna@example.com", "Anna Schmidt")]
    [InlineData("Anna\tSchmidt\tanna@example.com", "Anna Schmidt")]
    [InlineData("anna@example.com\tAnna Schmidt", "Anna Schmidt")]
    [InlineData("Anna Schmidt,anna@example.com", "Anna Schmidt")]
    [InlineData("Anna Schmidt anna@example.com", "Anna Schmidt")]
    [InlineData("anna@example.com (Anna Schmidt)", "Anna Schmidt")]
    [InlineData("Anna Schmidt: anna@example.com", "Anna Schmidt")]
    [InlineData("Name\tE-mail\nAnna Schmidt\tanna@example.com", "Anna Schmidt")]
    [InlineData("Anna \"Änni\" Schmidt <anna@example.com>", "Anna \"Änni\" Schmidt")]
    [InlineData("Anna Schmidt 5\" <anna@example.com>", "Anna Schmidt 5")]
    public void In_OneAddressWithAName_TakesTheName(string text, string name) =>
        Found(text).ShouldBe([("anna@example.com", name)]);

    [Theory]
    [InlineData("\"Meier, Eve\" <eve@example.com>; not-an-address", "not-an-address")]
    [InlineData("Eve Meier <eve@example.com>, bob", "bob")]
    [InlineData("bob; Eve Meier <eve@example.com>", "bob")]
    public void In_WordsBesideAMailbox_ReportsThem(string text, string apart)
    {
        var people = PastedPeople.In(text);

        people.Select(person => person.Email).ShouldBe(["eve@example.com", null], ignoreOrder: true);
        var wrong = people.Single(person => person.Email is null);
        text.Substring(wrong.Start, wrong.Length).ShouldBe(apart);
    }

    [Fact]
    public void In_ColumnsBesideAMailbox_IgnoresThem() =>
        Found("Eve Meier <eve@example.com>\tSales").ShouldBe([("eve@example.com", "Eve Meier")]);

    [Fact]
    public void In_SeveralMailboxesOnALine_GivesEachItsName() =>
        Found(
                "\"Schmidt, Anna\" <anna@example.com>, bob@example.com; "
                    + "Meier, Eve <eve@example.com>, Al <al@example.com>"
            )
            .ShouldBe([
                ("anna@example.com", "Schmidt, Anna"),
                ("bob@example.com", null),
                ("eve@example.com", "Meier, Eve"),
                ("al@example.com", "Al"),
            ]);

    [Fact]
    public void In_NamesThatMayBelongToEitherAddress_AreReportedNotGuessed() =>
        Found("Anna, anna@example.com, Bob, bob@example.com")
            .ShouldBe([(null, null), ("anna@example.com", null), (null, null), ("bob@example.com", null)]);

    [Fact]
    public void In_ALineWithoutAnAddress_IsReportedWithItsPlace()
    {
        const string text = "ada@example.com\n\n  Anna Schmidt \nbob@example";
        var people = PastedPeople.In(text);

        people
            .Select(person => (person.Line, text.Substring(person.Start, person.Length), person.Email))
            .ShouldBe([
                (1, "ada@example.com", "ada@example.com"),
                (3, "Anna Schmidt", null),
                (4, "bob@example", "bob@example"),
            ]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\n ,;, \n")]
    public void In_NothingButSeparators_IsNobody(string text) => PastedPeople.In(text).ShouldBeEmpty();

    // What is replaced in the text must be exactly what is shown.
    [Fact]
    public void In_AnyText_NamesPlacesWithinItThatDoNotOverlap()
    {
        var random = new Random(4711);
        const string letters = "a@.b \"<>,;\t\n\r'é(";
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(
                Enumerable.Range(0, random.Next(40)).Select(_ => letters[random.Next(letters.Length)])
            );
            var end = 0;
            foreach (var person in PastedPeople.In(text))
            {
                person.Start.ShouldBeGreaterThanOrEqualTo(end, text);
                person.Length.ShouldBePositive(text);
                end = person.Start + person.Length;
                end.ShouldBeLessThanOrEqualTo(text.Length, text);
            }
        }
    }

    private static IEnumerable<(string?, string?)> Found(string text) =>
        PastedPeople.In(text).Select(person => (person.Email, person.Name));
}
