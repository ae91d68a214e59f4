using UserAdmin.Account.Commands;
using UserAdmin.Audit.Queries;
using UserAdmin.Messaging;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Audit.Queries;

public sealed class GetUserHistoryTests
{
    [Theory]
    [InlineData(
        HistoryKind.All,
        "UserLocked UserProfileChanged UserSignedOut UserSignedIn UserSignInFailed UserCreated"
    )]
    [InlineData(HistoryKind.SignIns, "UserSignedOut UserSignedIn UserSignInFailed")]
    [InlineData(HistoryKind.Changes, "UserLocked UserCreated")]
    public async Task GetUserHistory_OfOneKind_ShowsThatAndCountsThat(HistoryKind kind, string expected)
    {
        await using var host = await TestHost.StartAsync();
        var administrator = await host.CreateAdministratorAsync();
        var id = TestHost.NewId();
        await host.AcceptAsync(
            new CreateUser(id, "ada", "ada@example.com", "Ada") { Password = TestHost.Password },
            administrator
        );
        await host.AcceptAsync(
            new SignIn(TestHost.NewSessionId(), "ada@example.com", "not the password"),
            Actor.Anonymous
        );
        var session = await host.SignInAsync("ada@example.com");
        await host.AcceptAsync(new SignOut(session), Actor.User(id));
        // A change that people make to their own account is not a change by an administrator.
        await host.AcceptAsync(
            new UpdateOwnProfile("Ada Lovelace", (await host.GetUserAsync(id)).Version),
            Actor.User(id)
        );
        await host.AcceptAsync(new LockUser(id, DateTimeOffset.UtcNow.AddHours(1)), administrator);

        var page = (await host.AskAsync(new GetUserHistory(id, Kind: kind))).Value!;

        page.Items.Select(row => row.EventType).ShouldBe(expected.Split(' '));
        page.Total.ShouldBe(page.Items.Count);
    }
}
