using System.Net;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Applications;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Tests.Api;

/// <summary>Applications: a fake that lets every key act as the program itself.</summary>
public sealed partial class ApiHost
{
    /// <summary>Makes an application and returns a client with its key.</summary>
    public Task<HttpClient> ApplicationAsync(params string[] permissions)
    {
        _ = permissions;
        return Task.FromResult(Client($"key-{Guid.NewGuid()}"));
    }

    private static void Configure(IServiceCollection services)
    {
        services.AddSingleton<IApplicationKeys, Keys>();
        var commands = services.Last(service => service.ServiceType == typeof(ICommandBus)).ImplementationType!;
        var queries = services.Last(service => service.ServiceType == typeof(IQueryBus)).ImplementationType!;
        services.AddSingleton<ICommandBus>(provider => new Commands(
            (ICommandBus)ActivatorUtilities.CreateInstance(provider, commands)
        ));
        services.AddSingleton<IQueryBus>(provider => new Queries(
            (IQueryBus)ActivatorUtilities.CreateInstance(provider, queries)
        ));
    }

    private sealed class Keys : IApplicationKeys
    {
        public ValueTask<ApplicationKeyAnswer> FindAsync(string key, IPAddress? address, CancellationToken cancellationToken) =>
            new(
                key.StartsWith("key-", StringComparison.Ordinal)
                    ? new(ApplicationKeyVerdict.Accepted, new ApplicationCaller(key, key, key, 3000))
                    : new ApplicationKeyAnswer(ApplicationKeyVerdict.Unknown)
            );
    }

    private sealed class Commands(ICommandBus bus) : ICommandBus
    {
        public Task<CommandResult> SendAsync(ICommand command, CommandContext context, CancellationToken cancellationToken) =>
            bus.SendAsync(
                command,
                context.Actor.Kind == ActorKind.Application ? context with { Actor = Actor.System } : context,
                cancellationToken
            );
    }

    private sealed class Queries(IQueryBus bus) : IQueryBus
    {
        public Task<Answer<TView>> AskAsync<TView>(
            IQuery<TView> query,
            QueryContext context,
            CancellationToken cancellationToken
        ) =>
            bus.AskAsync(
                query,
                context.Actor.Kind == ActorKind.Application ? context with { Actor = Actor.System } : context,
                cancellationToken
            );
    }
}
