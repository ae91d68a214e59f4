using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using UserAdmin.Bulk;
using UserAdmin.Bulk.Commands;
using UserAdmin.Bulk.Queries;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Storage;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Bulk;

/// <summary>Steps that tests of bulk actions share.</summary>
internal static class BulkSteps
{
    /// <summary>Creates many users without passwords.</summary>
    public static async Task<List<string>> CreateUsersAsync(this TestHost host, int count)
    {
        var users = Enumerable
            .Range(1, count)
            .Select(number =>
                (ICommand)
                    new CreateUser(
                        TestHost.NewId(),
                        $"user{number:00000}",
                        $"user{number:00000}@example.com",
                        $"User {number:00000}"
                    )
            )
            .ToList();
        foreach (var part in users.Chunk(1000))
        {
            await host.AcceptAsync(new CommandSet(part));
        }

        return [.. users.Select(user => ((CreateUser)user).UserId)];
    }

    /// <summary>Starts a bulk action and returns its id.</summary>
    public static async Task<string> StartBulkAsync(
        this TestHost host,
        BulkAction action,
        IReadOnlyList<string> userIds,
        Actor? actor = null,
        string? roleId = null,
        DateTimeOffset? lockUntil = null,
        string? reason = null
    )
    {
        var batchId = TestHost.NewId();
        (
            await host.SendAsync(
                new StartBulkAction(batchId, action, userIds) { RoleId = roleId, LockUntil = lockUntil },
                actor,
                reason: reason
            )
        ).Errors.ShouldBeEmpty();
        return batchId;
    }

    /// <summary>Runs the bulk actions until none is waiting.</summary>
    public static Task RunBulkAsync(this TestHost host) =>
        host.Get<BulkRunner>().RunOnceAsync(TestContext.Current.CancellationToken);

    /// <summary>Creates a runner that passes every command to the test before sending it.</summary>
    public static BulkRunner Runner(this TestHost host, Func<ICommand, Task> before, int batchSize = 100)
    {
        var bus = new ShownBus(host.Get<ICommandBus>(), before);
        return new(
            host.Get<IDbContextFactory<WriteContext>>(),
            bus,
            new BulkSender(bus, TimeProvider.System, NullLogger<BulkSender>.Instance),
            host.Get<BulkSignal>(),
            Options.Create(new BulkOptions { BatchSize = batchSize }),
            new RunnerHeartbeats(TimeProvider.System),
            TimeProvider.System,
            NullLogger<BulkRunner>.Instance
        );
    }

    /// <summary>Returns the action's row, up to date.</summary>
    public static async Task<BulkRow> GetBulkAsync(this TestHost host, string batchId)
    {
        await host.CatchUpAsync();
        return (await host.AskAsync(new GetBulkAction(batchId))).Value.ShouldNotBeNull();
    }

    /// <summary>Returns the outcome for each user.</summary>
    public static async Task<List<BulkItemRow>> ListItemsAsync(this TestHost host, string batchId)
    {
        await host.CatchUpAsync();
        return
        [
            .. (await host.AskAsync(new ListBulkItems(batchId, PageSize: 1000))).Value!.Items.Select(item => item.Done),
        ];
    }

    private sealed class ShownBus(ICommandBus inner, Func<ICommand, Task> before) : ICommandBus
    {
        public async Task<CommandResult> SendAsync(
            ICommand command,
            CommandContext context,
            CancellationToken cancellationToken = default
        )
        {
            await before(command);
            return await inner.SendAsync(command, context, cancellationToken);
        }
    }
}
