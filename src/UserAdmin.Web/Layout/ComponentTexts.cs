using Microsoft.Extensions.Localization;
using MudBlazor;

namespace UserAdmin.Web.Layout;

/// <summary>
/// The texts that the library's own components write, in the person's language: of those that the console uses, only a
/// button that closes has one.
/// </summary>
internal sealed class ComponentTexts : MudLocalizer
{
    /// <inheritdoc/>
    public override LocalizedString this[string key] =>
        key is "MudSnackbar_Close" or "MudDialog_Close" or "MudAlert_Close" or "MudChip_Close"
            ? new(key, T("Close"))
            : new(key, key, resourceNotFound: true);
}
