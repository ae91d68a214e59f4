using Microsoft.AspNetCore.Components;
using UserAdmin.Users;

namespace UserAdmin.Web.Users.List;

/// <summary>Says how far the list of users is loaded after a start, until it is.</summary>
public sealed partial class UserListNote(IUserListLoading loading, TimeProvider time) : IDisposable
{
    /// <summary>Time between two looks at the progress.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private UserListProgress? _progress;
    private ITimer? _timer;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _progress = loading.Progress;
        if (_progress is not null && RendererInfo.IsInteractive)
        {
            _timer = time.CreateTimer(_ => _ = InvokeAsync(Look), null, Interval, Interval);
        }
    }

    private void Look()
    {
        _progress = loading.Progress;
        if (_progress is null)
        {
            _timer?.Dispose();
        }

        StateHasChanged();
    }

    private static string Words(UserListProgress progress) =>
        progress.Total > 0
            ? T($"The list of users is being loaded: {progress.Loaded:N0} of {progress.Total:N0}.")
            : T("The list of users is being loaded.");
}
