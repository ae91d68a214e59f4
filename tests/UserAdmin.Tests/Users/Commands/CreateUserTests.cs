using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Commands;

public sealed class CreateUserTests
{
    // Stands for a lone surrogate, which an attribute cannot hold because it is stored as UTF-8.
    private const string LoneSurrogate = "(a lone surrogate)";

    [Fact]
    public async Task CreateUser_WithEveryField_IsShownAsTypedButClean()
    {
        await using var host = await TestHost.StartAsync();
        var id = TestHost.NewId();

        await host.AcceptAsync(
            new CreateUser(id, " zoe ", " Zoe@EXAMPLE.com ", "  Zoe\u0308 Ångström ")
            {
                GivenName = "Zoë",
                FamilyName = " Ångström ",
                JobTitle = "CTO",
                Department = " ",
                PhoneNumber = "+46 8 123 45 67",
                Locale = "sv-SE",
                TimeZone = "Europe/Stockholm",
            }
        );

        var row = await host.GetUserAsync(id);
        (row.UserName, row.Email, row.DisplayName, row.FamilyName, row.Department).ShouldBe(
            ("zoe", "Zoe@example.com", "Zoë Ångström", "Ångström", null)
        );
        (row.PhoneNumber, row.Locale, row.TimeZone, row.HasPassword).ShouldBe(
            ("+46 8 123 45 67", "sv-SE", "Europe/Stockholm", false)
        );
        row.StateAt(DateTimeOffset.UtcNow).ShouldBe(UserState.Active);
        var entry = (await host.AskAsync(new GetUserHistory(id))).Value!.Items.ShouldHaveSingleItem();
        entry.What.ShouldBe("Account created");
        entry.Changes.ShouldContain(new FieldChange("JobTitle", null, "CTO"));
    }

    [Fact]
    public async Task CreateUser_WithTakenNameAndEmail_IsRefusedWithBothAndChangesNothing()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        await host.CreateUserAsync("ada");
        var before = host.DumpWrite();

        var result = await host.SendAsync(new CreateUser(TestHost.NewId(), "ADA", "Ada@Example.com", "Ada"));

        result.Errors.Select(error => error.Code).ShouldBe([UserErrors.UserNameTaken.Code, UserErrors.EmailTaken.Code]);
        host.DumpWrite().ShouldBe(before);
    }

    [Fact]
    public async Task CreateUser_WithManyMistakes_IsRefusedWithOneErrorForEachField()
    {
        await using var host = await TestHost.StartAsync(follow: false);

        var result = await host.SendAsync(
            new CreateUser("1", "käthe", "nobody", "\u202Eevil")
            {
                GivenName = "a\u0000b",
                JobTitle = new string('x', 151),
                PhoneNumber = "call me",
                Locale = "klingon!",
                TimeZone = "Mars/Olympus",
            }
        );

        result
            .Errors.Select(error => error.Field)
            .ShouldBe(
                [
                    "UserId",
                    "UserName",
                    "Email",
                    "DisplayName",
                    "GivenName",
                    "JobTitle",
                    "PhoneNumber",
                    "Locale",
                    "TimeZone",
                ],
                ignoreOrder: true
            );
        result.Errors.ShouldEachBe(error => error.Message.EndsWith('.'));
    }

    [Theory]
    [InlineData(LoneSurrogate)]
    [InlineData("\u200B\u200B")]
    [InlineData("   ")]
    [InlineData("a\nb")]
    [InlineData("a\u2029b")]
    [InlineData("\u2066x")]
    public async Task CreateUser_WithADisplayNameThatDeceivesOrShowsNothing_IsRefused(string displayName)
    {
        await using var host = await TestHost.StartAsync(follow: false);

        var result = await host.SendAsync(
            new CreateUser(
                TestHost.NewId(),
                "ada",
                "ada@example.com",
                displayName == LoneSurrogate ? "\uD800" : displayName
            )
        );

        result.Errors.ShouldHaveSingleItem().Field.ShouldBe("DisplayName");
    }

    [Theory]
    [InlineData("王秀英")]
    [InlineData("محمد عبد الله")]
    [InlineData("สมชาย ใจดี")]
    [InlineData("Nguyễn Thị Minh Khai")]
    [InlineData("O’Brien-Łukasiewicz 👩‍🚀")]
    [InlineData("ᚠᚢᚦᚨᚱᚲ")]
    public async Task CreateUser_WithANameInAnyScript_IsFoundByIt(string displayName)
    {
        await using var host = await TestHost.StartAsync();
        var id = TestHost.NewId();

        await host.AcceptAsync(new CreateUser(id, "ada", "ada@example.com", displayName));

        (await host.AskAsync(new ListUsers(displayName))).Value!.Items.ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Theory]
    [InlineData("short", "at least 12")]
    [InlineData("aaaaaaaaaaaaaaaa", "five different")]
    [InlineData("password12345", "first anyone would try")]
    [InlineData("ada.lovelace1", "first anyone would try")]
    public async Task CreateUser_WithAWeakPassword_IsRefusedBesideTheFieldWithTheReason(string password, string reason)
    {
        await using var host = await TestHost.StartAsync(follow: false);

        var result = await host.SendAsync(
            new CreateUser(TestHost.NewId(), "ada.lovelace", "ada.lovelace@example.com", "Ada Lovelace")
            {
                Password = password,
            }
        );

        var error = result.Errors.ShouldHaveSingleItem();
        (error.Code, error.Field).ShouldBe(("password.weak", "Password"));
        error.Message.ShouldContain(reason);
    }

    [Fact]
    public async Task CreateUser_WithAPassword_LeavesItInNoTableAndNoEvent()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateUserAsync("ada", TestHost.Password);
        await host.CatchUpAsync();

        host.DumpWrite().ShouldNotContain(TestHost.Password);
        host.DumpRead().ShouldNotContain(TestHost.Password);
    }

    [Fact]
    public async Task CreateUser_ByTwentyAtOnceForOneUserName_IsAcceptedOnce()
    {
        await using var host = await TestHost.StartAsync(follow: false);

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    Task.Run(() =>
                        host.SendAsync(
                            new CreateUser(TestHost.NewId(), i % 2 == 0 ? "ADA" : "ada", $"ada{i}@example.com", "Ada")
                        )
                    )
                )
        );

        results.Count(result => result.IsAccepted).ShouldBe(1);
        results
            .Where(result => !result.IsAccepted)
            .ShouldEachBe(result => result.Errors.Single().Code == UserErrors.UserNameTaken.Code);
    }
}
