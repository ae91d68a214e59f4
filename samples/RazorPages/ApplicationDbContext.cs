using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Samples.RazorPages;

/// <summary>A person with an account; the application adds where they work.</summary>
public class ApplicationUser : IdentityUser
{
    /// <summary>The town, if it is known.</summary>
    public string? Town { get; set; }
}

/// <summary>The application's database.</summary>
public class ApplicationDbContext(DbContextOptions<ApplicationDbContext> options)
    : IdentityDbContext<ApplicationUser>(options);
