using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Roles.Commands;
using UserAdmin.Tests.Following;
using UserAdmin.Tests.Pipeline;
using UserAdmin.Users;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>
/// What another program commits in the middle of a command's turn is recorded before the command replaces it.
/// </summary>
public sealed class ObservedMeanwhileTests : IAsyncLifetime
{
    private readonly WatchedTransactions _transactions = new();
    private FollowedHost _followed = null!;
    private TestHost _host = null!;
    private string _id = "";
    private long _before;

    public async ValueTask InitializeAsync()
    {
        _followed = await FollowedHost.StartAsync(_transactions.Register);
        _host = _followed.Host;
        _id = await _host.CreateUserAsync("ada", TestHost.Password);
        _before = _host.Tail();
    }

    public ValueTask DisposeAsync() => _followed.DisposeAsync();

    [Fact]
    public async Task Command_ThatRemovesAClaimAddedInItsTurn_IsRecordedAfterIt()
    {
        InTheNextTurn(
            "INSERT INTO \"AspNetUserClaims\" (\"UserId\", \"ClaimType\", \"ClaimValue\") "
                + $"VALUES ('{_id}', 'badge', '7')"
        );

        await _host.AcceptAsync(new RemoveUserClaim(_id, "badge", "7"));

        var events = _followed.Events(_id, _before);
        events.Select(@event => @event.GetType()).ShouldBe([typeof(UserObservedChanged), typeof(UserClaimRemoved)]);
        ((UserObservedChanged)events[0]).ClaimsAdded.ShouldHaveSingleItem().Value.ShouldBe("7");
        await _followed.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Edit_OfAFieldThatIsChangedInItsTurn_IsRefusedAsWithAColleague()
    {
        InTheNextTurn($"UPDATE \"AspNetUsers\" SET \"Email\" = 'other@example.com' WHERE \"Id\" = '{_id}'");

        var result = await _host.SendAsync(new ChangeUserEmail(_id, "mine@example.com", _before));

        result.Errors.ShouldHaveSingleItem().ShouldBeOfType<StaleEdit>().Current.ShouldBe("other@example.com");
        _followed.Change(_id, _before).Fields.ShouldHaveSingleItem();
        await _followed.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Command_ThatNamesNoneOfItsSubjects_RecordsTheirsBeforeALongQueue()
    {
        var role = TestHost.NewId();
        await _host.AcceptAsync(new CreateRole(role, "Readers", null, ["users.read"]));
        await _host.AcceptAsync(new AssignRole(_id, role));
        _before = _host.Tail();
        InTheNextTurn(
            $"INSERT INTO {TestProvider.ObservedQueue} SELECT 'U', 'nobody' || n FROM generate_series(1, 5000) n; "
                + $"UPDATE \"AspNetUsers\" SET \"PhoneNumber\" = '1' WHERE \"Id\" = '{_id}'"
        );

        await _host.AcceptAsync(new DeleteRole(role, null));

        _followed
            .Events(_id, _before)
            .Select(@event => @event.GetType())
            .ShouldBe([typeof(UserObservedChanged), typeof(UserRoleRemoved)]);
    }

    private void InTheNextTurn(string sql) =>
        _transactions.AfterBegin = () =>
        {
            _transactions.AfterBegin = () => { };
            _host.Tamper(sql);
        };
}
