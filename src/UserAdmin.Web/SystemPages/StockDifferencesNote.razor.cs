using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Monitoring.Queries;
using UserAdmin.Monitoring.StockTables;
using UserAdmin.Projections;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.SystemPages;

/// <summary>
/// Shows what another program has changed on an account or role in the stock tables, so that the page's data differs
/// from them. Shows nothing if there are no differences.
/// </summary>
public sealed partial class StockDifferencesNote
{
    private IReadOnlyList<StockDifference> _found = [];

    /// <summary>Key of the account or role.</summary>
    [Parameter, EditorRequired]
    public string SubjectId { get; set; } = "";

    /// <summary>Whether it is a role.</summary>
    [Parameter]
    public bool IsRole { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(SubjectId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        if (RendererInfo.IsInteractive)
        {
            IQuery<IReadOnlyList<StockDifference>> query = IsRole
                ? new GetRoleDifferences(SubjectId)
                : new GetUserDifferences(SubjectId);
            _found = (await Acting.AskAsync(query, Disposal)).Value ?? [];
        }
    }
}
