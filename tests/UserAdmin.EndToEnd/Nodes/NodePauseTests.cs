using UserAdmin.EndToEnd.Programs;
using UserAdmin.Tests.Storage.PostgreSql;

namespace UserAdmin.EndToEnd.Nodes;

/// <summary>A process that is paused, as on a machine that swaps or is being moved, and later goes on.</summary>
public sealed class NodePauseTests
{
    private const int Users = 40;

    [Fact]
    public async Task Leader_ThatIsPaused_IsReplaced_AndDoesNothingTwiceWhenItGoesOn()
    {
        PostgreSqlIsThere.OrSkip();
        await using var nodes = await StartAsync();
        await using var sender = new CommandSender(nodes.NewFolder());
        var users = (await CreateUsersAsync(sender)).ConvertAll(user => user.Id);
        var leader = await nodes.LeaderAsync();
        var batchId = Guid.CreateVersion7().ToString();
        await sender.AcceptedAsync(
            "StartBulkAction",
            new
            {
                batchId,
                action = 0,
                userIds = users,
            }
        );
        await Eventually.HoldsAsync(() => Done(nodes).Count > 2, "the bulk action has begun");

        await Signals.PauseAsync(leader.ProcessId);
        try
        {
            Done(nodes).Count.ShouldBeLessThan(Users, "The leader is paused in the middle of the bulk action.");
            await Eventually.HoldsAsync(() => Done(nodes).Count == Users, "another node has finished the bulk action");
            (await nodes.LeaderAsync()).ProcessId.ShouldNotBe(leader.ProcessId);
        }
        finally
        {
            await Signals.ResumeAsync(leader.ProcessId);
        }

        await Eventually.HoldsAsync(
            () =>
                nodes
                    .Rows(
                        "SELECT \"IsLeader\" FROM \"Nodes\" WHERE \"SeenAt\" > now() - interval '3 seconds' AND "
                            + $"\"ProcessId\" = {leader.ProcessId}"
                    )
                    .Any(row => row[0] == "False"),
            "the node knows that it is no longer the leader"
        );
        Done(nodes).ShouldBe(users, ignoreOrder: true);
        nodes
            .Rows(
                $"""
                SELECT count(*) FROM "EventLog" WHERE "SubjectId" = '{batchId}' AND "Type" = 'BulkActionFinished'
                """
            )[0][0]
            .ShouldBe("1");
        await nodes.CaughtUpAsync();
    }

    [Fact]
    public async Task Sender_ThatIsPausedInsideCommands_HoldsUpNobody_AndDoublesNothing()
    {
        PostgreSqlIsThere.OrSkip();
        await using var nodes = await StartAsync();
        await using var paused = new CommandSender(nodes.NewFolder());
        await using var other = new CommandSender(nodes.NewFolder());
        var users = await CreateUsersAsync(paused);
        // Enough of them to be in the middle of one for nearly all the time.
        var sent = users
            .Select((user, number) => (Id: Guid.CreateVersion7(), User: user, Email: $"new{number}@example.com"))
            .ToList();
        foreach (var (id, user, email) in sent)
        {
            await paused.WriteAsync(
                id,
                "ChangeUserEmail",
                new
                {
                    userId = user.Id,
                    email,
                    seenVersion = user.Version,
                }
            );
        }

        (await paused.ReadAsync()).ShouldNotBeNull().Accepted.ShouldNotBeNull();
        await Signals.PauseAsync(paused.ProcessId);
        try
        {
            await other.AcceptedAsync("DisableUser", new { userId = users[0].Id });
        }
        finally
        {
            await Signals.ResumeAsync(paused.ProcessId);
        }

        for (var answers = 1; answers < sent.Count; answers++)
        {
            var answer = await paused.ReadAsync();
            answer.ShouldNotBeNull().Accepted.ShouldNotBeNull(answer.Refused?[0].Message);
        }

        nodes
            .Rows("SELECT \"SubjectId\" FROM \"EventLog\" WHERE \"Type\" = 'UserEmailChanged'")
            .Select(row => row[0])
            .ShouldBe(users.Select(user => user.Id), ignoreOrder: true);
    }

    private static async Task<RunningNodes> StartAsync()
    {
        var cluster = await PostgreSqlCluster.SharedAsync();
        var database = $"nodes-{Guid.CreateVersion7()}";
        await PostgreSqlCluster.CreateAsync(database, "template0");
        return await RunningNodes.StartAsync(
            cluster.To(database),
            count: 2,
            "--UserAdmin:Bulk:BatchSize=2",
            "--UserAdmin:Bulk:PauseBetweenBatches=00:00:00.2"
        );
    }

    private static async Task<List<(string Id, long Version)>> CreateUsersAsync(CommandSender sender)
    {
        var users = new List<(string, long)>();
        for (var number = 1; number <= Users; number++)
        {
            var userId = Guid.CreateVersion7().ToString();
            var version = await sender.AcceptedAsync(
                "CreateUser",
                new
                {
                    userId,
                    userName = $"user{number}",
                    email = $"user{number}@example.net",
                    displayName = $"User {number}",
                }
            );
            users.Add((userId, version));
        }

        return users;
    }

    private static List<string> Done(RunningNodes nodes) =>
        [.. nodes.Rows("SELECT \"SubjectId\" FROM \"EventLog\" WHERE \"Type\" = 'UserDisabled'").Select(row => row[0])];
}
