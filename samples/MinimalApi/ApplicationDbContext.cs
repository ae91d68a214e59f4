using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Samples.MinimalApi;

/// <summary>A person with an account; the application adds the number of the badge.</summary>
public class ApplicationUser : IdentityUser<Guid>
{
    /// <summary>The number of the badge, if there is one.</summary>
    public int? Badge { get; set; }
}

/// <summary>The application's database.</summary>
public class ApplicationDbContext(DbContextOptions<ApplicationDbContext> options)
    : IdentityDbContext<ApplicationUser, IdentityRole<Guid>, Guid>(options);
