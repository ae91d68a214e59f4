using Microsoft.AspNetCore.Components;
using UserAdmin.Account.Queries;
using UserAdmin.Mail;
using UserAdmin.Users;
using UserAdmin.Web.Account;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.SignIn;

/// <summary>
/// Answers whether a person can sign in: in one sentence, with the facts and the last attempts, and with the one action
/// that mends it, if the person who looks may take it; otherwise a line says why not.
/// </summary>
public sealed partial class SignInPanel
{
    /// <summary>The user; null while loading.</summary>
    [Parameter, EditorRequired]
    public UserRow? Row { get; set; }

    /// <summary>Whether to show the answer without the facts.</summary>
    [Parameter]
    public bool IsBrief { get; set; }

    /// <summary>Raised after an action was accepted.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [CascadingParameter]
    private SignInAbility? Ability { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private IMailDelivery Delivery { get; set; } = default!;

    [Inject]
    private UserActing Acting { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    private bool IsOneself => Row?.Id == SignedIn?.UserId;

    private IEnumerable<UserAction> ThatWouldHelp =>
        IsOneself
            ? []
            : UserActions.Mending(Ability!.Verdict).Where(action => action.MakesSense(Row!, Clock.GetUtcNow()));

    private UserAction? Mending => UserActions.First(Row!, SignedIn, Ability, Clock.GetUtcNow());

    /// <summary>Why nothing is offered although something would help.</summary>
    private string? WhyNot =>
        Ability is { HoldsMore: true } ? FromCore(UserErrors.HoldsMore.Message)
        : Ability is not { Verdict.CanSignIn: false } || Mending is not null ? null
        : ThatWouldHelp.FirstOrDefault() is not { } action ? null
        : SignedIn?.May(action.Permission) is true ? action.Refusal(Row!, SignedIn, Ability)
        : T(
            $"“{T(action.Label).TrimEnd('…', ' ')}” would help. It needs the permission {action.Permission}, which "
                + $"you do not have."
        );

    private Task OnLinkAsync() => Acting.MailedAsync(Row!.Id, Row.DisplayName, Row.Email, LinkPurpose.Invitation, "");
}
