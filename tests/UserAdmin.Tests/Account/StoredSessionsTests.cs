using Microsoft.EntityFrameworkCore;
using UserAdmin.Account;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Account;

/// <summary>A change makes every open page look up its session at once; these lookups are combined.</summary>
public sealed class StoredSessionsTests
{
    [Fact]
    public async Task Find_ByManyAtOnce_QueriesOnceForAllWhoWait_AndEachGetsTheirSession()
    {
        await using var host = await TestHost.StartAsync();
        List<string> names = [.. Enumerable.Range(0, 20).Select(number => $"user{number}")];
        List<(string Session, string User)> opened = [];
        foreach (var name in names)
        {
            var user = await host.CreateUserAsync(name, TestHost.Password);
            opened.Add((Sessions.StoredId(await host.AttemptAsync(name)), user));
        }

        var contexts = new GatedContexts(host.Get<IDbContextFactory<WriteContext>>());
        var stored = new StoredSessions(contexts);

        var first = stored.FindAsync(opened[0].Session, Token);
        var others = opened.Skip(1).Select(one => stored.FindAsync(one.Session, Token)).ToList();
        var unknown = stored.FindAsync("unknown", Token);
        using var hurried = new CancellationTokenSource();
        var gone = stored.FindAsync(opened[1].Session, hurried.Token);
        await hurried.CancelAsync();
        contexts.Open();

        (await first).ShouldNotBeNull().UserId.ShouldBe(opened[0].User);
        (await Task.WhenAll(others))
            .Select(one => one?.UserId)
            .ShouldBe(opened.Skip(1).Select(one => (string?)one.User));
        (await unknown).ShouldBeNull();
        await Should.ThrowAsync<OperationCanceledException>(() => gone);
        contexts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Find_AfterAQueryThatFailed_QueriesAgain()
    {
        await using var host = await TestHost.StartAsync();
        var user = await host.CreateUserAsync("ada", TestHost.Password);
        var session = Sessions.StoredId(await host.AttemptAsync());
        var contexts = new GatedContexts(host.Get<IDbContextFactory<WriteContext>>());
        var stored = new StoredSessions(contexts);

        var first = stored.FindAsync(session, Token);
        var second = stored.FindAsync(session, Token);
        contexts.Fail();

        await Should.ThrowAsync<IOException>(() => first);
        (await second).ShouldNotBeNull().UserId.ShouldBe(user);
        (await stored.FindAsync(session, Token)).ShouldNotBeNull();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Returns the first context only when the test allows it.</summary>
    private sealed class GatedContexts(IDbContextFactory<WriteContext> contexts) : IDbContextFactory<WriteContext>
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public int Count => _count;

        public void Open() => _gate.SetResult();

        public void Fail() => _gate.SetException(new IOException("The disk is gone."));

        public WriteContext CreateDbContext() => contexts.CreateDbContext();

        public async Task<WriteContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _count) == 1)
            {
                await _gate.Task;
            }

            return await contexts.CreateDbContextAsync(cancellationToken);
        }
    }
}
