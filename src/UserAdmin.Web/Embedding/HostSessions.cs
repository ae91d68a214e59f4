using UserAdmin.Account;

namespace UserAdmin.Web.Embedding;

/// <summary>Sessions that end when the host application no longer vouches for their person.</summary>
internal sealed class HostSessions(ISessions stored, HostSignIn host) : ISessions
{
    /// <inheritdoc/>
    public async Task<Session?> FindAsync(string sessionId, CancellationToken cancellationToken = default) =>
        host.Vouches(sessionId) ? await stored.FindAsync(sessionId, cancellationToken) : null;

    /// <summary>Has the sessions of a program end with the host's sign-in.</summary>
    /// <param name="services">The services, with sessions in them.</param>
    public static void Wrap(IServiceCollection services)
    {
        var stored = services.Last(service => service.ServiceType == typeof(ISessions));
        services.Remove(stored);
        services.AddSingleton<ISessions>(provider => new HostSessions(
            (ISessions)ActivatorUtilities.CreateInstance(provider, stored.ImplementationType!),
            provider.GetRequiredService<HostSignIn>()
        ));
    }
}
