using Microsoft.AspNetCore.Components;
using UserAdmin.Messaging;
using UserAdmin.Web.Account;

namespace UserAdmin.Web.Live;

/// <summary>A live component that shows the answer to one query.</summary>
/// <typeparam name="TView">The view model.</typeparam>
public abstract class LiveAnswer<TView> : LiveComponent
{
    private int _loads;

    /// <summary>
    /// What the prerendered page showed, so that nothing flashes. Blazor sets it again later: read it once.
    /// </summary>
    [PersistentState]
    public Answer<TView>? Carried { get; set; }

    /// <summary>Who is signed in; null while that is not known.</summary>
    [CascadingParameter]
    protected SignedInUser? SignedIn { get; set; }

    /// <summary>Asks and sends in the name of who is signed in.</summary>
    [Inject]
    protected ActingUser Acting { get; set; } = default!;

    /// <summary>The newest answer; null while loading.</summary>
    protected Answer<TView>? Shown { get; private set; }

    /// <summary>Asks the query.</summary>
    protected abstract Task<Answer<TView>> AskAsync();

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await AskAsync();
        // An answer that was asked for earlier and comes later is older.
        if (load == _loads)
        {
            Shown = Carried = answer;
        }
    }
}
