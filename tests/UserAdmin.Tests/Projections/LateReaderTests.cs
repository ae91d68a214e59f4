using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Projections;
using UserAdmin.Users;
using UserAdmin.Users.Queries;

namespace UserAdmin.Tests.Projections;

/// <summary>
/// A query that is still running when its read model is replaced and the same file is then used for another rebuild.
/// </summary>
public sealed class LateReaderTests
{
    [Fact]
    public async Task Read_OfAFileThatIsRebuiltAgain_LeavesNoFileAndBlocksNothing()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateUserAsync("ada");
        await host.CatchUpAsync();
        var store = host.Get<IReadStore>();
        await using var late = store.CreateContext();
        await RebuildAsync(host);
        await host.StopFollowingAsync();

        var candidate = store.CreateCandidate();
        Should.Throw<SqliteException>(() => late.Users.Any());

        store.MakeDurable(candidate).Dispose();
    }

    [Fact]
    public async Task Ask_WhenTheReadModelIsReplacedUnderTheQuery_IsAnsweredFromTheNewOne()
    {
        TestHost? running = null;
        var replaced = new ReplacedUnderIt(() => RebuildAsync(running!));
        await using var host = running = await TestHost.StartAsync(configure: services =>
            services.AddSingleton<IPipelineBehavior<GetUser, Answer<UserRow>>>(replaced)
        );
        var id = await host.CreateUserAsync("ada");
        await host.CatchUpAsync();

        (await host.GetUserAsync(id)).UserName.ShouldBe("ada");

        replaced.Asked.ShouldBe(2);
    }

    private static async Task RebuildAsync(TestHost host)
    {
        var before = host.Get<IReadStore>().Switches;
        await host.AcceptAsync(new RebuildReadModel());
        await TestHost.UntilAsync(() => host.Get<IReadStore>().Switches > before, "the read model was replaced");
    }

    /// <summary>Replaces the read model under the first query and lets it fail.</summary>
    private sealed class ReplacedUnderIt(Func<Task> replace) : IPipelineBehavior<GetUser, Answer<UserRow>>
    {
        public int Asked { get; private set; }

        public async Task<Answer<UserRow>> Handle(
            GetUser request,
            RequestHandlerDelegate<Answer<UserRow>> next,
            CancellationToken cancellationToken
        )
        {
            if (++Asked == 1)
            {
                await replace();
                throw new SqliteException("no such table: Users", 1);
            }

            return await next();
        }
    }
}
