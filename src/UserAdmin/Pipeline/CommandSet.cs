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
/// Preparations (password hashes) run before the transaction and see the state before the set.
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

/// <summary>Prepares the commands of a set before the write gate, as a single command is prepared.</summary>
internal sealed class CommandSetPreparation(IServiceProvider services, CurrentMessage current)
    : IPreparation<CommandSet>
{
    public async Task<Error?> PrepareAsync(CommandSet command, CancellationToken cancellationToken)
    {
        current.Set = command.Commands;
        foreach (var member in command.Commands)
        {
            await CommandSetHandler.MemberOf(services, member).PrepareAsync(member, cancellationToken);
        }

        return null;
    }
}

internal sealed class CommandSetHandler(IServiceProvider services) : ICommandHandler<CommandSet>
{
    private static readonly ConcurrentDictionary<Type, Type> _members = new();

    /// <summary>Returns what executes a command of a set.</summary>
    public static ISetMember MemberOf(IServiceProvider services, ICommand command) =>
        // The same scope, and therefore the same transaction.
        (ISetMember)
            services.GetRequiredService(
                _members.GetOrAdd(command.GetType(), static type => typeof(SetMember<>).MakeGenericType(type))
            );

    public Task<CommandResult> Handle(CommandSet request, CancellationToken cancellationToken) =>
        RunAsync(services, request.Commands, cancellationToken);

    /// <summary>
    /// Runs commands in the open transaction, each with its own permission, validation and preparation. If one is
    /// refused, so are all.
    /// </summary>
    public static async Task<CommandResult> RunAsync(
        IServiceProvider services,
        IReadOnlyList<ICommand> commands,
        CancellationToken cancellationToken
    )
    {
        var errors = new List<Error>();
        foreach (var command in commands)
        {
            errors.AddRange((await MemberOf(services, command).RunAsync(command, cancellationToken)).Errors);
        }

        return errors.Count == 0 ? CommandResult.Done : CommandResult.Refused(errors);
    }
}

/// <summary>Executes a command of a set.</summary>
internal interface ISetMember
{
    /// <summary>Prepares it, unless it will be refused without that.</summary>
    Task PrepareAsync(ICommand command, CancellationToken cancellationToken);

    Task<CommandResult> RunAsync(ICommand command, CancellationToken cancellationToken);
}

/// <summary>
/// The pipeline steps that each command of a set passes by itself: preparation before the transaction, permission and
/// validation. Telemetry, the write gate and the transaction are those of the set.
/// </summary>
internal sealed class SetMember<TCommand>(
    Authorisation permissions,
    CommandAuthorisation<TCommand> authorisation,
    CommandValidation<TCommand> validation,
    CommandPreparation<TCommand> preparation,
    IRequestHandler<TCommand, CommandResult> handler,
    CurrentMessage current,
    UnitOfWork unitOfWork
) : ISetMember
    where TCommand : ICommand
{
    public async Task PrepareAsync(ICommand command, CancellationToken cancellationToken)
    {
        var member = (TCommand)command;
        // Whoever may not send it, or sends nonsense, is told so when its turn comes.
        if (
            preparation.IsNeeded
            && await permissions.RefusalAsync(Authorisation.PermissionOf(typeof(TCommand)), cancellationToken) is null
            && (await validation.Handle(member, DoneAsync, cancellationToken)).IsAccepted
        )
        {
            current.Prepared(
                member,
                new PreparedMember(await preparation.Handle(member, DoneAsync, cancellationToken))
            );
        }

        static Task<CommandResult> DoneAsync() => Task.FromResult(CommandResult.Done);
    }

    public Task<CommandResult> RunAsync(ICommand command, CancellationToken cancellationToken)
    {
        var member = (TCommand)command;
        return authorisation.Handle(member, ValidateAsync, cancellationToken);

        Task<CommandResult> ValidateAsync() => validation.Handle(member, PreparedAsync, cancellationToken);

        // A command may be permitted only by those before it; then it is prepared here.
        Task<CommandResult> PreparedAsync() =>
            current.PreparedFor<PreparedMember>(member) is not { } prepared
                ? preparation.Handle(member, HandleAsync, cancellationToken)
            : prepared.Result.IsAccepted ? HandleAsync()
            : Task.FromResult(prepared.Result);

        Task<CommandResult> HandleAsync() =>
            unitOfWork.JoinAsync(
                typeof(TCommand).Name,
                () => handler.Handle(member, cancellationToken),
                cancellationToken
            );
    }
}

/// <summary>What the preparation of a command of a set has said.</summary>
internal sealed record PreparedMember(CommandResult Result);
