using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using UserAdmin.Policies;
using UserAdmin.Users;

namespace UserAdmin.Web.Embedding;

/// <summary>What the console takes from the services of the application that it lives in.</summary>
/// <param name="database">The application's own context; null if the settings name a database.</param>
/// <param name="scopes">Creates scopes of the application's services.</param>
internal sealed class HostServices(UserAdminHostDatabase? database, IServiceScopeFactory scopes)
{
    /// <summary>
    /// Returns the connection string of the application's own context, with the console attached to it; null if the
    /// settings name a database.
    /// </summary>
    /// <param name="configured">The connection string in the settings, which goes first; null if there is
    /// none.</param>
    /// <exception cref="UserAdmin.Storage.StartupException">The database cannot be used.</exception>
    public string? Prepare(string? configured) => database?.Prepare(configured);

    /// <summary>Adds the services of the application that the console's own replace.</summary>
    public void AddTo(IServiceCollection services)
    {
        if (database?.UserType is not { } user)
        {
            return;
        }

        if (HostPasswords.Find(user, scopes) is { } passwords)
        {
            services.AddSingleton(passwords);
        }

        if (HostUsers.Find(database, scopes) is { } users)
        {
            using var scope = scopes.CreateScope();
            services.AddSingleton(users);
            services.AddSingleton<IHostLockout>(
                new HostLockout(scope.ServiceProvider.GetRequiredService<IOptions<IdentityOptions>>())
            );
        }
    }
}
