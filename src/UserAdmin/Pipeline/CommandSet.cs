using FluentValidation;
using MediatR;
using UserAdmin.Messaging;
using UserAdmin.Text;

namespace UserAdmin.Pipeline;

/// <summary>
/// Several commands that belong together: all are accepted in one transaction, or all are refused with every reason.
/// Each needs its own permission, passes its own validation and finds what those before it did. Preparations (password
/// hashes) run inside the transaction: send commands that need one alone.
/// </summary>
/// <param name="Commands">1 to 1,000 commands, carried out in order; none that is open to anyone, such as a sign-in or
/// another set.</param>
[Permission(PermissionAttribute.Anyone)]
public sealed record CommandSet(IReadOnlyList<ICommand> Commands) : ICommand;

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

internal sealed class CommandSetHandler(IMediator mediator) : ICommandHandler<CommandSet>
{
    public async Task<CommandResult> Handle(CommandSet request, CancellationToken cancellationToken)
    {
        var errors = new List<Error>();
        foreach (var command in request.Commands)
        {
            // Same scope, so the same transaction; through the pipeline, so with its own permission and validation.
            errors.AddRange((await mediator.Send(command, cancellationToken)).Errors);
        }

        return errors.Count == 0 ? CommandResult.Done : CommandResult.Refused(errors);
    }
}
