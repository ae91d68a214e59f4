using UserAdmin.Storage;
using UserAdmin.Tests.Sealing;

namespace UserAdmin.Tests.Storage.Sqlite;

/// <summary>Sealing a log in a file. A console on a server holds a lock of its own.</summary>
public sealed class SqliteSealTests : IAsyncLifetime
{
    private SealedHost _log = null!;

    public async ValueTask InitializeAsync() => _log = await SealedHost.CreateAsync();

    public async ValueTask DisposeAsync() => await _log.DisposeAsync();

    [Fact]
    public async Task Seal_WhileAProgramRuns_IsRefusedAndChangesNothing()
    {
        await using var host = await _log.StartAsync(follow: false);
        var before = host.DumpWrite();

        (await Should.ThrowAsync<StartupException>(() => _log.SealAsync())).Message.ShouldContain(
            "Stop it, then seal."
        );

        host.DumpWrite().ShouldBe(before);
    }
}
