using UserAdmin.Applications;
using UserAdmin.Messaging;

namespace UserAdmin.Web.Api;

/// <summary>
/// The application behind a request to the API, to SCIM or to anything else that is opened by a key. Endpoints send
/// their commands and queries through it, so that each is sent under the application's name and from its address.
/// </summary>
internal sealed class ApiCaller(
    ICommandBus commands,
    IQueryBus queries,
    HttpContext http,
    ApplicationCaller application
)
{
    /// <summary>The application.</summary>
    public ApplicationCaller Application { get; } = application;

    /// <summary>The application as the sender of messages.</summary>
    public Actor Actor { get; } = Actor.Application(application.Id);

    /// <summary>Returns the caller of a request whose endpoint demands a key.</summary>
    /// <exception cref="InvalidOperationException">The endpoint does not demand one.</exception>
    public static ApiCaller Of(HttpContext http) =>
        http.Features.Get<ApiCaller>()
        ?? throw new InvalidOperationException("The endpoint does not demand an application's key.");

    /// <summary>Takes the requests that this request stands for besides itself from what the key has left.</summary>
    /// <param name="more">How many, 0 or more.</param>
    /// <returns>Why the request cannot go on, or null; the headers of the answer are set.</returns>
    public Error? Spend(int more) =>
        http.RequestServices.GetRequiredService<KeyBudgets>().Spend(http, Application, more);

    /// <summary>Sends a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="commandId">The command id; the same for a repeated request.</param>
    /// <param name="reason">The reason, if the application gave one.</param>
    public Task<CommandResult> SendAsync(ICommand command, Guid? commandId = null, string? reason = null) =>
        commands.SendAsync(command, Context(commandId, reason), http.RequestAborted);

    /// <summary>Returns what goes along with a command of this request.</summary>
    /// <param name="commandId">The command id; the same for a repeated request.</param>
    /// <param name="reason">The reason, if the application gave one.</param>
    public CommandContext Context(Guid? commandId = null, string? reason = null) =>
        new(Actor, commandId ?? Guid.CreateVersion7())
        {
            Reason = reason,
            IpAddress = http.Connection.RemoteIpAddress?.ToString(),
        };

    /// <summary>Asks a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="atLeast">Log position that the answer should include.</param>
    /// <typeparam name="TView">The view model.</typeparam>
    public Task<Answer<TView>> AskAsync<TView>(IQuery<TView> query, long atLeast = 0) =>
        queries.AskAsync(query, new QueryContext(Actor, atLeast), http.RequestAborted);
}
