using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Projections;
using UserAdmin.Users;
using UserAdmin.Users.Commands;
using UserAdmin.Users.Queries;
using UserAdmin.Web.Account;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users;

/// <summary>Where one user is signed in, and signing them out.</summary>
public sealed partial class UserSessions
{
    private int _loads;

    /// <summary>Key of the account.</summary>
    [Parameter, EditorRequired]
    public string UserId { get; set; } = "";

    /// <summary>The user; null while loading.</summary>
    [Parameter]
    public UserRow? Row { get; set; }

    /// <summary>
    /// What the prerendered page showed, so that nothing flashes. Blazor sets it again later: read it once.
    /// </summary>
    [PersistentState]
    public Answer<Page<SessionRow>>? Carried { get; set; }

    [Inject]
    private ActingUser Acting { get; set; } = default!;

    [Inject]
    private UserActing Asking { get; set; } = default!;

    private Answer<Page<SessionRow>>? Shown { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => change.Concerns(UserId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await Acting.AskAsync(new ListUserSessions(UserId), Disposal);
        if (load == _loads)
        {
            Shown = Carried = answer;
        }
    }

    private async Task OnEndAsync(SessionRow session, string device)
    {
        var question = new Question(
            $"Sign out {device}?",
            "This session ends at once; what is typed there and not saved is lost. Other sessions go on, "
                + "and the person can sign in again.",
            "Sign out",
            IsDangerous: true
        );
        if (await Asking.AskAsync(question, new EndSession(UserId, session.SessionRef), $"{device} signed out"))
        {
            await ReloadAsync();
        }
    }
}
