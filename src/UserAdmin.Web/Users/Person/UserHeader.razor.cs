using Microsoft.AspNetCore.Components;
using UserAdmin.Mail;
using UserAdmin.Users;
using UserAdmin.Web.Account;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.Person;

/// <summary>Shows who the user is, the account's state, and the actions that apply to it.</summary>
public sealed partial class UserHeader : IDisposable
{
    private ITimer? _lockEnd;

    /// <summary>The user; null while loading.</summary>
    [Parameter, EditorRequired]
    public UserRow? Row { get; set; }

    /// <summary>Whether the person's own last change is missing from the row.</summary>
    [Parameter]
    public bool IsStale { get; set; }

    /// <summary>The log position of the row.</summary>
    [Parameter]
    public long Position { get; set; }

    /// <summary>Raised after an action was accepted.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [CascadingParameter]
    private SignedInUser? SignedIn { get; set; }

    [Inject]
    private IMailDelivery Delivery { get; set; } = default!;

    [Inject]
    private UserActing Acting { get; set; } = default!;

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose() => _lockEnd?.Dispose();

    private Task OnLinkAsync() => Acting.MailedAsync(Row!.Id, Row.DisplayName, Row.Email, LinkPurpose.Invitation, "");

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _lockEnd?.Dispose();
        _lockEnd = null;
        // When a lock expires, no event refreshes the page, so a timer does it. A later end is too far away for a
        // timer.
        if (
            RendererInfo.IsInteractive
            && Row?.LockedUntil - Clock.GetUtcNow() is { } left
            && left > TimeSpan.Zero
            && left < TimeSpan.FromDays(1)
        )
        {
            _lockEnd = Clock.CreateTimer(
                _ => _ = InvokeAsync(OnChanged.InvokeAsync),
                null,
                left,
                Timeout.InfiniteTimeSpan
            );
        }
    }
}
