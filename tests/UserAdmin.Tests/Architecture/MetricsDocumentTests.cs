using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Tests.Pipeline;

namespace UserAdmin.Tests.Architecture;

/// <summary>docs/METRICS.md lists the instruments that exist.</summary>
public sealed class MetricsDocumentTests
{
    [Fact]
    public async Task MetricsDocument_Always_ListsEveryInstrumentWithItsUnit()
    {
        await using var host = await TestHost.StartAsync();
        UserAdminTelemetry.Observe(host.Get<IServiceProvider>());
        // Creates those of the features as well.
        host.Get<MessageInstruments>();
        host.Get<UserAdmin.Account.PasswordInstruments>();
        using var watch = new MeterWatch(host);

        Listed()
            .ShouldBe(watch.Instruments.Values.Select(one => (one.Name, one.Unit ?? "")).ToList(), ignoreOrder: true);
        watch.Instruments.Values.Where(one => one.Description?.EndsWith('.') is not true).ShouldBeEmpty();
    }

    private static List<(string Name, string Unit)> Listed() =>
        [
            .. File.ReadLines(Path.Combine(SourceFiles.Root, "docs", "METRICS.md"))
                .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(line => line.Split('|'))
                .Select(cells => (cells[1].Trim(' ', '`'), cells[2].Trim(' ', '`'))),
        ];
}
