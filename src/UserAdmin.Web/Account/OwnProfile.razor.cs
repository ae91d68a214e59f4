using UserAdmin.Messaging;
using UserAdmin.Users;
using UserAdmin.Web.Forms;

namespace UserAdmin.Web.Account;

/// <summary>Edits the parts of one's own profile that people may change.</summary>
public sealed partial class OwnProfile
{
    private readonly OwnProfileForm _form = new();

    /// <inheritdoc/>
    protected override MergingForm<UserRow> Form => _form;

    /// <inheritdoc/>
    protected override bool MayEdit => RendererInfo.IsInteractive && Row is not null;

    /// <inheritdoc/>
    protected override ICommand? Change(UserRow row) => _form.Change();
}
