using MediatR;

namespace UserAdmin.Messaging;

/// <summary>
/// An intention to change something, in the imperative (<c>DisableUser</c>), holding all that the action needs.
/// It returns no data: it is accepted at a position of the event log, or refused with reasons.
/// </summary>
public interface ICommand : IRequest<CommandResult>;

/// <summary>A question that changes nothing, answered from the read model.</summary>
/// <typeparam name="TView">The view model that answers it: a row or a page of rows.</typeparam>
public interface IQuery<TView> : IRequest<Answer<TView>>;

/// <summary>
/// Says which permission a message needs. Every message type carries exactly one; the program does not start otherwise.
/// </summary>
/// <param name="name">The name of a permission, or <see cref="Anyone"/>, <see cref="AnyUser"/>,
/// <see cref="SigningIn"/> or <see cref="SystemOnly"/>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PermissionAttribute(string name) : Attribute
{
    /// <summary>Open to people who have not signed in. The message guards itself: a password, a set-up token.</summary>
    public const string Anyone = "(anyone)";

    /// <summary>Open to every signed-in, active user: what concerns only oneself.</summary>
    public const string AnyUser = "(any user)";

    /// <summary>
    /// Open to every signed-in user, and to a person who has yet to finish signing in: choosing the new password or the
    /// second factor that is asked for.
    /// </summary>
    public const string SigningIn = "(signing in)";

    /// <summary>Sent by the program itself only. No role can hold it.</summary>
    public const string SystemOnly = "(system only)";

    /// <summary>Name of the permission.</summary>
    public string Name { get; } = name;
}

/// <summary>Marks a property of a message that no log, fingerprint or text form of the message may hold.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>
/// Dispatches commands. Every send has its own scope, its own transaction and goes through the whole pipeline.
/// </summary>
public interface ICommandBus
{
    /// <summary>
    /// Sends a command and waits until it is accepted (its change and its events are on disk) or refused.
    /// </summary>
    /// <param name="command">What to do.</param>
    /// <param name="context">Who wants it, and under which command id.</param>
    /// <param name="cancellationToken">Gives up waiting for one's turn; once the commit has begun it is no longer
    /// looked at.</param>
    /// <exception cref="OperationCanceledException">Given up before the commit; nothing has changed.</exception>
    /// <exception cref="Storage.DatabaseUnavailableException">The database is locked by another program, or the disk is
    /// full; nothing has changed.</exception>
    Task<CommandResult> SendAsync(
        ICommand command,
        CommandContext context,
        CancellationToken cancellationToken = default
    );
}

/// <summary>Dispatches queries. Every ask has its own scope.</summary>
public interface IQueryBus
{
    /// <summary>Asks a query.</summary>
    /// <param name="query">What to know.</param>
    /// <param name="context">Who asks, and which position the answer should at least include.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <typeparam name="TView">The view model that answers it.</typeparam>
    Task<Answer<TView>> AskAsync<TView>(
        IQuery<TView> query,
        QueryContext context,
        CancellationToken cancellationToken = default
    );
}
