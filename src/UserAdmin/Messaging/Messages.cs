using MediatR;

namespace UserAdmin.Messaging;

/// <summary>
/// An intention to change something, named in the imperative (<c>DisableUser</c>), with all the data that the action
/// needs. It returns no data: it is accepted at a position of the event log, or refused with reasons.
/// </summary>
public interface ICommand : IRequest<CommandResult>;

/// <summary>A question that changes nothing, answered from the read model.</summary>
/// <typeparam name="TView">The view model that answers it: a row or a page of rows.</typeparam>
public interface IQuery<TView> : IRequest<Answer<TView>>;

/// <summary>
/// Declares which permission a message needs. Every message type has exactly one; otherwise the program does not start.
/// </summary>
/// <param name="name">The name of a permission, or <see cref="Anyone"/>, <see cref="AnyUser"/>,
/// <see cref="SigningIn"/> or <see cref="SystemOnly"/>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PermissionAttribute(string name) : Attribute
{
    /// <summary>
    /// Open to people who have not signed in. The message protects itself, for example by a password or a set-up token.
    /// </summary>
    public const string Anyone = "(anyone)";

    /// <summary>Open to every signed-in, active user, for messages that concern only the sender.</summary>
    public const string AnyUser = "(any user)";

    /// <summary>
    /// Open to every signed-in user and to a person who has not finished signing in, to choose the required new
    /// password or second factor.
    /// </summary>
    public const string SigningIn = "(signing in)";

    /// <summary>Only for the program itself. No role can contain it.</summary>
    public const string SystemOnly = "(system only)";

    /// <summary>Name of the permission.</summary>
    public string Name { get; } = name;
}

/// <summary>
/// A command that may take long. It does not join the transaction of commands before it, so that they do not wait for
/// it.
/// </summary>
public interface ILongCommand : ICommand;

/// <summary>
/// Marks a property of a message whose value must not appear in any log, fingerprint or text form of the message.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>
/// Dispatches commands. Each send has its own scope and transaction and passes through the whole pipeline.
/// </summary>
public interface ICommandBus
{
    /// <summary>
    /// Sends a command and waits until it is accepted (its change and its events are on disk) or refused.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="context">The sender and the command id.</param>
    /// <param name="cancellationToken">Cancels the operation; ignored once the commit has begun.</param>
    /// <exception cref="OperationCanceledException">Cancelled before the commit; nothing has changed.</exception>
    /// <exception cref="Storage.DatabaseUnavailableException">The database is locked by another program, or the disk is
    /// full; nothing has changed.</exception>
    Task<CommandResult> SendAsync(
        ICommand command,
        CommandContext context,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Sends commands without waiting for each answer before the next, so that they can share a commit. They take their
    /// turns in the order given; each is accepted or refused by itself.
    /// </summary>
    /// <param name="commands">The commands, each with its sender and its id.</param>
    /// <param name="cancellationToken">As for <see cref="SendAsync"/>, for each of them.</param>
    /// <returns>The answer to each command, in the same order.</returns>
    Task<IReadOnlyList<Task<CommandResult>>> SendAllAsync(
        IReadOnlyList<(ICommand Command, CommandContext Context)> commands,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult<IReadOnlyList<Task<CommandResult>>>([
            .. commands.Select(sent => SendAsync(sent.Command, sent.Context, cancellationToken)),
        ]);
}

/// <summary>Dispatches queries. Each query has its own scope.</summary>
public interface IQueryBus
{
    /// <summary>Sends a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="context">The sender, and the position that the answer should at least include.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <typeparam name="TView">The view model that answers it.</typeparam>
    Task<Answer<TView>> AskAsync<TView>(
        IQuery<TView> query,
        QueryContext context,
        CancellationToken cancellationToken = default
    );
}
