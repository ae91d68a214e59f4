using CsCheck;
using UserAdmin.Tests.Properties;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;
using UserAdmin.Users.Search;

namespace UserAdmin.Tests.Users.Search;

public sealed class UserSearchTests
{
    [Theory]
    [InlineData(
        "state:locked role:\"Help desk\" signed-in<2026-01-01 department:sales -role:admin smith",
        "state:locked role:\"Help desk\" signed-in<2026-01-01 department:sales -role:admin smith"
    )]
    [InlineData("  STATE:Locked,active   2FA:on ", "state:Locked,active two-factor:on")]
    [InlineData("dept:“Field service” created:>=2026", "department:\"Field service\" created>=2026")]
    [InlineData("\"not closed", "\"not closed\"")]
    [InlineData("\"state:locked\" a:", "\"state:locked\"")]
    [InlineData("a-b -c - o\"brien\"", "a-b -c \"-\" obrien")]
    [InlineData("role:\"a \\\"b\\\" \\\\c\"", "role:\"a \\\"b\\\" \\\\c\"")]
    [InlineData("department:NONE,\"None\" name:none", "department:none,\"None\" name:none")]
    [InlineData("<script> 1=1 http", "\"<script>\" 1=1 http")]
    public void Parse_OfWhatPeopleType_IsUnderstoodAndWrittenBack(string typed, string written) =>
        UserSearch.Join(UserSearch.Parse(typed).Terms).ShouldBe(written);

    [Theory]
    [InlineData("stat:locked", "Did you mean “state”?", 0, 11)]
    [InlineData("ada state:", "Say what “state” should be", 4, 6)]
    [InlineData("state:closed", "“state” cannot be “closed”", 0, 12)]
    [InlineData("role>x", "cannot be compared", 0, 6)]
    [InlineData("created:2026-13", "not a day, month, year or span", 0, 15)]
    [InlineData("created:2026-06..2026-01", "ends before it begins", 0, 24)]
    [InlineData("signed-in:1d..7d", "ends before it begins", 0, 16)]
    [InlineData("a\u202eb", "Remove the text-direction override (U+202E)", 0, 3)]
    public void Parse_OfAMistake_NamesItAndItsPlace(string typed, string message, int start, int length)
    {
        var error = UserSearch.Parse(typed).Errors.ShouldHaveSingleItem();
        error.Message.ShouldContain(message);
        (error.Start, error.Length).ShouldBe((start, length));
    }

    [Fact]
    public void Parse_OfAnyText_NeverThrowsAndWritesBackWhatItUnderstood() =>
        Gen.OneOf(
                Generators.AnyString,
                Generators
                    .Among(
                        "state:",
                        "role:",
                        "-",
                        "\"",
                        "\\",
                        ",",
                        " ",
                        "a",
                        "<",
                        ">",
                        "=",
                        "..",
                        "2026",
                        "30d",
                        "none",
                        "“",
                        ":"
                    )
                    .Array[0, 12]
                    .Select(string.Concat)
            )
            .Sample(
                text =>
                {
                    var search = UserSearch.Parse(text);
                    var written = UserSearch.Join(search.Terms);
                    search
                        .Errors.Where(error => error.Start < 0 || error.Start + error.Length > text.Length)
                        .ShouldBeEmpty();
                    if (search.IsValid)
                    {
                        UserSearch.Join(UserSearch.Parse(written).Terms).ShouldBe(written);
                    }

                    _ = TypedTerm.At(text, text.Length / 2, UserFieldSet.Stock);
                },
                iter: 5_000,
                threads: 1
            );

    [Fact]
    public void Tick_OfValues_JoinsThemAndTakesThemAwayAgain()
    {
        var one = UserSearch.Parse("ada").Tick(SearchFields.Role, "Help desk", isTicked: true);
        var two = UserSearch.Parse(one).Tick(SearchFields.Role, "Auditor", isTicked: true);

        two.ShouldBe("ada role:\"Help desk\",Auditor");
        UserSearch.Parse(two).IsTicked(SearchFields.Role, "help DESK").ShouldBeTrue();
        UserSearch
            .Parse(UserSearch.Parse(two).Tick(SearchFields.Role, "help desk", isTicked: false))
            .Tick(SearchFields.Role, "Auditor", isTicked: false)
            .ShouldBe("ada");
    }

    [Theory]
    [InlineData("sta", "state:", 0)]
    [InlineData("ada -rol", "-role:", 4)]
    [InlineData("state:lo", "locked ", 6)]
    [InlineData("state:active,lo", "locked ", 13)]
    [InlineData("role:\"help", "\"Help desk\" ", 5)]
    [InlineData("created>t", "today ", 8)]
    public async Task SuggestSearch_WhileTyping_SuggestsHowToContinue(string typed, string insert, int start)
    {
        await using var host = await TestHost.StartAsync();
        var (user, role) = (await host.CreateUserAsync("ada"), TestHost.NewId());
        await host.AcceptAsync(new UserAdmin.Roles.Commands.CreateRole(role, "Help desk", null, []));
        await host.AcceptAsync(new UserAdmin.Users.Commands.AssignRole(user, role));

        var suggestions = (await host.AskAsync(new SuggestSearch(typed, typed.Length))).Value!;

        suggestions.Items[0].Insert.ShouldBe(insert);
        (suggestions.Start, suggestions.Length).ShouldBe((start, typed.Length - start));
    }
}
