using System.Collections.Concurrent;
using UserAdmin.Messaging;
using UserAdmin.Pipeline;
using UserAdmin.Web.Api;

namespace UserAdmin.Web.Scim;

/// <summary>
/// The log positions of the last changes that applications made by SCIM, so that each sees its own changes in whatever
/// it asks next. Clients of SCIM have no means to say which position they have seen.
/// </summary>
internal sealed class ScimPositions
{
    private readonly ConcurrentDictionary<string, long> _positions = new();

    /// <summary>Returns the position of an application's last change; 0 if there is none.</summary>
    public long Of(string applicationId) => _positions.GetValueOrDefault(applicationId);

    /// <summary>Notes a change.</summary>
    public void Changed(string applicationId, long position) =>
        _positions.AddOrUpdate(applicationId, position, (_, before) => Math.Max(before, position));
}

/// <summary>Sends the commands and queries of a SCIM request as its application.</summary>
internal sealed class ScimCaller(ApiCaller caller, ScimPositions positions, string address)
{
    // Each waits two seconds for the read model.
    private const int MostWaits = 4;

    /// <summary>Key of the application that asks.</summary>
    public string ApplicationId => caller.Application.Id;

    /// <summary>The address of a resource or endpoint.</summary>
    /// <param name="endpoint">The endpoint, such as <c>Users</c>.</param>
    /// <param name="id">The resource's id; null for the endpoint itself.</param>
    public string AddressOf(string endpoint, string? id = null) =>
        id is null ? $"{address}/{endpoint}" : $"{address}/{endpoint}/{Uri.EscapeDataString(id)}";

    /// <summary>Takes the requests that the operations of a bulk stand for from what the key has left.</summary>
    /// <param name="more">How many, 0 or more.</param>
    /// <exception cref="Protocol.ScimFault">So many are not left.</exception>
    public void Spend(int more)
    {
        if (caller.Spend(more) is { } refusal)
        {
            throw new Protocol.ScimFault(429, null, refusal.Message);
        }
    }

    /// <summary>Asks a query; the answer includes the application's own changes.</summary>
    /// <exception cref="Protocol.ScimFault">It was refused.</exception>
    public async Task<TView?> AskAsync<TView>(IQuery<TView> query)
    {
        // An old answer would be taken for the truth: a change that is needed would be left out.
        for (var times = 0; ; times++)
        {
            var answer = await caller.AskAsync(query, positions.Of(ApplicationId));
            if (answer.Refusal is { } refusal)
            {
                throw ScimErrors.Of(refusal);
            }

            if (!answer.IsStale)
            {
                return answer.Value;
            }

            if (times == MostWaits)
            {
                throw new Protocol.ScimFault(
                    503,
                    null,
                    "The latest changes cannot be read yet. Try again in a moment."
                );
            }
        }
    }

    /// <summary>Asks a query that the application may lack the permission for.</summary>
    /// <returns>The answer; default if it was refused.</returns>
    public async Task<TView?> TryAskAsync<TView>(IQuery<TView> query)
    {
        var answer = await caller.AskAsync(query, positions.Of(ApplicationId));
        return answer.Refusal is null ? answer.Value : default;
    }

    /// <summary>Notes a position that the next answers have to include.</summary>
    public void Saw(long position) => positions.Changed(ApplicationId, position);

    /// <summary>Sends commands that are accepted or refused together.</summary>
    /// <param name="commands">1 to 1,000 commands.</param>
    public async Task<CommandResult> SendAsync(IReadOnlyList<ICommand> commands)
    {
        var result = await caller.SendAsync(commands is [var one] ? one : new CommandSet(commands));
        if (result.IsAccepted)
        {
            positions.Changed(ApplicationId, result.Position);
        }

        return result;
    }

    /// <summary>Sends commands that have to be accepted, if there are any.</summary>
    /// <exception cref="Protocol.ScimFault">They were refused, and nothing was changed.</exception>
    public async Task AcceptedAsync(IReadOnlyList<ICommand> commands)
    {
        if (commands.Count > 0 && await SendAsync(commands) is { IsAccepted: false } refused)
        {
            throw ScimErrors.Of(refused.Errors);
        }
    }
}
