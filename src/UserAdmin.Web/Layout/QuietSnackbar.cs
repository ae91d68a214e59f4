using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace UserAdmin.Web.Layout;

/// <summary>
/// A snackbar without the style element that MudBlazor writes for each: the Content-Security-Policy allows none, and
/// console.css fades it just as well.
/// </summary>
public sealed class QuietSnackbar : MudSnackbarElement
{
    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        KeyframesOf(this) = null;
    }

    // There is no setting for it. Should the field go away, the first snackbar of the tests says so.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_css")]
    private static extern ref RenderFragment? KeyframesOf(MudSnackbarElement snackbar);
}
