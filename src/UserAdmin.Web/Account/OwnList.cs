using UserAdmin.Projections;
using UserAdmin.Web.Live;

namespace UserAdmin.Web.Account;

/// <summary>A live list of items that belong to the signed-in person.</summary>
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
