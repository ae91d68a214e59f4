using FluentValidation;
using MediatR;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>Third for commands: refuses what can be judged from the command alone, every field at once.</summary>
internal sealed class CommandValidation<TCommand>(IEnumerable<IValidator<TCommand>> validators)
    : IPipelineBehavior<TCommand, CommandResult>
    where TCommand : ICommand
{
    // Somebody who signs in with nonsense is told the same as somebody with a wrong password.
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

        // After the validators, which have better words for it where they know the field.
        return errors is not null ? CommandResult.Refused(errors)
            : MessageShape.Missing(request) is { } absent ? CommandResult.Refused(absent)
            : MessageShape.Unknown(request, !_isOpen) is { } unknown ? CommandResult.Refused(unknown)
            : await next();
    }
}

/// <summary>Third for queries: refuses one that lacks a value or holds one that its type does not have.</summary>
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
/// Slow work on a command that needs no lock, such as hashing a password. What it finds out it leaves in
/// <see cref="CurrentMessage.Prepared"/>.
/// </summary>
internal interface IPreparation<in TCommand>
    where TCommand : ICommand
{
    /// <summary>Null to go on, or why the command is refused.</summary>
    Task<Error?> PrepareAsync(TCommand command, CancellationToken cancellationToken);
}

/// <summary>
/// Fourth for commands: preparations, before the write gate, so that no other writer waits for a password hash.
/// </summary>
internal sealed class CommandPreparation<TCommand>(IEnumerable<IPreparation<TCommand>> preparations)
    : IPipelineBehavior<TCommand, CommandResult>
    where TCommand : ICommand
{
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
