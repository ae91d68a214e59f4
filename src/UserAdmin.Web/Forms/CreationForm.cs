using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace UserAdmin.Web.Forms;

/// <summary>
/// A form that creates something and then leads to its page. The key of what it creates is made with the form, so a
/// second click never creates two.
/// </summary>
public abstract class CreationForm : SendingForm
{
    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>Whether the form was accepted, so that nothing in it is unsaved.</summary>
    protected bool IsCreated { get; private set; }

    /// <summary>Leads to the page of what was created.</summary>
    /// <param name="address">The address of that page.</param>
    /// <param name="done">The sentence that says what was done.</param>
    /// <param name="severity">Whether the sentence is also a warning.</param>
    /// <param name="options">What the message offers besides, or null.</param>
    protected async Task LeaveAsync(
        string address,
        string done,
        Severity severity = Severity.Success,
        Action<SnackbarOptions>? options = null
    )
    {
        IsCreated = true;
        // Rendered first, because the old page would ask about unsaved changes. The yield allows rendering even if the
        // answer came at once.
        StateHasChanged();
        await Task.Yield();
        Snackbar.Add(done, severity, options);
        Navigation.NavigateTo(address);
    }
}
