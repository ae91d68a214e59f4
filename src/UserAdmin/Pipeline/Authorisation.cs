using System.Collections.Concurrent;
using System.Reflection;
using MediatR;
using UserAdmin.Messaging;
using UserAdmin.Tables;

namespace UserAdmin.Pipeline;

/// <summary>Decides whether an actor may send a message, based on the current roles.</summary>
internal sealed class Authorisation(
    IAccessReader access,
    IRefusedAttempts attempts,
    IEnumerable<PermissionRefusal> refusals,
    CurrentMessage current
)
{
    private static readonly ConcurrentDictionary<Type, string> _permissions = new();

    /// <summary>
    /// Returns the reason why the message is refused, or null if it is permitted. Stores the actor's access and name in
    /// the current message.
    /// </summary>
    public async ValueTask<Error?> RefusalAsync(string permission, CancellationToken cancellationToken)
    {
        var actor = current.Context.Actor;
        // Read before the look-up, so that a change during the look-up is noticed.
        current.AccessGeneration = access.Generation;
        switch (actor.Kind)
        {
            case ActorKind.System:
                current.Access = access.Everything;
                return null;

            case ActorKind.Application when await access.FindAsync(actor.Id, cancellationToken) is { } may:
                Know(may);
                return permission is PermissionAttribute.Anyone || may.Permissions.Contains(permission) ? null
                    : permission is PermissionAttribute.AnyUser or PermissionAttribute.SigningIn
                        ? MessagingErrors.NotForApplications
                    : MessagingErrors.NotPermitted(permission);

            case ActorKind.User
            or ActorKind.SigningIn when await access.FindAsync(actor.Id, cancellationToken) is { } may:
                Know(actor.Kind == ActorKind.User ? may : Access.Nothing with { DisplayName = may.DisplayName });
                return permission is PermissionAttribute.Anyone or PermissionAttribute.SigningIn ? null
                    : actor.Kind == ActorKind.SigningIn ? MessagingErrors.NotFinishedSigningIn
                    : permission is PermissionAttribute.AnyUser || current.Access.Permissions.Contains(permission)
                        ? null
                    : MessagingErrors.NotPermitted(permission);

            default:
                current.Access = Access.Nothing;
                return permission is PermissionAttribute.Anyone ? null : MessagingErrors.NotSignedIn;
        }
    }

    private void Know(Access may)
    {
        current.Access = may;
        var actor = current.Context.Actor;
        if (actor.Name != may.DisplayName)
        {
            current.Context = current.Context with { Actor = actor with { Name = may.DisplayName } };
        }
    }

    /// <summary>
    /// Records, for administrators, that a message was refused for lack of permission, whether by the pipeline or by a
    /// handler.
    /// </summary>
    public void Note(Type message, IReadOnlyList<Error> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        var permission = PermissionOf(message);
        var why = errors.Contains(MessagingErrors.NotPermitted(permission))
            ? $"it needs {permission}"
            : refusals.FirstOrDefault(known => errors.Contains(known.Error))?.Why;
        if (why is not null)
        {
            attempts.NotPermitted(current.Context, message.Name, why);
        }
    }

    /// <summary>Returns the permission that a message type declares.</summary>
    public static string PermissionOf(Type message) =>
        _permissions.GetOrAdd(
            message,
            static message =>
                message.GetCustomAttribute<PermissionAttribute>()?.Name
                ?? throw new InvalidOperationException($"{message.Name} declares no permission.")
        );
}

/// <summary>An error with which a handler refuses a sender who lacks permission.</summary>
/// <param name="Error">The error that the handler returns.</param>
/// <param name="Why">What was missing, in words for administrators.</param>
internal sealed record PermissionRefusal(Error Error, string Why);

/// <summary>Records, for administrators, the messages refused for lack of permission.</summary>
internal interface IRefusedAttempts
{
    /// <summary>Records a refused message.</summary>
    /// <param name="context">The sender and the sender's address.</param>
    /// <param name="message">Name of the message's type.</param>
    /// <param name="why">What was missing.</param>
    void NotPermitted(CommandContext context, string message, string why);

    /// <summary>Records that an application, which is known by its key, was refused.</summary>
    /// <param name="applicationId">Key of the application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="what">What was refused, and why, at most 200 characters.</param>
    /// <param name="ipAddress">Where it came from, when known.</param>
    void OfApplication(string applicationId, string name, string what, string? ipAddress);
}

/// <summary>The second pipeline step for commands: authorisation.</summary>
internal sealed class CommandAuthorisation<TCommand>(Authorisation authorisation)
    : IPipelineBehavior<TCommand, CommandResult>
    where TCommand : ICommand
{
    private static readonly string _permission = Authorisation.PermissionOf(typeof(TCommand));

    public async Task<CommandResult> Handle(
        TCommand request,
        RequestHandlerDelegate<CommandResult> next,
        CancellationToken cancellationToken
    )
    {
        var result = await authorisation.RefusalAsync(_permission, cancellationToken) is { } refusal
            ? CommandResult.Refused(refusal)
            : await next();
        authorisation.Note(typeof(TCommand), result.Errors);
        return result;
    }
}

/// <summary>The second pipeline step for queries: authorisation.</summary>
internal sealed class QueryAuthorisation<TQuery, TView>(Authorisation authorisation)
    : IPipelineBehavior<TQuery, Answer<TView>>
    where TQuery : IQuery<TView>
{
    private static readonly string _permission = Authorisation.PermissionOf(typeof(TQuery));

    public async Task<Answer<TView>> Handle(
        TQuery request,
        RequestHandlerDelegate<Answer<TView>> next,
        CancellationToken cancellationToken
    )
    {
        if (await authorisation.RefusalAsync(_permission, cancellationToken) is not { } refusal)
        {
            return await next();
        }

        authorisation.Note(typeof(TQuery), [refusal]);
        return new Answer<TView> { Refusal = refusal };
    }
}
