using UserAdmin.Nodes;
using UserAdmin.Nodes.Queries;
using UserAdmin.Storage;

namespace UserAdmin.Tests.Storage.PostgreSql;

/// <summary>The list of the nodes on one database.</summary>
public sealed class NodeRegisterTests
{
    private static readonly Node _one = new("1", "web1", 11, "1.0.0", DateTimeOffset.UtcNow, 40, IsLeader: true);
    private static readonly Node _two = _one with { Id = "2", Machine = "web2", ProcessId = 12, IsLeader = false };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_ThatReported_AreListedWithTheirLastState()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var register = host.Get<INodeRegister>();
        await register.ReportAsync(_two, Stop);
        await register.ReportAsync(_one, Stop);
        await register.ReportAsync(_one with { ReadPosition = 41 }, Stop);

        var nodes = await ListAsync(host);

        nodes
            .Select(node => (node.Id, node.Machine, node.ProcessId, node.Version, node.ReadPosition, node.IsLeader))
            .ShouldBe([("1", "web1", 11, "1.0.0", 41L, true), ("2", "web2", 12, "1.0.0", 40L, false)]);
        nodes.ShouldEachBe(node => !node.IsSilent && node.SeenAt >= node.StartedAt);

        await register.RemoveAsync("1", Stop);
        (await ListAsync(host)).ShouldHaveSingleItem().Id.ShouldBe("2");
    }

    [Fact]
    public async Task Node_ThatIsSilent_IsNoLeader_AndIsForgottenLater()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var register = host.Get<INodeRegister>();
        await register.ReportAsync(_one, Stop);
        host.Tamper("UPDATE \"Nodes\" SET \"SeenAt\" = now() - interval '11 seconds'");

        var silent = (await ListAsync(host)).ShouldHaveSingleItem();
        (silent.IsSilent, silent.IsLeader).ShouldBe((true, false));

        host.Tamper("UPDATE \"Nodes\" SET \"SeenAt\" = now() - interval '11 minutes'");
        await register.ReportAsync(_two, Stop);
        (await ListAsync(host)).ShouldHaveSingleItem().Id.ShouldBe("2");
    }

    [Fact]
    public async Task Node_ThatIsAsked_IsMarked()
    {
        await using var host = await TestHost.StartAsync(follow: false);
        var register = host.Get<INodeRegister>();
        await register.ReportAsync(_one, Stop);
        await host.Get<NodeReports>().RunOnceAsync(register, Stop);

        (await ListAsync(host))
            .Where(node => node.IsThis)
            .ShouldHaveSingleItem()
            .ProcessId.ShouldBe(Environment.ProcessId);
    }

    private static async Task<IReadOnlyList<Node>> ListAsync(TestHost host) =>
        (await host.AskAsync(new ListNodes())).Value.ShouldNotBeNull();
}
