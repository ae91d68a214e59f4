using Microsoft.AspNetCore.Components;
using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.Security;

/// <summary>Lists the sessions of one user and ends them.</summary>
public sealed partial class UserSessions
{
    /// <summary>The user; null while loading.</summary>
    [Parameter]
    public UserRow? User { get; set; }

    /// <inheritdoc/>
    protected override Task<Answer<Page<SessionRow>>> AskAsync() =>
        Acting.AskAsync(new ListUserSessions(UserId), Disposal);

    private async Task OnEndAsync(SessionRow session, string device)
    {
        var question = new Question(
            T($"Sign out {device}?"),
            T(
                "This session ends at once; what is typed there and not saved is lost. Other sessions go on, "
                    + "and the person can sign in again."
            ),
            T("Sign out"),
            IsDangerous: true
        );
        if (await Asking.AskAsync(question, new EndSession(UserId, session.SessionRef), T($"{device} signed out")))
        {
            await ReloadAsync();
        }
    }
}
