using Microsoft.Extensions.DependencyInjection.Extensions;
using UserAdmin;
using UserAdmin.Web.Embedding;

#pragma warning disable IDE0130 // Where ASP.NET Core's own methods are, so that a host needs no using directive.
namespace Microsoft.AspNetCore.Builder;

/// <summary>The console inside another ASP.NET Core application, in two lines (docs/EMBEDDING.md).</summary>
public static class UserAdminEmbedding
{
    /// <summary>
    /// Adds the console. It has services, cookies and keys of its own and changes nothing of the application's.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configuration">The settings, as docs/SETTINGS.md lists them: the section <c>UserAdmin</c> and the
    /// connection strings <c>Write</c> and <c>Read</c>.</param>
    /// <param name="configure">Sets options that are not settings.</param>
    public static IServiceCollection AddUserAdmin(
        this IServiceCollection services,
        IConfiguration configuration,
        Action<UserAdminHostOptions>? configure = null
    ) => Add(services, _ => configuration, configure, context: null);

    /// <summary>
    /// Adds the console for the accounts in the application's own database. The context says where that is (SQLite or
    /// PostgreSQL) and what its tables and columns are called. At the first start the console makes tables of its own
    /// beside them; the application's stay as they are. Passwords are hashed by the application's
    /// <see cref="Microsoft.AspNetCore.Identity.IPasswordHasher{TUser}"/> and held to its rules.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets options that are not settings; the settings are those of the application.</param>
    /// <typeparam name="TContext">The application's context, which derives from
    /// <c>IdentityDbContext</c>.</typeparam>
    public static IServiceCollection AddUserAdmin<TContext>(
        this IServiceCollection services,
        Action<UserAdminHostOptions>? configure = null
    )
        where TContext : class =>
        Add(services, provider => provider.GetRequiredService<IConfiguration>(), configure, typeof(TContext));

    private static IServiceCollection Add(
        IServiceCollection services,
        Func<IServiceProvider, IConfiguration> configuration,
        Action<UserAdminHostOptions>? configure,
        Type? context
    )
    {
        var options = new UserAdminHostOptions();
        configure?.Invoke(options);
        services.TryAddSingleton(provider =>
        {
            var scopes = provider.GetRequiredService<IServiceScopeFactory>();
            var database = context is null ? null : new UserAdminHostDatabase(context, scopes);
            return ActivatorUtilities.CreateInstance<EmbeddedConsole>(
                provider,
                configuration(provider),
                options,
                new HostServices(database, scopes)
            );
        });
        return services.AddHostedService(provider => provider.GetRequiredService<EmbeddedConsole>());
    }

    /// <summary>Serves the console at a path of the application.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="path">The path, such as <c>/admin/users</c>: a slash at the beginning and none at the end.</param>
    /// <returns>The endpoint of all its pages, for example to require a policy of the application besides the
    /// console's own sign-in.</returns>
    /// <exception cref="UserAdmin.Storage.StartupException">The path is none, or the console has one.</exception>
    public static IEndpointConventionBuilder MapUserAdmin(this IEndpointRouteBuilder endpoints, string path)
    {
        var console = endpoints.ServiceProvider.GetRequiredService<EmbeddedConsole>();
        console.MapTo(path);
        return endpoints.Map($"{path}/{{**rest}}", console.AnswerAsync).WithDisplayName("UserAdmin");
    }
}
