using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Samples.RazorPages.Pages;

/// <summary>The application's own sign-in page.</summary>
public class SignInModel(SignInManager<ApplicationUser> signIn) : PageModel
{
    /// <summary>Why nobody was signed in.</summary>
    public string? Problem { get; private set; }

    /// <summary>Signs in, and goes on to where the person wanted to be.</summary>
    public async Task<IActionResult> OnPostAsync(string email, string password, string? returnUrl)
    {
        var result = await signIn.PasswordSignInAsync(email, password, isPersistent: false, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            return LocalRedirect(returnUrl ?? "~/");
        }

        Problem = result.IsLockedOut ? "The account is locked." : "Email or password is wrong.";
        return Page();
    }
}
