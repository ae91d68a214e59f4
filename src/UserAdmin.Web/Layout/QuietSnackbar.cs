using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace UserAdmin.Web.Layout;

/// <summary>
/// A snackbar without the style element that MudBlazor writes for each. The Content-Security-Policy forbids style
/// elements, and console.css fades the snackbar instead.
/// </summary>
public sealed class QuietSnackbar : MudSnackbarElement
{
    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        KeyframesOf(this) = null;
    }

    // There is no setting for this. If the field is removed, the first test that shows a snackbar fails.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_css")]
    private static extern ref RenderFragment? KeyframesOf(MudSnackbarElement snackbar);
}
