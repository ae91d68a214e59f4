using UserAdmin.EndToEnd.Programs;

namespace UserAdmin.EndToEnd;

/// <summary>The verbs <c>backup</c> and <c>restore</c>, as an operator runs them.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DataFolder _data = new();
    private readonly string _target = Directory.CreateTempSubdirectory("useradmin-end-to-end-").FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        _data.Dispose();
        Directory.Delete(_target, recursive: true);
    }

    [Fact]
    public async Task Backup_WhileTheConsoleRuns_CanBeRestoredOnceItIsStopped()
    {
        await using var program = await RunningProgram.StartAsync(_data);
        var backup = await BuiltProgram.RunAsync("backup", _target, _data.Setting);
        (backup.ExitCode, backup.Error.Count).ShouldBe((0, 0));
        var folder = Directory.GetDirectories(_target).ShouldHaveSingleItem();
        var (position, log) = (Database.LogPosition(_data), Log(_data.WriteDatabase));
        backup.Output[0].ShouldBe($"The backup {folder} is written and verified.");
        backup.Output[1].ShouldStartWith($"It ends at position {position}, head hash ");
        Directory.GetFiles(Path.Combine(folder, "keys")).ShouldNotBeEmpty();

        var refused = await BuiltProgram.RunAsync("restore", folder, _data.Setting);
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldHaveSingleItem().ShouldContain("Stop it, then restore.");
        (await program.StopAsync()).ExitCode.ShouldBe(0);
        await using (var sender = new CommandSender(_data))
        {
            await sender.AcceptedAsync(
                "CreateUser",
                new
                {
                    userId = Guid.CreateVersion7(),
                    userName = "later",
                    email = "later@example.com",
                    displayName = "Later",
                }
            );
            (await sender.EndAsync()).ShouldBe(0);
        }

        Database.LogPosition(_data).ShouldBeGreaterThan(position);
        var restored = await BuiltProgram.RunAsync("restore", folder, _data.Setting);

        (restored.ExitCode, restored.Error.Count).ShouldBe((0, 0));
        Log(_data.WriteDatabase).ShouldBe(log);
    }

    [Fact]
    public async Task Backup_WhichFails_IsOneSentenceAndLeavesNothing()
    {
        await _data.FillAsync();
        await File.WriteAllTextAsync(Path.Combine(_target, "file"), "", TestContext.Current.CancellationToken);

        var run = await BuiltProgram.RunAsync("backup", Path.Combine(_target, "file"), _data.Setting);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldHaveSingleItem().ShouldStartWith("The backup cannot be written: ");
        Directory.GetFileSystemEntries(_target).ShouldHaveSingleItem();
    }

    private static List<string> Log(string path) =>
        [.. Database.Rows(path, "SELECT * FROM EventLog ORDER BY Position").Select(row => string.Join(" | ", row))];
}
