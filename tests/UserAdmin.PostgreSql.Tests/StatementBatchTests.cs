using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using UserAdmin.EventLog;
using UserAdmin.Imports.Commands;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Tests.Imports;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>What a command writes goes to the server in one message (decision 74).</summary>
public sealed class StatementBatchTests
{
    private readonly Disturbance _disturbance = new();

    [Fact]
    public async Task Command_SendsWhatItWritesInOneMessage()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var id = await host.CreateUserAsync("ada");
        var change = new ChangeUserEmail(id, "lovelace@example.com", host.Tail());
        using var messages = new Messages(host);

        await host.AcceptAsync(change);

        var writes = messages.Sent.Where(text => text.Contains("INSERT", StringComparison.Ordinal)).ToList();
        var write = writes.ShouldHaveSingleItem(string.Join("\n\n", messages.Sent));
        write.ShouldContain("UPDATE \"AspNetUsers\"");
        write.ShouldContain("INSERT INTO \"EventLog\"");
        write.ShouldContain("INSERT INTO \"ProcessedCommands\"");
        // The lock; the id of the command, the user, what others changed, the address, the links; the end of the log;
        // the keys; the writes. Beginning, savepoints and the commit are not counted.
        messages.Sent.Count.ShouldBe(9, string.Join("\n\n", messages.Sent));
    }

    [Fact]
    public async Task Command_WhoseRowAnotherProgramChangesBeforeItIsWritten_IsRepeatedAlone()
    {
        await using var host = await TestHost.StartAsync(
            follow: false,
            configure: services => services.AddSingleton<IEventTrial>(_disturbance)
        );
        var ids = new List<string>();
        foreach (var name in (string[])["ada", "grace", "edsger"])
        {
            ids.Add(await host.CreateUserAsync(name));
        }

        var end = host.Tail();
        // Between what the command has read and what it writes. Once: a command that is repeated locks the row.
        _disturbance.Happen = @event =>
        {
            if (@event.SubjectId == ids[1])
            {
                _disturbance.Happen = _ => { };
                host.Tamper($"UPDATE \"AspNetUsers\" SET \"ConcurrencyStamp\" = 'other' WHERE \"Id\" = '{ids[1]}'");
            }
        };

        var sending = await SendTogetherAsync(host, [.. ids.Select(id => new DisableUser(id))]);

        (await sending[0]).IsAccepted.ShouldBeTrue();
        (await sending[1]).IsAccepted.ShouldBeTrue();
        (await sending[2]).IsAccepted.ShouldBeTrue();
        var disabled = host.ReadLog().Where(record => record.CommandName == nameof(DisableUser)).ToList();
        // The others did not wait for it.
        disabled.Select(record => record.SubjectId).ShouldBe([ids[0], ids[2], ids[1]]);
        disabled.Select(record => record.Position).ShouldBe([end + 1, end + 2, end + 3]);
    }

    [Fact]
    public async Task Command_WhoseRowIsRefused_FailsWithTheRowAndAlone()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var (ada, grace) = (await host.CreateUserAsync("ada"), await host.CreateUserAsync("grace"));
        host.Tamper(
            $"ALTER TABLE \"AspNetUsers\" ADD CONSTRAINT broken CHECK (\"Id\" <> '{grace}' OR \"LockoutEnd\" IS NULL)"
        );

        var sending = await SendTogetherAsync(host, new DisableUser(ada), new DisableUser(grace), Creation("edsger"));

        await Task.WhenAny(Task.WhenAll(sending));
        (await sending[0]).IsAccepted.ShouldBeTrue();
        var fault = await Should.ThrowAsync<DbUpdateException>(() => sending[1]);
        fault.Message.ShouldContain("A row of User ");
        fault.InnerException.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        (await sending[2]).IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public async Task Import_SendsTheRowsOfAChunkInOneMessage()
    {
        await using var host = await TestHost.StartAsync();
        // So many that their events go together, too.
        var lines = Enumerable.Range(0, 130).Select(i => $"user{i}@example.com,User {i}");
        var importId = await host.PreviewAsync("email,name\n" + string.Join('\n', lines));
        await host.AcceptAsync(new StartImport(importId));
        using var messages = new Messages(host);

        await host.RunImportsAsync();

        (await host.GetImportAsync(importId)).Done.Created.ShouldBe(130);
        var write = messages
            .Sent.Where(text => text.Contains("INSERT INTO \"AspNetUsers\"", StringComparison.Ordinal))
            .ShouldHaveSingleItem();
        // One statement for the users and one for the events, each with an array for each column.
        write.Split("INSERT INTO \"AspNetUsers\"").Length.ShouldBe(2);
        write.Split("\"EventLog\" (").Length.ShouldBe(2);
    }

    private static CreateUser Creation(string name) => new(TestHost.NewId(), name, $"{name}@example.com", name);

    // The gate is held until all of them wait, so that they share a transaction.
    private static async Task<List<Task<CommandResult>>> SendTogetherAsync(TestHost host, params ICommand[] commands)
    {
        var gate = host.Get<WriteGate>();
        await gate.EnterAsync(TestContext.Current.CancellationToken);
        var sending = new List<Task<CommandResult>>();
        foreach (var command in commands)
        {
            sending.Add(host.SendAsync(command));
            await TestHost.UntilAsync(() => gate.Waiting == sending.Count, "the command waits");
        }

        gate.Leave();
        return sending;
    }

    /// <summary>What happens while the events of a command are checked.</summary>
    private sealed class Disturbance : IEventTrial
    {
        public Action<IEvent> Happen { get; set; } = _ => { };

        public void Try(IEvent @event) => Happen(@event);
    }

    /// <summary>The messages that Npgsql sends to one database, because other tests run at the same time.</summary>
    private sealed class Messages : IDisposable
    {
        private readonly ActivityListener _listener;
        private readonly ConcurrentQueue<string> _sent = new();

        public Messages(TestHost host)
        {
            using var connection = host.OpenWrite();
            var database = connection.Database;
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    if (activity.TagObjects.Any(tag => Equals(tag.Value, database)))
                    {
                        _sent.Enqueue($"{activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")}");
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<string> Sent => _sent;

        public void Dispose() => _listener.Dispose();
    }
}
