using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UserAdmin.Account.Passkeys;
using UserAdmin.Pipeline;
using UserAdmin.Users;

namespace UserAdmin.Account;

/// <summary>Registers the services for signing in and for one's own account.</summary>
internal static class AccountServices
{
    public static IServiceCollection AddAccount(this IServiceCollection services)
    {
        services.AddSingleton<StoredSessions>();
        services.AddSingleton<ISessions, Sessions>();
        services.AddSingleton<SignInInstruments>();
        services.AddSingleton<PasswordInstruments>();
        services.AddSingleton<ICommandInstruments>(provider => provider.GetRequiredService<SignInInstruments>());
        services.AddSingleton<RefusedAttempts>();
        services.AddSingleton<IRefusedAttempts>(provider => provider.GetRequiredService<RefusedAttempts>());
        services.AddSingleton<RefusedAttemptsRunner>();
        services.AddSingleton<PasswordResetRunner>();
        services.AddSingleton<SessionTracker>();
        services.AddSingleton<SessionsSeenRunner>();
        services.AddSingleton<IAccountLinks, AccountLinks>();
        services.AddSingleton<IPasswordRules, PasswordRules>();
        services.AddSingleton<BreachList>();
        services.AddSingleton<IBreachList>(provider => provider.GetRequiredService<BreachList>());
        services.AddSingleton<PasswordTries>();
        services.AddSingleton<IPasskeys, PasskeyReader>();
        services.TryAddSingleton<SetUpToken>();
        services.AddSingleton<IFirstAdministratorSetup, FirstAdministratorSetup>();
        services.AddScoped<PasswordPreparation>();
        services.AddScoped<IPasswordPreparation>(provider => provider.GetRequiredService<PasswordPreparation>());
        services.AddScoped<AccountLookup>();
        services.AddScoped<SignInAbilities>();
        services.AddScoped<LinkPassword>();
        services.AddScoped<OwnAccount>();
        services.AddScoped<OwnPassword>();
        services.AddScoped<SecondFactor>();
        services.AddScoped<SessionOpening>();
        services.AddScoped<StoredPasskeys>();
        return services;
    }
}
