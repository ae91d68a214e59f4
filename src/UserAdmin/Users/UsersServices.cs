using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using UserAdmin.Messaging;
using UserAdmin.PasswordHashes;
using UserAdmin.Pipeline;
using UserAdmin.Projections;
using UserAdmin.Roles;
using UserAdmin.Settings;
using UserAdmin.Storage;
using UserAdmin.Users.Fields;
using UserAdmin.Users.Index;
using UserAdmin.Users.Index.Snapshots;

namespace UserAdmin.Users;

/// <summary>Registers the services for users, their sessions and links, and the index that answers lists.</summary>
internal static class UsersServices
{
    public static IServiceCollection AddUsers(this IServiceCollection services)
    {
        services.Configure<IdentityOptions>(identity =>
        {
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        });
        services
            .AddOptions<PasswordHasherOptions>()
            .Configure<IOptions<UserAdminOptions>>(
                (hasher, options) => hasher.IterationCount = options.Value.PasswordHashIterations
            );
        services.TryAddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        if (services.Any(service => service.ServiceType == typeof(IHostPasswords)))
        {
            services.TryAddSingleton<IPasswordHasher<User>, HostPasswordHasher>();
        }

        // An attached application's own hasher verifies imported hashes if it has the package; ours does in any case.
        services.TryAddSingleton<IPasswordHasher<User>>(provider => new ImportedPasswordHasher<User>(
            ActivatorUtilities.CreateInstance<PasswordHasher<User>>(provider)
        ));
        services.AddSingleton(new PermissionRefusal(UserErrors.HoldsMore, "the account holds more permissions"));
        services.AddSingleton<ICommandInstruments, UserInstruments>();
        services.TryAddSingleton<IHostPolicy, NoHostPolicy>();
        services.AddSingleton<AccessReader>();
        services.AddSingleton<IAccessReader>(provider => provider.GetRequiredService<AccessReader>());
        services.AddSingleton<IEventFollower>(provider => provider.GetRequiredService<AccessReader>());
        services.AddSingleton(provider => new UserFieldSet(
            provider.GetRequiredService<IAttachedDatabase>().Attributes
        ));
        services.AddSingleton<UserIndexSnapshots>();
        services.AddSingleton<UserIndexing>();
        services.AddSingleton<IReadModelFollower>(provider => provider.GetRequiredService<UserIndexing>());
        services.AddSingleton<IUserListLoading>(provider => provider.GetRequiredService<UserIndexing>());
        services.AddSingleton<UserDirectories>();
        services.AddSingleton<ILinkTokens, LinkTokens>();
        services.AddSingleton<RestoredAccounts>();
        services.AddSingleton<IEventFollower, ErasureFollower>();
        services.AddSingleton<LifecycleRunner>();
        services.AddSingleton<UserIndexSnapshotRunner>();
        services.AddScoped<IUserBelongings, UserDependents>();
        services.AddScoped<Links>();
        services.AddScoped<EmailChanging>();
        services.AddScoped<InvitationGuard>();
        services.AddScoped<TakenValues>();
        services.AddScoped<HostUserRules>();
        services.AddScoped<Administrators>();
        services.AddScoped<UserEditing>();
        services.AddScoped<NewUsers>();
        services.AddScoped<WaysToSignIn>();
        services.AddScoped<IRoleMembers, RoleMembers>();
        services.AddScoped<UserLists>();
        return services;
    }
}
