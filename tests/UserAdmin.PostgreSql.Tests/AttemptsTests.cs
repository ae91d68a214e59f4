using UserAdmin.Storage;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>Counts and budgets that all nodes share.</summary>
public sealed class AttemptsTests
{
    private static readonly TimeSpan _window = TimeSpan.FromMinutes(15);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failures_OfTwoNodes_AreCountedTogether()
    {
        await using var one = await TestHost.StartAsync(follow: false);
        await using var two = await one.StartBesideAsync();

        await one.Get<IAttemptCounts>().AddAsync("ada", _window, Stop);
        await two.Get<IAttemptCounts>().AddAsync("ada", _window, Stop);
        await two.Get<IAttemptCounts>().AddAsync("bob", _window, Stop);

        (await one.Get<IAttemptCounts>().FailedAsync("ada", _window, Stop)).ShouldBe(2);
        await two.Get<IAttemptCounts>().ForgetAsync("ada", Stop);
        (await one.Get<IAttemptCounts>().FailedAsync("ada", _window, Stop)).ShouldBe(0);
        (await one.Get<IAttemptCounts>().FailedAsync("bob", _window, Stop)).ShouldBe(1);
    }

    [Fact]
    public async Task Failures_FromBeforeTheWindow_DoNotCount()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var counts = host.Get<IAttemptCounts>();
        await counts.AddAsync("ada", _window, Stop);
        await counts.AddAsync("ada", _window, Stop);
        host.Tamper("UPDATE \"Attempts\" SET \"At\" = now() - interval '16 minutes'");

        (await counts.FailedAsync("ada", _window, Stop)).ShouldBe(0);

        await counts.AddAsync("ada", _window, Stop);
        (await counts.FailedAsync("ada", _window, Stop)).ShouldBe(1);
    }

    [Fact]
    public async Task Budget_OfTwoNodes_IsUsedUpTogether_AndRefills()
    {
        await using var one = await TestHost.StartAsync(follow: false);
        await using var two = await one.StartBesideAsync();
        var refill = TimeSpan.FromHours(1);

        // At the same time, as a client would that uses every node.
        var taken = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(number =>
                    (number % 2 == 0 ? one : two).Get<ISharedBudget>().TakeAsync("client", 5, refill, Stop)
                )
        );

        taken.Count(wait => wait is null).ShouldBe(5);
        taken.Where(wait => wait is not null).ShouldEachBe(wait => wait > refill * 0.9 && wait <= refill);
        (await two.Get<ISharedBudget>().TakeAsync("another", 5, refill, Stop)).ShouldBeNull();

        one.Tamper("UPDATE \"Attempts\" SET \"At\" = now() - interval '61 minutes' WHERE \"Key\" = 'client'");
        (await one.Get<ISharedBudget>().TakeAsync("client", 5, refill, Stop)).ShouldBeNull();
        (await one.Get<ISharedBudget>().TakeAsync("client", 5, refill, Stop)).ShouldNotBeNull();
    }
}
