using UserAdmin.Storage;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>Data-protection keys in the database.</summary>
public sealed class SharedKeysTests
{
    [Fact]
    public async Task Key_OfOneNode_IsReadByAnother_AndAddedOnce()
    {
        await using var one = await TestHost.StartAsync(follow: false);
        await using var two = await one.StartBesideAsync();

        one.Get<ISharedKeys>().Add("key-1", "<key id='1'/>");
        two.Get<ISharedKeys>().Add("key-2", "<key id='2'/>");
        two.Get<ISharedKeys>().Add("key-1", "<key id='other'/>");

        one.Get<ISharedKeys>().Read().ShouldBe(["<key id='1'/>", "<key id='2'/>"]);
    }

    [Fact]
    public async Task Turn_OfOneNode_LetsAnotherWait()
    {
        await using var one = await TestHost.StartAsync(follow: false);
        await using var two = await one.StartBesideAsync();
        var turn = one.Get<ISharedKeys>().TakeTurn();

        var waiting = Task.Run(two.Get<ISharedKeys>().TakeTurn, TestContext.Current.CancellationToken);
        await TestHost.UntilAsync(
            () =>
                one.Count(
                    "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = "
                        + "current_database() AND locktype = 'advisory' AND NOT granted"
                ) == 1,
            "the other node waits"
        );
        waiting.IsCompleted.ShouldBeFalse();

        turn.Dispose();
        (await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Dispose();
    }
}
