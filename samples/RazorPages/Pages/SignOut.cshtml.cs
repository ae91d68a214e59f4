using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Samples.RazorPages.Pages;

/// <summary>Signs out.</summary>
public class SignOutModel(SignInManager<ApplicationUser> signIn) : PageModel
{
    /// <summary>Signs out, and goes to the first page.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.SignOutAsync();
        return LocalRedirect("~/");
    }
}
