using Microsoft.AspNetCore.Identity;

namespace Samples.MinimalApi;

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
            .ServiceProvider.GetRequiredService<RoleManager<IdentityRole<Guid>>>()
            .CreateAsync(new IdentityRole<Guid>(Administrators));
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ApplicationUser>>();
        foreach (var name in new[] { "olga", "otto", "sam" })
        {
            var user = new ApplicationUser
            {
                UserName = $"{name}@example.com",
                Email = $"{name}@example.com",
                EmailConfirmed = true,
            };
            await users.CreateAsync(user, "Correct horse 1 battery");
            if (name != "sam")
            {
                await users.AddToRoleAsync(user, Administrators);
            }
        }
    }
}
