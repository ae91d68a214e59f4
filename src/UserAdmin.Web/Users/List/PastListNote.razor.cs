using Microsoft.AspNetCore.Components;
using UserAdmin.Users;
using UserAdmin.Users.Index;

namespace UserAdmin.Web.Users.List;

/// <summary>Says how far the list of a moment is, until it is there.</summary>
public sealed partial class PastListNote(IPastListLoading loading, TimeProvider time) : IDisposable
{
    /// <summary>Time between two looks at the progress; a list that is there sooner needs no note.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private UserListProgress? _progress;
    private ITimer? _timer;

    /// <summary>The moment, as in the query.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset At { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            _timer = time.CreateTimer(_ => _ = InvokeAsync(Look), null, Interval, Interval);
        }
    }

    private void Look()
    {
        _progress = loading.ProgressAt(At);
        StateHasChanged();
    }
}
