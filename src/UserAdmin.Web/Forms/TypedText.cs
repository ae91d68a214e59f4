using Microsoft.JSInterop;

namespace UserAdmin.Web.Forms;

/// <summary>
/// Tells the browser that what was typed has arrived, so that from then on an answer may set the field again
/// (wwwroot/typing.js).
/// </summary>
public static class TypedText
{
    /// <summary>Answers after everything that was sent before it: a circuit does one thing after the other.</summary>
    [JSInvokable("TypedTextHeard")]
    public static void Heard() { }
}
