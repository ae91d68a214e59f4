using Microsoft.EntityFrameworkCore;
using UserAdmin.Account.Passkeys;
using UserAdmin.EventLog;
using UserAdmin.Messaging;
using UserAdmin.Storage;
using UserAdmin.Tests.Account;
using UserAdmin.Tests.Account.Passkeys;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Following;

/// <summary>What only shows in details: a confirmed number, a passkey's key, since when an account exists.</summary>
public sealed class FollowedDetailsTests : IAsyncLifetime
{
    private FollowedHost _followed = null!;
    private TestHost _host = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _followed = await FollowedHost.StartAsync();
        _host = _followed.Host;
        _id = await _host.CreateUserAsync("ada", TestHost.Password);
        await _followed.FollowAsync();
    }

    public ValueTask DisposeAsync() => _followed.DisposeAsync();

    [Fact]
    public async Task Follow_AfterThePhoneNumberWasVerified_RecordsIt_AndAnotherNumberIsNotVerified()
    {
        await _followed.ChangeAsync(_id, (users, user) => users.SetPhoneNumberAsync(user, "+44 20 1"));
        await _followed.FollowAsync();
        var before = _host.Tail();
        await _followed.ChangeAsync(
            _id,
            async (users, user) =>
                await users.ChangePhoneNumberAsync(
                    user,
                    "+44 20 1",
                    await users.GenerateChangePhoneNumberTokenAsync(user, "+44 20 1")
                )
        );
        await _followed.FollowAsync();

        _followed.Change(_id, before).Changes.ShouldBe([new FieldChange("Phone number confirmed", "no", "yes")]);
        (await RowAsync()).PhoneNumberConfirmed.ShouldBeTrue();
        await _followed.ShouldAgreeAsync();
        await _host.AcceptAsync(new ChangeUserPhone(_id, "+44 20 2", _host.Tail()));
        (await RowAsync()).PhoneNumberConfirmed.ShouldBeFalse();
        await _followed.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Follow_AfterThePublicKeyOfAPasskeyWasReplaced_RecordsIt_AndEndsSessions()
    {
        var passkey = OwnPasskeyTests.NewPasskey();
        await _host.AcceptAsync(new AddOwnPasskey(passkey, "My phone"), Actor.User(_id));
        var session = await _host.SignInAsync("ada@example.com");
        var before = _host.Tail();
        await using (
            var context = await _host
                .Get<IDbContextFactory<WriteContext>>()
                .CreateDbContextAsync(TestContext.Current.CancellationToken)
        )
        {
            (await context.UserPasskeys.SingleAsync(TestContext.Current.CancellationToken)).Data.PublicKey = [9, 9, 9];
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await _followed.FollowAsync();

        _followed.Change(_id, before).Describe().ShouldBe("Key of a passkey changed");
        (await _host.FindSessionAsync(session)).ShouldBeNull();
        await _followed.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Created_OfAnAccountThatWasThereBefore_IsNotKnown()
    {
        var followed = await _followed.RegisterAsync(new("grace"));
        await _followed.FollowAsync();
        var adopted = await _followed.RegisterAsync(new("hedy"));
        // As if it had been made while there were no triggers.
        _host.Tamper($"DELETE FROM {TestProvider.ObservedQueue}");
        _host.Tamper($"INSERT INTO {TestProvider.ObservedQueue} VALUES ('U', '{adopted}')");
        await _followed.FollowAsync();
        await _host.CatchUpAsync();

        (await _host.GetUserAsync(followed)).IsCreatedBefore.ShouldBeFalse();
        (await _host.GetUserAsync(adopted)).IsCreatedBefore.ShouldBeTrue();
        (await ListAsync("created:today")).ShouldBe([_id, followed], ignoreOrder: true);
        (await ListAsync("created:never")).ShouldBe([adopted]);
        // It is older than all whose age is known.
        (await ListAsync("", UserFields.CreatedAt.Sort))[0]
            .ShouldBe(adopted);
    }

    private async Task<List<string>> ListAsync(string search, UserSort? sort = null) =>
        [.. (await _host.AskAsync(new ListUsers(search, Sort: sort))).Value!.Items.Select(row => row.Id)];

    private async Task<UserRow> RowAsync()
    {
        await _host.CatchUpAsync();
        return await _host.GetUserAsync(_id);
    }
}
