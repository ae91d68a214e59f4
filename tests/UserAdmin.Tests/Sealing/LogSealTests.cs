using System.Text;
using UserAdmin.Audit.Queries;
using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;
using UserAdmin.Messaging;
using UserAdmin.Monitoring;
using UserAdmin.Past;
using UserAdmin.Past.Queries;
using UserAdmin.Projections;
using UserAdmin.Sealing;
using UserAdmin.Storage;
using UserAdmin.Undoing;
using UserAdmin.Undoing.Queries;
using UserAdmin.Users.Commands;

namespace UserAdmin.Tests.Sealing;

/// <summary>A log that was written in plain text is sealed, once, whatever interrupts that.</summary>
public sealed class LogSealTests : IAsyncLifetime
{
    private SealedHost _log = null!;

    public async ValueTask InitializeAsync() => _log = await SealedHost.CreateAsync();

    public async ValueTask DisposeAsync() => await _log.DisposeAsync();

    [Fact]
    public async Task Seal_OfAPlainLog_ReplacesItsTextsAndNothingElse()
    {
        var before = await LogAsync();
        before.ShouldEachBe(record => record.Version == 1);

        var report = await _log.SealAsync();

        var after = await LogAsync();
        after.Count.ShouldBe(before.Count + 1);
        after[^1].Type.ShouldBe(nameof(LogSealed));
        report.RecordedAt.ShouldBe(after[^1].Position);
        report.Sealed.ShouldBe(before.Count);
        report.LeftPlain.ShouldBe(0);
        report.HeadHash.ShouldBe(Convert.ToHexStringLower(after[^1].Hash));
        foreach (var (was, now) in before.Zip(after))
        {
            now.Version.ShouldBe(EventSealing.Version);
            (now.Position, now.Type, now.SubjectId, now.ActorId, now.At, now.CommandId, now.CommandName).ShouldBe(
                (was.Position, was.Type, was.SubjectId, was.ActorId, was.At, was.CommandId, was.CommandName)
            );
            (now.Payload + now.Reason).ShouldNotContain("lovelace");
            (now.Payload + now.Reason).ShouldNotContain("Zoë");
        }
    }

    [Fact]
    public async Task Seal_OfEventsOfAPurgedAccount_MakesThemUnreadableAndCountsThem()
    {
        var gone = (await LogAsync()).FindAll(record => record.SubjectId == _log.Gone && record.Type != "UserPurged");
        gone.ShouldContain(record => record.Payload.Contains(SealedHost.Purged, StringComparison.Ordinal));

        var report = await _log.SealAsync();

        report.Unreadable.ShouldBe(gone.Count);
        await using var host = await _log.StartAsync(follow: false);
        using var log = new LogReader(host.Get<IWriteStore>());
        log.Read(0, int.MaxValue)
            .FindAll(record => gone.Exists(was => was.Position == record.Position))
            .ConvertAll(record => EventSealing.Open(record).Record)
            .ShouldEachBe(record => record.IsErased);
        await host.AcceptAsync(new EnableUser(_log.Ada));
    }

    [Fact]
    public async Task Seal_Always_LeavesNoPlainByteOfAPurgedAccount()
    {
        await using (var host = await _log.StartAsync())
        {
            await host.CatchUpAsync();
        }

        (await TextsAsync()).ShouldContain(SealedHost.Purged);

        (await _log.SealAsync()).IsComplete.ShouldBeTrue();

        (await TextsAsync()).ShouldNotContain(SealedHost.Purged);
    }

    [Fact]
    public async Task Seal_OfASealedLog_ChangesNothing()
    {
        var first = await _log.SealAsync();
        var before = await DumpAsync();

        var second = await _log.SealAsync();

        (second.Sealed, second.RecordedAt, second.HeadHash, second.Remaining).ShouldBe(
            (0, first.RecordedAt, first.HeadHash, null)
        );
        (await DumpAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Seal_InterruptedAfterAnyStep_IsFinishedByTheNextRun()
    {
        var before = await LogAsync();
        var killed = new HashSet<SealStage>();
        for (var isInterrupted = true; isInterrupted; )
        {
            isInterrupted = false;
            try
            {
                await _log.SealAsync(step =>
                {
                    if (killed.Add(step.Stage))
                    {
                        throw new IOException($"Killed after {step.Stage}.");
                    }
                });
            }
            catch (IOException)
            {
                isInterrupted = true;
                var log = await LogAsync();
                var isSealed = log.Count > before.Count;
                log.Take(before.Count).ShouldEachBe(record => record.Version == (isSealed ? 2 : 1));
                (await _log.VerifyAsync()).Log.ShouldNotBeNull().Problem.ShouldBeNull();
            }
        }

        killed.Order().ShouldBe(Enum.GetValues<SealStage>());
        (await LogAsync()).Count(record => record.Type == nameof(LogSealed)).ShouldBe(1);
        (await _log.SealAsync()).Remaining.ShouldBeNull();
        var verdict = await _log.VerifyAsync();
        verdict.Problem.ShouldBeNull();
        verdict.Log.ShouldNotBeNull().Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Seal_Cancelled_LeavesTheLogAsItWas()
    {
        var before = await LogAsync();
        using var stop = new CancellationTokenSource();
        await using (var host = await TestHost.UnpreparedAsync(_log.Directory))
        {
            await Should.ThrowAsync<OperationCanceledException>(() =>
                host.Get<ILogSeal>()
                    .RunAsync(
                        step =>
                        {
                            if (step.Stage == SealStage.Replaced)
                            {
                                stop.Cancel();
                            }
                        },
                        stop.Token
                    )
            );
        }

        (await LogAsync())
            .Select(record => Convert.ToHexString(record.Hash))
            .ShouldBe(before.Select(record => Convert.ToHexString(record.Hash)));
    }

    [Fact]
    public async Task Seal_OfALogThatWasChanged_IsRefusedAndChangesNothing()
    {
        await using (var host = await _log.StartAsync(follow: false))
        {
            host.Tamper($"UPDATE {LogOf(host)} SET \"Reason\" = 'x' WHERE \"Position\" = 2").ShouldBe(1);
        }

        var before = await DumpAsync();

        (await Should.ThrowAsync<StartupException>(() => _log.SealAsync())).Message.ShouldContain(
            "Event 2 was changed"
        );

        (await DumpAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Queries_AfterSealing_AnswerAsBefore()
    {
        var before = await AnswersAsync();
        before.ShouldContain("ada.lovelace@example.com");

        await _log.SealAsync();

        (await AnswersAsync()).ShouldBe(before);
    }

    /// <summary>As on another node, where nobody has deleted the read model.</summary>
    [Fact]
    public async Task Start_WithAReadModelFromBefore_BuildsItAgainWithoutAnAlarm()
    {
        await using (var host = await _log.StartAsync())
        {
            await host.CatchUpAsync();
        }

        TestProvider.ClearPools();
        var files = Directory.GetFiles(_log.Directory, "read.*").ToDictionary(path => path, File.ReadAllBytes);
        files.ShouldNotBeEmpty();
        await _log.SealAsync();
        foreach (var (path, content) in files)
        {
            await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
        }

        (await _log.VerifyAsync()).Log.ShouldNotBeNull().Problem.ShouldBeNull();
        await using var again = await _log.StartAsync();
        await TestHost.UntilAsync(
            () =>
                again.Get<IProjectionMonitor>().Current is { Rebuild: null, Paused: null, Lag: 0 }
                && !again.DumpRead().Contains(SealedHost.Purged, StringComparison.Ordinal),
            "the read model is built again"
        );

        again.Get<IProjectionMonitor>().Current.Mismatch.ShouldBeNull();
        (await LogAsync()).ShouldNotContain(record => record.Type == nameof(LogMismatchFound));
    }

    [Fact]
    public async Task Seal_BesideTheTablesOfAnApplication_SealsTheLog()
    {
        await using var attached = await SealedHost.CreateAsync(isAttached: true);

        var report = await attached.SealAsync();

        (report.Sealed, report.LeftPlain, report.IsComplete).ShouldBe((report.Position - 1, 0, true));
        report.Unreadable.ShouldBeGreaterThan(0);
        var verdict = await attached.VerifyAsync();
        verdict.Problem.ShouldBeNull();
        verdict.Log.ShouldNotBeNull().Problem.ShouldBeNull();
        await using var host = await attached.StartAsync();
        (await host.GetUserAsync(attached.Ada)).Email.ShouldBe("ada.lovelace@example.com");
    }

    private async Task<string> AnswersAsync()
    {
        await using var host = await _log.StartAsync();
        var texts = new StringBuilder();
        // Positions from before; what sealing records is an event about the log.
        var last = (await LogAsync(host)).FindLast(record => record.Type != nameof(LogSealed))!.Position;
        foreach (var record in await LogAsync(host))
        {
            if (record.Position <= last && record.SubjectId == _log.Ada)
            {
                var past = await host.AskAsync(new GetUserAsOf(_log.Ada, new PastMoment(Position: record.Position)));
                texts.AppendLine(System.Text.Json.JsonSerializer.Serialize(past.Value));
                var undo = await host.AskAsync(
                    new PreviewUndo(new UndoSelection { Positions = [record.Position], UpTo = last })
                );
                texts.AppendLine(System.Text.Json.JsonSerializer.Serialize(undo.Value));
            }
        }

        var history = await host.AskAsync(new GetUserHistory(_log.Ada));
        texts.AppendLine(System.Text.Json.JsonSerializer.Serialize(history.Value));
        var activity = await host.AskAsync(new GetActivity(Before: last + 1));
        foreach (var item in activity.Value!.Items.Where(item => item.SubjectId != _log.Gone))
        {
            texts.AppendLine(System.Text.Json.JsonSerializer.Serialize(item));
        }

        return texts.ToString();
    }

    /// <summary>Everything that is stored: all files, or on a server all rows.</summary>
    private async Task<string> TextsAsync()
    {
        TestProvider.ClearPools();
        var texts = new StringBuilder();
        foreach (var path in Directory.GetFiles(_log.Directory, "*", SearchOption.AllDirectories))
        {
            texts.Append(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path)));
        }

        return texts.Append(await DumpAsync()).ToString();
    }

    private async Task<string> DumpAsync()
    {
        await using var host = await TestHost.UnpreparedAsync(_log.Directory);
        return host.DumpWrite();
    }

    private async Task<List<EventRecord>> LogAsync()
    {
        await using var host = await TestHost.UnpreparedAsync(_log.Directory);
        return await LogAsync(host);
    }

    private static Task<List<EventRecord>> LogAsync(TestHost host)
    {
        using var log = new LogReader(host.Get<IWriteStore>().OpenReadOnly(), host.Get<IWriteStore>().Layout, true);
        return Task.FromResult(log.Read(0, int.MaxValue));
    }

    private static string LogOf(TestHost host) => host.Get<IWriteStore>().Layout.Log;
}
