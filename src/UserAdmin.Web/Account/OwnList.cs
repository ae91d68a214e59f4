using UserAdmin.Projections;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Account;

/// <summary>A live list of something that the person who is signed in has.</summary>
/// <typeparam name="TView">The view model.</typeparam>
public abstract class OwnList<TView> : LiveAnswer<TView>
{
    private string? _userId;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _userId = await Acting.UserIdAsync();
        await base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override bool Concerns(ReadModelChange change) => _userId is null || change.Concerns(_userId);
}
