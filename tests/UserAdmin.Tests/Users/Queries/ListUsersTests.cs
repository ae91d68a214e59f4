using UserAdmin.Audit.Queries;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Users.Queries;

public sealed class ListUsersTests
{
    [Theory]
    [InlineData("lovelace", "ada")]
    [InlineData("LOVE ada", "ada")]
    [InlineData("angstrom", "anders")]
    [InlineData("Ångstr", "anders")]
    [InlineData("anders@example", "anders")]
    [InlineData("秀", "wang")]
    [InlineData("100%", "percent")]
    [InlineData("a_b", "underscore")]
    [InlineData("\\", "backslash")]
    [InlineData("ｌｏｖｅ", "ada")]
    [InlineData("nobody of that name", "")]
    [InlineData("' OR 1=1 --", "")]
    public async Task ListUsers_Searching_FindsAnyPartOfNameEmailAndUserNameWhateverCaseAndAccents(
        string search,
        string expected
    )
    {
        await using var host = await TestHost.StartAsync();
        foreach (
            var (name, displayName) in ((string, string)[])
                [
                    ("ada", "Ada Lovelace"),
                    ("anders", "Anders Ångström"),
                    ("wang", "王秀英"),
                    ("percent", "100% Real"),
                    ("underscore", "a_b"),
                    ("backslash", @"back\slash"),
                    ("decoy", "axb 1000"),
                ]
        )
        {
            await host.AcceptAsync(new CreateUser(TestHost.NewId(), name, $"{name}@example.com", displayName));
        }

        var page = (await host.AskAsync(new ListUsers(search))).Value!;

        page.Items.Select(row => row.UserName).ShouldBe(expected.Length == 0 ? [] : [expected]);
        page.Total.ShouldBe(page.Items.Count);
    }

    [Theory]
    [InlineData("\u202E", "Remove the text-direction override (U+202E)")]
    [InlineData("stat:locked", "Did you mean “state”?")]
    [InlineData("state:", "Say what “state” should be")]
    [InlineData("created<soon", "not a day, month, year or span")]
    public async Task ListUsers_OfASearchThatCannotBeUnderstood_IsRefusedAndFindsNobody(string search, string why)
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateUserAsync("ada");

        var answer = await host.AskAsync(new ListUsers(search));
        var ids = await host.AskAsync(new ListUserIds(search));

        answer.Refusal.ShouldNotBeNull().Message.ShouldContain(why);
        // A typing mistake must not turn a bulk action for a few users into one for all.
        (answer.Value, ids.Value, ids.Refusal?.Code).ShouldBe((null, null, "users.bad-search"));
    }

    [Fact]
    public async Task ListUsers_FromPageToPageWhileOthersAreChanged_RepeatsAndDropsNobody()
    {
        await using var host = await TestHost.StartAsync();
        var still = new HashSet<string>();
        for (var i = 0; i < 40; i++)
        {
            still.Add(await host.CreateUserAsync($"user{i:00}"));
        }

        var seen = new List<string>();
        for (var (page, number) = ((await host.AskAsync(new ListUsers(PageSize: 7))).Value!, 0); ; number++)
        {
            seen.AddRange(page.Items.Select(row => row.Id));
            // Before and after the reader's place in the list, users are added and deleted.
            await host.CreateUserAsync($"aaa{number}");
            await host.CreateUserAsync($"user{number * 7:00}x");
            if (page.Items.FirstOrDefault(row => still.Contains(row.Id)) is { } last && number < 4)
            {
                await host.AcceptAsync(new DeleteUser(last.Id));
            }

            if (page.Next is null)
            {
                break;
            }

            page = (await host.AskAsync(new ListUsers(PageSize: 7, Cursor: page.Next))).Value!;
        }

        seen.ShouldBeUnique();
        still.Except(seen).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(nameof(UserRow.DisplayName), false)]
    [InlineData(nameof(UserRow.DisplayName), true)]
    [InlineData(nameof(UserRow.UserName), true)]
    [InlineData(nameof(UserRow.Email), false)]
    [InlineData(nameof(UserRow.Email), true)]
    [InlineData(nameof(UserRow.CreatedAt), true)]
    [InlineData(nameof(UserRow.ChangedAt), false)]
    public async Task ListUsers_PageByPage_ShowsEveryUserOnceInOrder(string sort, bool descending)
    {
        await using var host = await TestHost.StartAsync();
        for (var i = 0; i < 23; i++)
        {
            await host.AcceptAsync(
                new CreateUser(TestHost.NewId(), $"user{i:00}", $"{(char)('z' - i)}@example.com", $"Same {i % 3}")
            );
        }

        var rows = new List<UserRow>();
        for (var number = 1; number <= 3; number++)
        {
            var page = (
                await host.AskAsync(
                    new ListUsers(Sort: new UserSort(sort), Descending: descending, PageNumber: number, PageSize: 10)
                )
            ).Value!;
            page.Total.ShouldBe(23);
            rows.AddRange(page.Items);
        }

        rows.Select(row => row.Id).Distinct().Count().ShouldBe(23);
        // Times are sorted to the second (decision 26).
        IComparable Key(UserRow row) =>
            sort switch
            {
                nameof(UserRow.UserName) => row.UserName,
                nameof(UserRow.Email) => row.Email,
                nameof(UserRow.CreatedAt) => row.CreatedAt.ToUnixTimeSeconds(),
                nameof(UserRow.ChangedAt) => row.ChangedAt.ToUnixTimeSeconds(),
                nameof(UserRow.DisplayName) => row.DisplayName,
                _ => throw new ArgumentOutOfRangeException(nameof(sort)),
            };
        var keys = rows.Select(Key).ToList();
        keys.ShouldBe(descending ? keys.OrderDescending().ToList() : keys.Order().ToList());
    }

    [Theory]
    [InlineData(nameof(UserRow.JobTitle))]
    [InlineData(nameof(UserRow.ExternalId))]
    [InlineData(nameof(UserRow.PhoneNumber))]
    [InlineData(nameof(UserRow.ExpiresAt))]
    public async Task ListUsers_WithMissingLast_EndWithThoseWithoutAValue_AndBeginWithThemIfDescending(string sort)
    {
        await using var host = await TestHost.StartAsync();
        var later = host.Get<TimeProvider>().GetUtcNow().AddDays(1);
        var (having, lacking) = (new List<string>(), new List<string>());
        for (var i = 0; i < 13; i++)
        {
            var (id, has) = (TestHost.NewId(), i % 3 == 0);
            (has ? having : lacking).Add(id);
            await host.AcceptAsync(
                new CreateUser(id, $"user{i:00}", $"user{i:00}@example.com", $"Name {i:00}")
                {
                    JobTitle = has ? $"Title {i:00}" : null,
                    ExternalId = has ? $"x-{i:00}" : null,
                    PhoneNumber = has ? $"+49 651 10{i:00}" : null,
                }
            );
            if (has)
            {
                await host.AcceptAsync(new SetUserExpiry(id, later.AddDays(i)));
            }
        }

        foreach (var descending in (bool[])[false, true])
        {
            var list = new ListUsers(Sort: new UserSort(sort), Descending: descending, PageSize: 4)
            {
                MissingLast = true,
            };
            var ids = new List<string>();
            UserListing page;
            do
            {
                page = (await host.AskAsync(list)).Value!;
                page.Offset.ShouldBe(ids.Count);
                ids.AddRange(page.Items.Select(row => row.Id));
                list = list with { Cursor = page.Next };
            } while (page.Next is not null);

            List<string> expected = [.. having, .. lacking];
            ids.ShouldBe(descending ? Enumerable.Reverse(expected) : expected);
        }
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(-5, 0)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public async Task ListUsers_WithNonsenseNumbers_AnswersAllTheSame(int pageNumber, int pageSize)
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateUserAsync("ada");

        (await host.AskAsync(new ListUsers(PageNumber: pageNumber, PageSize: pageSize))).Value!.Total.ShouldBe(1);
    }

    [Fact]
    public async Task GetUserHistory_InPages_GoesBackToTheFirstEvent()
    {
        await using var host = await TestHost.StartAsync();
        var id = await host.CreateUserAsync("ada");
        for (var i = 0; i < 4; i++)
        {
            await host.AcceptAsync(new ChangeUserEmail(id, $"ada{i}@example.com", long.MaxValue));
        }

        var first = (await host.AskAsync(new GetUserHistory(id, Take: 3))).Value!;
        var second = (await host.AskAsync(new GetUserHistory(id, Before: first.Items[^1].Position, Take: 3))).Value!;

        (first.Total, first.Items.Count, second.Items.Count).ShouldBe((5, 3, 2));
        second.Items[^1].What.ShouldBe("Account created");
    }
}
