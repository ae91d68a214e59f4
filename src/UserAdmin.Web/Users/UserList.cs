using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Web.Live;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users;

/// <summary>A live list of items that belong to one user.</summary>
/// <typeparam name="TRow">The row.</typeparam>
public abstract class UserList<TRow> : LiveAnswer<Page<TRow>>
{
    /// <summary>Key of the account.</summary>
    [Parameter, EditorRequired]
    public string UserId { get; set; } = "";

    /// <summary>Whether nothing can be changed, because the account is deleted.</summary>
    [Parameter]
    public bool IsReadOnly { get; set; }

    /// <summary>The service that confirms and carries out actions.</summary>
    [Inject]
    protected UserActing Asking { get; set; } = default!;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(UserId);
}
