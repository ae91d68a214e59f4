using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Anchors;

namespace UserAdmin.Tests.Anchors;

/// <summary>A host with settings for anchors.</summary>
internal static class AnchorHost
{
    public static Task<TestHost> StartAsync(
        Action<AnchorOptions> configure,
        Action<IServiceCollection>? replace = null,
        string? directory = null
    ) =>
        TestHost.StartAsync(
            follow: false,
            directory,
            services =>
            {
                services.PostConfigure(configure);
                replace?.Invoke(services);
            }
        );
}
