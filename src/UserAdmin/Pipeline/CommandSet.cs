using System.Collections.Concurrent;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using UserAdmin.Messaging;
using UserAdmin.Text;

namespace UserAdmin.Pipeline;

/// <summary>
/// Several commands that belong together: all are accepted in one transaction, or all are refused with every reason.
/// Each command needs its own permission, passes its own validation and sees the changes of those before it.
/// Preparations (password hashes) run inside the transaction, so send a command that needs one by itself.
/// </summary>
/// <param name="Commands">1 to 1,000 commands, executed in order. Commands that are open to anyone are not allowed,
/// such as a sign-in or another set.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record CommandSet(IReadOnlyList<ICommand> Commands) : ILongCommand;

internal sealed class CommandSetValidator : AbstractValidator<CommandSet>
{
    public CommandSetValidator() =>
        RuleFor(set => set.Commands)
            .Must(commands =>
                commands is { Count: >= 1 and <= 1000 }
                && commands.All(command =>
                    command is not null && Authorisation.PermissionOf(command.GetType()) != PermissionAttribute.Anyone
                )
            )
            .Coded(
                "command-set.invalid",
                "Send 1 to 1,000 commands together, and none that is open to anyone, such as a sign-in or another set."
            );
}

internal sealed class CommandSetHandler(IServiceProvider services) : ICommandHandler<CommandSet>
{
    private static readonly ConcurrentDictionary<Type, Type> _members = new();

    public async Task<CommandResult> Handle(CommandSet request, CancellationToken cancellationToken)
    {
        var errors = new List<Error>();
        foreach (var command in request.Commands)
        {
            // The same scope, and therefore the same transaction.
            var member = (ISetMember)
                services.GetRequiredService(
                    _members.GetOrAdd(command.GetType(), static type => typeof(SetMember<>).MakeGenericType(type))
                );
            errors.AddRange((await member.RunAsync(command, cancellationToken)).Errors);
        }

        return errors.Count == 0 ? CommandResult.Done : CommandResult.Refused(errors);
    }
}

/// <summary>Executes a command of a set.</summary>
internal interface ISetMember
{
    Task<CommandResult> RunAsync(ICommand command, CancellationToken cancellationToken);
}

/// <summary>
/// The pipeline steps that each command of a set passes by itself: permission, validation and preparation. Telemetry,
/// the write gate and the transaction are those of the set.
/// </summary>
internal sealed class SetMember<TCommand>(
    CommandAuthorisation<TCommand> authorisation,
    CommandValidation<TCommand> validation,
    CommandPreparation<TCommand> preparation,
    IRequestHandler<TCommand, CommandResult> handler,
    UnitOfWork unitOfWork
) : ISetMember
    where TCommand : ICommand
{
    public Task<CommandResult> RunAsync(ICommand command, CancellationToken cancellationToken)
    {
        var member = (TCommand)command;
        return authorisation.Handle(member, ValidateAsync, cancellationToken);

        Task<CommandResult> ValidateAsync() => validation.Handle(member, PrepareAsync, cancellationToken);

        Task<CommandResult> PrepareAsync() => preparation.Handle(member, HandleAsync, cancellationToken);

        Task<CommandResult> HandleAsync() =>
            unitOfWork.JoinAsync(
                typeof(TCommand).Name,
                () => handler.Handle(member, cancellationToken),
                cancellationToken
            );
    }
}
