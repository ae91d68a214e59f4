using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace UserAdmin.Tests.StockApplication;

/// <summary>
/// The context that the template of a new ASP.NET Core application with accounts contains, with nothing of ours.
/// </summary>
public sealed class StockContext(DbContextOptions<StockContext> options)
    : IdentityDbContext<IdentityUser, IdentityRole, string>(options);
