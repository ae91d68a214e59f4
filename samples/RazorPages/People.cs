using Microsoft.AspNetCore.Identity;

namespace Samples.RazorPages;

/// <summary>The people who have accounts when the application starts for the first time.</summary>
public static class People
{
    private const string Administrators = "Administrators";

    /// <summary>Creates the database with them, unless it is there.</summary>
    public static async Task CreateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<ApplicationDbContext>().Database.EnsureCreatedAsync())
        {
            return;
        }

        await scope
            .ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>()
            .CreateAsync(new IdentityRole(Administrators));
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ApplicationUser>>();
        foreach (var (name, town) in new[] { ("olga", "Oslo"), ("sam", "Split") })
        {
            var user = new ApplicationUser
            {
                UserName = $"{name}@example.com",
                Email = $"{name}@example.com",
                EmailConfirmed = true,
                Town = town,
            };
            await users.CreateAsync(user, "Correct horse 1 battery");
        }

        await users.AddToRoleAsync((await users.FindByNameAsync("olga@example.com"))!, Administrators);
    }
}
