using Microsoft.JSInterop;

namespace UserAdmin.Web.Forms;

/// <summary>
/// Confirms to the browser that typed text has arrived, so that answers may set the field again (wwwroot/typing.js).
/// </summary>
public static class TypedText
{
    /// <summary>
    /// Returns after everything that was sent before it is processed, because a circuit works sequentially.
    /// </summary>
    [JSInvokable("TypedTextHeard")]
    public static void Heard() { }
}
