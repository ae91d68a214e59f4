using MediatR;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>Registers the buses and the pipeline of every message.</summary>
internal static class PipelineServices
{
    /// <exception cref="InvalidOperationException">A message has no handler, more than one, or no
    /// permission.</exception>
    public static IServiceCollection AddPipeline(
        this IServiceCollection services,
        IReadOnlyCollection<Type> types,
        IReadOnlyCollection<string> permissions
    )
    {
        MessageCatalogue.Verify(types, permissions);
        MessageCatalogue.Register(services, types);
        services.AddScoped(typeof(CommandAuthorisation<>));
        services.AddScoped(typeof(CommandValidation<>));
        services.AddScoped(typeof(CommandPreparation<>));
        services.AddScoped(typeof(SetMember<>));
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped<CurrentMessage>();
        services.AddScoped<Authorisation>();
        services.AddScoped<CommandHandling>();
        services.AddScoped<ObservedFirst>();
        services.AddScoped<UnitOfWork>();
        services.AddSingleton<UserAdminMeter>();
        services.AddSingleton<MessageInstruments>();
        services.AddInstruments<WriteInstruments>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<SharedCommits>();
        services.AddSingleton<AcceptedPositions>();
        services.AddSingleton<ICommandBus, CommandBus>();
        services.AddSingleton<IQueryBus, QueryBus>();
        return services;
    }
}
