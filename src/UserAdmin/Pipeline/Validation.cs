using FluentValidation;
using MediatR;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>
/// The third pipeline step for commands: checks what can be decided from the command alone, and reports all fields at
/// once.
/// </summary>
internal sealed class CommandValidation<TCommand>(IEnumerable<IValidator<TCommand>> validators)
    : IPipelineBehavior<TCommand, CommandResult>
    where TCommand : ICommand
{
    // A sign-in with malformed input must get the same answer as one with a wrong password.
    private static readonly bool _isOpen = Authorisation.PermissionOf(typeof(TCommand)) == PermissionAttribute.Anyone;

    public async Task<CommandResult> Handle(
        TCommand request,
        RequestHandlerDelegate<CommandResult> next,
        CancellationToken cancellationToken
    )
    {
        if (MessageShape.MissingWithin(request) is { } missing)
        {
            return CommandResult.Refused(missing);
        }

        List<Error>? errors = null;
        foreach (var validator in validators)
        {
            foreach (var failure in (await validator.ValidateAsync(request, cancellationToken)).Errors)
            {
                (errors ??= []).Add(
                    new Error(
                        failure.ErrorCode,
                        failure.ErrorMessage,
                        failure.PropertyName is "" ? null : failure.PropertyName
                    )
                );
            }
        }

        // After the validators, whose messages are better for the fields they know.
        return errors is not null ? CommandResult.Refused(errors)
            : MessageShape.Missing(request) is { } absent ? CommandResult.Refused(absent)
            : MessageShape.Unknown(request, !_isOpen) is { } unknown ? CommandResult.Refused(unknown)
            : await next();
    }
}

/// <summary>
/// The third pipeline step for queries: refuses a query with a missing value, or with a value that its type does not
/// have.
/// </summary>
internal sealed class QueryValidation<TQuery, TView> : IPipelineBehavior<TQuery, Answer<TView>>
    where TQuery : IQuery<TView>
{
    public async Task<Answer<TView>> Handle(
        TQuery request,
        RequestHandlerDelegate<Answer<TView>> next,
        CancellationToken cancellationToken
    ) =>
        (MessageShape.Missing(request) ?? MessageShape.Unknown(request)) is { } refusal
            ? new Answer<TView> { Refusal = refusal }
            : await next();
}

/// <summary>
/// Slow work for a command that needs no lock, such as hashing a password. Its result is stored with <see
/// cref="CurrentMessage.Prepared"/>.
/// </summary>
internal interface IPreparation<in TCommand>
    where TCommand : ICommand
{
    /// <summary>Returns the reason why the command is refused, or null to continue.</summary>
    Task<Error?> PrepareAsync(TCommand command, CancellationToken cancellationToken);
}

/// <summary>
/// The fourth pipeline step for commands: runs the preparations before the write gate, so that no other writer waits
/// for a password hash.
/// </summary>
internal sealed class CommandPreparation<TCommand>(IEnumerable<IPreparation<TCommand>> preparations)
    : IPipelineBehavior<TCommand, CommandResult>
    where TCommand : ICommand
{
    /// <summary>Whether there is anything to prepare.</summary>
    public bool IsNeeded => preparations.Any();

    public async Task<CommandResult> Handle(
        TCommand request,
        RequestHandlerDelegate<CommandResult> next,
        CancellationToken cancellationToken
    )
    {
        foreach (var preparation in preparations)
        {
            if (await preparation.PrepareAsync(request, cancellationToken) is { } refusal)
            {
                return CommandResult.Refused(refusal);
            }
        }

        return await next();
    }
}
