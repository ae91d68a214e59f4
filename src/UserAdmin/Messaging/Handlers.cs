using MediatR;

namespace UserAdmin.Messaging;

/// <summary>
/// Handles one type of command, inside the transaction. Returns <see cref="CommandResult.Done"/> or a refusal.
/// </summary>
internal interface ICommandHandler<in TCommand> : IRequestHandler<TCommand, CommandResult>
    where TCommand : ICommand;

/// <summary>Answers one type of query from the read model. The pipeline adds the position.</summary>
internal interface IQueryHandler<in TQuery, TView> : IRequestHandler<TQuery, Answer<TView>>
    where TQuery : IQuery<TView>;
