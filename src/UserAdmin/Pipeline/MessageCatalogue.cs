using System.Reflection;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>Finds all messages by reflection, checks them at start and registers the pipeline of each.</summary>
internal static class MessageCatalogue
{
    /// <summary>The behaviours around every command handler, in order.</summary>
    public static IReadOnlyList<Type> CommandPipeline { get; } =
    [
        typeof(MessageTelemetry<,>),
        typeof(CommandAuthorisation<>),
        typeof(CommandValidation<>),
        typeof(CommandPreparation<>),
        typeof(CommandWriteGate<>),
        typeof(CommandUnitOfWork<>),
    ];

    /// <summary>The behaviours around every query handler, in order.</summary>
    public static IReadOnlyList<Type> QueryPipeline { get; } =
    [
        typeof(MessageTelemetry<,>),
        typeof(QueryAuthorisation<,>),
        typeof(QueryValidation<,>),
        typeof(ConsistencyWait<,>),
    ];

    /// <summary>Checks that every message has one permission and one handler.</summary>
    /// <param name="types">All types to look at.</param>
    /// <param name="permissions">All existing permissions.</param>
    /// <exception cref="InvalidOperationException">A message does not; the exception names it.</exception>
    public static void Verify(IReadOnlyCollection<Type> types, IReadOnlyCollection<string> permissions)
    {
        var handled = types
            .Where(IsConcrete)
            .SelectMany(type =>
                type.GetInterfaces()
                    .Where(IsRequestHandler)
                    .Select(service => (Handler: type, Message: service.GetGenericArguments()[0]))
            )
            .ToLookup(pair => pair.Message, pair => pair.Handler);
        var problems = new List<string>();
        foreach (var message in Messages(types))
        {
            var handlers = handled[message].ToList();
            if (handlers.Count != 1)
            {
                problems.Add(
                    handlers.Count == 0
                        ? $"{message.Name} has no handler."
                        : $"{message.Name} has {handlers.Count} handlers: "
                            + $"{string.Join(", ", handlers.Select(handler => handler.Name))}."
                );
            }

            if (message.GetCustomAttribute<PermissionAttribute>() is not { } permission)
            {
                problems.Add($"{message.Name} declares no permission.");
            }
            else if (!permission.Name.StartsWith('(') && !permissions.Contains(permission.Name))
            {
                problems.Add($"{message.Name} needs the permission {permission.Name}, which is not in the catalogue.");
            }
        }

        if (problems.Count > 0)
        {
            throw new InvalidOperationException("Messages are wrongly declared. " + string.Join(" ", problems));
        }
    }

    /// <summary>Registers handlers, validators, preparations and the pipeline of every message.</summary>
    public static void Register(IServiceCollection services, IReadOnlyCollection<Type> types)
    {
        foreach (var type in types.Where(IsConcrete))
        {
            foreach (
                var service in type.GetInterfaces()
                    .Where(service =>
                        IsRequestHandler(service)
                        || IsGeneric(service, typeof(IValidator<>))
                        || IsGeneric(service, typeof(IPreparation<>))
                    )
            )
            {
                services.AddScoped(service, type);
            }
        }

        foreach (var message in Messages(types))
        {
            var result = message
                .GetInterfaces()
                .First(type => IsGeneric(type, typeof(IRequest<>)))
                .GetGenericArguments()[0];
            var service = typeof(IPipelineBehavior<,>).MakeGenericType(message, result);
            foreach (var behavior in typeof(ICommand).IsAssignableFrom(message) ? CommandPipeline : QueryPipeline)
            {
                services.AddScoped(service, Close(behavior, message, result));
            }
        }
    }

    /// <summary>Returns every command and query.</summary>
    public static IEnumerable<Type> Messages(IEnumerable<Type> types) =>
        types.Where(type =>
            IsConcrete(type)
            && (
                typeof(ICommand).IsAssignableFrom(type)
                || type.GetInterfaces().Any(service => IsGeneric(service, typeof(IQuery<>)))
            )
        );

    private static Type Close(Type behavior, Type message, Type result) =>
        behavior == typeof(MessageTelemetry<,>) ? behavior.MakeGenericType(message, result)
        : behavior.GetGenericArguments().Length == 1 ? behavior.MakeGenericType(message)
        : behavior.MakeGenericType(message, result.GetGenericArguments()[0]);

    private static bool IsConcrete(Type type) => type.IsClass && !type.IsAbstract && !type.ContainsGenericParameters;

    private static bool IsRequestHandler(Type type) => IsGeneric(type, typeof(IRequestHandler<,>));

    private static bool IsGeneric(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
