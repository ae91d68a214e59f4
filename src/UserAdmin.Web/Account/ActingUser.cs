using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Web.Account;

/// <summary>
/// Sends messages on behalf of the signed-in person: adds the actor, and remembers the position of the last accepted
/// command, so that the next query includes it. One instance for each circuit. A circuit can outlive its session, so
/// the session is looked up again: for every command, and for queries if the last look-up is two seconds old.
/// </summary>
public sealed class ActingUser(
    ICommandBus commands,
    IQueryBus queries,
    ISessions sessions,
    AuthenticationStateProvider authentication,
    TimeProvider time
)
{
    private static readonly TimeSpan _sessionLook = TimeSpan.FromSeconds(2);

    /// <summary>The claim with the session's id.</summary>
    public const string SessionClaim = "session";

    /// <summary>The claim with the time when the session ends, in seconds since 1970 UTC.</summary>
    public const string SessionEndsClaim = "session-ends";

    // Another sign-in opens another session, which this circuit cannot use: saving here would be refused again.
    private static Error NoLonger =>
        MessagingErrors.NotSignedIn with
        {
            Message = T(
                "You are no longer signed in, so nothing was changed. What you typed is kept: sign in again to "
                    + "continue."
            ),
        };

    private long _lastAccepted;
    private Session? _session;
    private long? _lookedAt;

    /// <summary>
    /// Raised when an answer shows that nobody is signed in here any more; true if it answers something that the person
    /// pressed.
    /// </summary>
    internal event Action<bool>? SessionEnded;

    /// <summary>
    /// Log position of what the last accepted command changed, so that it can be undone; null if it changed nothing.
    /// </summary>
    public long? LastChange { get; private set; }

    /// <summary>Sends a command on the person's behalf.</summary>
    /// <param name="command">The command.</param>
    /// <param name="reason">The reason, if the person gave one.</param>
    /// <param name="commandId">The command id. Use the same id for a retry, so that the retry is harmless.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<CommandResult> SendAsync(
        ICommand command,
        string? reason = null,
        Guid? commandId = null,
        CancellationToken cancellationToken = default
    )
    {
        CommandResult result;
        try
        {
            var actor = await ActorAsync(TimeSpan.Zero, cancellationToken);
            var context = new CommandContext(actor, commandId ?? Guid.CreateVersion7())
            {
                Reason = reason,
                IpAddress = _session?.IpAddress,
            };
            result = await commands.SendAsync(command, context, cancellationToken);
        }
        catch (DatabaseUnavailableException unavailable)
        {
            // The error says whether anything can have changed, so the form can show it like any refusal.
            return CommandResult.Refused(unavailable.Error);
        }

        if (result.Errors.Contains(MessagingErrors.NotFinishedSigningIn))
        {
            // The layout navigates to the step that is still required.
            SessionEnded?.Invoke(false);
        }

        if (result.Errors.Contains(MessagingErrors.NotSignedIn))
        {
            SessionEnded?.Invoke(true);
            return CommandResult.Refused(NoLonger);
        }

        _lastAccepted = Math.Max(_lastAccepted, result.Position);
        if (result.IsAccepted)
        {
            LastChange = result.Changed ? result.Position : null;
        }

        return result;
    }

    /// <summary>
    /// Sends a query on the person's behalf. The answer includes the person's own changes, or says that it is stale.
    /// </summary>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <typeparam name="TView">The view model.</typeparam>
    public async Task<Answer<TView>> AskAsync<TView>(IQuery<TView> query, CancellationToken cancellationToken = default)
    {
        var answer = await queries.AskAsync(
            query,
            new QueryContext(await ActorAsync(_sessionLook, cancellationToken), _lastAccepted),
            cancellationToken
        );
        if (answer.Refusal == MessagingErrors.NotSignedIn || answer.Refusal == MessagingErrors.NotFinishedSigningIn)
        {
            SessionEnded?.Invoke(false);
        }

        return answer;
    }

    /// <summary>Returns the signed-in user's id, or null.</summary>
    public async Task<string?> UserIdAsync() => (await PrincipalAsync()).FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>Returns the session's id, or null.</summary>
    public async Task<string?> SessionIdAsync() => (await PrincipalAsync()).FindFirstValue(SessionClaim);

    /// <summary>Returns the session's key in lists, as of the last look-up; null if there is none.</summary>
    public async Task<string?> SessionRefAsync(CancellationToken cancellationToken = default)
    {
        await ActorAsync(_sessionLook, cancellationToken);
        return _session?.SessionRef;
    }

    /// <summary>When the session expires, or null.</summary>
    public async Task<DateTimeOffset?> SessionEndsAtAsync() =>
        long.TryParse(
            (await PrincipalAsync()).FindFirstValue(SessionEndsClaim),
            CultureInfo.InvariantCulture,
            out var seconds
        )
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private async Task<ClaimsPrincipal> PrincipalAsync() => (await authentication.GetAuthenticationStateAsync()).User;

    private async Task<Actor> ActorAsync(TimeSpan atMostOld, CancellationToken cancellationToken)
    {
        if (await SessionIdAsync() is not { } sessionId)
        {
            return Actor.Anonymous;
        }

        if (_lookedAt is not { } lookedAt || time.GetElapsedTime(lookedAt) >= atMostOld)
        {
            var now = time.GetTimestamp();
            _session = await sessions.FindAsync(sessionId, cancellationToken);
            _lookedAt = now;
        }

        return _session switch
        {
            null or { Step: SessionStep.SecondFactor } => Actor.Anonymous,
            { Step: SessionStep.None } => Actor.User(_session.UserId),
            _ => Actor.SigningIn(_session.UserId),
        };
    }
}
