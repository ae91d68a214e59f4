using MediatR;
using UserAdmin.Messaging;

namespace UserAdmin.Pipeline;

/// <summary>The sixth and last pipeline step for commands: the transaction around the handler.</summary>
internal sealed class CommandUnitOfWork<TCommand>(UnitOfWork unitOfWork) : IPipelineBehavior<TCommand, CommandResult>
    where TCommand : ICommand
{
    public Task<CommandResult> Handle(
        TCommand request,
        RequestHandlerDelegate<CommandResult> next,
        CancellationToken cancellationToken
    ) => unitOfWork.RunAsync(request, () => next(), cancellationToken);
}
