using UserAdmin.Following;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Tests.Following;
using UserAdmin.Users;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>The triggers on a server: they run for everybody, and come back when they are dropped.</summary>
public sealed class StockTriggersTests : IAsyncLifetime
{
    private FollowedHost _followed = null!;
    private TestHost _host = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _followed = await FollowedHost.StartAsync();
        _host = _followed.Host;
        _id = await _host.CreateUserAsync("ada");
        _host.Get<ReconciliationSignal>().Take();
    }

    public ValueTask DisposeAsync() => _followed.DisposeAsync();

    [Fact]
    public async Task Change_ByARoleThatMayNotTouchOurSchema_IsFollowed()
    {
        var role = $"app{Guid.NewGuid():N}";
        _host.Tamper($"CREATE ROLE {role}; GRANT SELECT, UPDATE ON public.\"AspNetUsers\" TO {role}");
        try
        {
            _host.Tamper(
                $"BEGIN; SET LOCAL ROLE {role}; UPDATE public.\"AspNetUsers\" SET \"PhoneNumber\" = '1'; COMMIT"
            );
            await _followed.FollowAsync();

            _followed.Observed().Count.ShouldBe(1);
        }
        finally
        {
            _host.Tamper($"REVOKE ALL ON public.\"AspNetUsers\" FROM {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Truncate_AsksForAComparison_WhichFindsWhoIsGone()
    {
        _host.Tamper("TRUNCATE public.\"AspNetUsers\" CASCADE");
        await _followed.FollowAsync();
        _host.Get<ReconciliationSignal>().Take().IsEverything.ShouldBeTrue();

        await _host
            .Get<StockComparisonRunner>()
            .ReconcileAsync(TimeSpan.Zero, StockComparison.Patience, TestContext.Current.CancellationToken);

        _followed.Events(_id)[^1].ShouldBeOfType<UserObservedGone>();
        await _followed.ShouldAgreeAsync();
    }

    [Fact]
    public async Task Triggers_ThatWereDropped_ComeBack()
    {
        _host.Tamper("DROP TRIGGER useradmin_update ON public.\"AspNetUsers\"");

        await TestHost.UntilAsync(
            async () =>
            {
                await _followed.FollowAsync();
                return _host.Get<ReconciliationSignal>().Take().IsEverything;
            },
            "the trigger is created again"
        );
        _host.Tamper("UPDATE public.\"AspNetUsers\" SET \"PhoneNumber\" = '1'");
        await _followed.FollowAsync();

        _followed.Observed().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Change_OnAConnectionThatBelongedToUsBefore_IsFollowed()
    {
        _host.Tamper(
            "BEGIN; SELECT set_config('useradmin.own', '1', true); UPDATE public.\"AspNetUsers\" SET \"PhoneNumber\" = "
                + "'1'; COMMIT; UPDATE public.\"AspNetUsers\" SET \"PhoneNumber\" = '2'"
        );
        await _followed.FollowAsync();

        _followed.Observed().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Load_ByCopy_IsFollowed()
    {
        await using (var connection = (Npgsql.NpgsqlConnection)_host.OpenWrite())
        await using (
            var copy = await connection.BeginTextImportAsync(
                "COPY public.\"AspNetUsers\" (\"Id\", \"UserName\", \"EmailConfirmed\", \"PhoneNumberConfirmed\", "
                    + "\"TwoFactorEnabled\", \"LockoutEnabled\", \"AccessFailedCount\") FROM STDIN",
                TestContext.Current.CancellationToken
            )
        )
        {
            for (var i = 0; i < 500; i++)
            {
                await copy.WriteLineAsync($"c{i}\tcopied{i}\tf\tf\tf\tt\t0");
            }
        }

        await _followed.FollowAsync();

        _followed.Observed().Count.ShouldBe(500);
        await _followed.ShouldAgreeAsync();
    }
}
