using Microsoft.AspNetCore.Components;
using UserAdmin.Account.Queries;
using UserAdmin.Users;
using UserAdmin.Web.Users.Actions;

namespace UserAdmin.Web.Users.Person;

/// <summary>Shows who the user is, the account's state, and the menu of actions that apply to it.</summary>
public sealed partial class UserHeader : IDisposable
{
    private ITimer? _nextEnd;

    /// <summary>The user; null while loading.</summary>
    [Parameter, EditorRequired]
    public UserRow? Row { get; set; }

    /// <summary>Whether the person's own last change is missing from the row.</summary>
    [Parameter]
    public bool IsStale { get; set; }

    /// <summary>The log position of the row.</summary>
    [Parameter]
    public long Position { get; set; }

    /// <summary>The action that has a button of its own elsewhere on the page, or null.</summary>
    [Parameter]
    public UserAction? Except { get; set; }

    /// <summary>Raised after an action was accepted.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [CascadingParameter]
    private SignInAbility? Ability { get; set; }

    [Inject]
    private TimeProvider Clock { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose() => _nextEnd?.Dispose();

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _nextEnd?.Dispose();
        _nextEnd = null;
        // When a lock or a temporary password expires, no event refreshes the page, so a timer does it. A later end is
        // too far away for a timer.
        var now = Clock.GetUtcNow();
        var next = new[] { Row?.LockedUntil, Row?.ExpiresAt, Ability?.Facts.PasswordExpiresAt }
            .Where(moment => moment > now)
            .Min();
        if (RendererInfo.IsInteractive && next - now is { } left && left < TimeSpan.FromDays(1))
        {
            _nextEnd = Clock.CreateTimer(
                _ => _ = InvokeAsync(OnChanged.InvokeAsync),
                null,
                left,
                Timeout.InfiniteTimeSpan
            );
        }
    }
}
