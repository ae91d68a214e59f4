using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UserAdmin.PasswordHashes;

#pragma warning disable IDE0130 // Where Identity's own methods are, so that an application needs no using directive.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the verification of imported password hashes.</summary>
public static class ImportedPasswordHashesServices
{
    /// <summary>
    /// Lets people sign in whose password hash was imported from another system (<see cref="ImportedPasswordHash"/>):
    /// wraps the registered <see cref="IPasswordHasher{TUser}"/>, whatever it is. At the first right password Identity
    /// replaces the imported hash by one of its own; sessions elsewhere go on. Calling it twice does no harm.
    /// </summary>
    /// <param name="services">The services of the application. Before or after <c>AddIdentity</c>, but after a hasher
    /// of the application's own.</param>
    /// <typeparam name="TUser">The class of the users.</typeparam>
    /// <exception cref="InvalidOperationException">Thrown by <c>UserManager</c> when it first stores a user, if another
    /// hasher was registered afterwards.</exception>
    public static IServiceCollection AddImportedPasswordHashes<TUser>(this IServiceCollection services)
        where TUser : class
    {
        if (services.Any(service => service.ServiceType == typeof(Added<TUser>)))
        {
            return services;
        }

        services.AddSingleton<Added<TUser>>();
        var registered = services.LastOrDefault(service =>
            service is { IsKeyedService: false } && service.ServiceType == typeof(IPasswordHasher<TUser>)
        );
        services.Add(
            ServiceDescriptor.Describe(
                typeof(IPasswordHasher<TUser>),
                provider => new ImportedPasswordHasher<TUser>(Inner<TUser>(provider, registered)),
                registered?.Lifetime ?? ServiceLifetime.Scoped
            )
        );
        // AddIdentity adds its validator only where there is none, so that it comes first even if this is called first.
        services.TryAddScoped<IUserValidator<TUser>, UserValidator<TUser>>();
        services.AddScoped<IUserValidator<TUser>, KeptSecurityStampValidator<TUser>>();
        return services;
    }

    private static IPasswordHasher<TUser> Inner<TUser>(IServiceProvider provider, ServiceDescriptor? registered)
        where TUser : class =>
        (IPasswordHasher<TUser>)(
            registered switch
            {
                { ImplementationInstance: { } instance } => instance,
                { ImplementationFactory: { } factory } => factory(provider),
                { ImplementationType: { } type } => ActivatorUtilities.CreateInstance(provider, type),
                // What AddIdentity would add.
                _ => ActivatorUtilities.CreateInstance<PasswordHasher<TUser>>(provider),
            }
        );

    private sealed class Added<TUser>;
}
