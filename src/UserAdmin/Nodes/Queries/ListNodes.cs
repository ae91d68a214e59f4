using UserAdmin.Messaging;
using UserAdmin.Roles;
using UserAdmin.Storage;

namespace UserAdmin.Nodes.Queries;

/// <summary>
/// Lists the processes that serve the console on this database, by machine and start; empty if it is an SQLite file.
/// </summary>
[Permission(Permissions.SystemRead)]
public sealed record ListNodes : IQuery<IReadOnlyList<Node>>;

internal sealed class ListNodesHandler(IEnumerable<INodeRegister> registers, NodeReports reports)
    : IQueryHandler<ListNodes, IReadOnlyList<Node>>
{
    public async Task<Answer<IReadOnlyList<Node>>> Handle(ListNodes request, CancellationToken cancellationToken)
    {
        var nodes = registers.FirstOrDefault() is { } register ? await register.ListAsync(cancellationToken) : [];
        return new() { Value = [.. nodes.Select(node => node with { IsThis = node.Id == reports.NodeId })] };
    }
}
