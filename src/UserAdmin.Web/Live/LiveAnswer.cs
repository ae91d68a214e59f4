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
    /// The content of the prerendered page, so that nothing flashes. Blazor sets it again later, so read it only once.
    /// </summary>
    [PersistentState]
    public Answer<TView>? Carried { get; set; }

    /// <summary>The person who is signed in; null while that is not known.</summary>
    [CascadingParameter]
    protected SignedInUser? SignedIn { get; set; }

    /// <summary>The sender of queries and commands on behalf of the person who is signed in.</summary>
    [Inject]
    protected ActingUser Acting { get; set; } = default!;

    /// <summary>The newest answer; null while loading.</summary>
    protected Answer<TView>? Shown { get; private set; }

    /// <summary>Sends the query.</summary>
    protected abstract Task<Answer<TView>> AskAsync();

    /// <inheritdoc/>
    protected override void OnInitialized() => Shown = Carried;

    /// <inheritdoc/>
    protected override async Task LoadAsync(IReadOnlySet<string> changed)
    {
        var load = ++_loads;
        var answer = await AskAsync();
        // An answer to an earlier query that arrives later is older, so it is ignored.
        if (load == _loads)
        {
            Shown = Carried = answer;
        }
    }
}
