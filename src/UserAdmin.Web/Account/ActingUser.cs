using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using UserAdmin.Account;
using UserAdmin.Messaging;
using UserAdmin.Storage;

namespace UserAdmin.Web.Account;

/// <summary>
/// The signed-in person, as pages use the two buses: adds who is acting, and remembers the position of the person's
/// last accepted command so that the next query includes it. One for each circuit. A circuit can outlive its session,
/// so the session is looked up again: for every command, and for queries when the last look is two seconds old.
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

    /// <summary>Claim that carries the session's id.</summary>
    public const string SessionClaim = "session";

    /// <summary>Claim that carries the second at which the session ends, counted from 1970 in UTC.</summary>
    public const string SessionEndsClaim = "session-ends";

    // Another sign-in opens another session, which this circuit does not take over: saving again here would be refused
    // again.
    private static readonly Error _noLonger = MessagingErrors.NotSignedIn with
    {
        Message =
            "You are no longer signed in, so nothing was changed. What you typed is kept: sign in again to "
            + "go on with it.",
    };

    private long _lastAccepted;
    private Session? _session;
    private long? _lookedAt;

    /// <summary>
    /// Raised when an answer shows that nobody is signed in here any more; true when it is the answer to something the
    /// person pressed.
    /// </summary>
    internal event Action<bool>? SessionEnded;

    /// <summary>Sends a command on the person's behalf.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="reason">Why, when the person said so.</param>
    /// <param name="commandId">Keep one for each intention and send it again with a retry, so that the retry is
    /// harmless.</param>
    /// <param name="cancellationToken">The component's.</param>
    public async Task<CommandResult> SendAsync(
        ICommand command,
        string? reason = null,
        Guid? commandId = null,
        CancellationToken cancellationToken = default
    )
    {
        var actor = await ActorAsync(TimeSpan.Zero, cancellationToken);
        var context = new CommandContext(actor, commandId ?? Guid.CreateVersion7())
        {
            Reason = reason,
            IpAddress = _session?.IpAddress,
        };
        CommandResult result;
        try
        {
            result = await commands.SendAsync(command, context, cancellationToken);
        }
        catch (DatabaseUnavailableException unavailable)
        {
            // Nothing was changed, and the form can say so where it says why something is refused.
            return CommandResult.Refused(unavailable.Error);
        }

        if (result.Errors.Contains(MessagingErrors.NotFinishedSigningIn))
        {
            // The layout leads to what is still asked for.
            SessionEnded?.Invoke(false);
        }

        if (result.Errors.Contains(MessagingErrors.NotSignedIn))
        {
            SessionEnded?.Invoke(true);
            return CommandResult.Refused(_noLonger);
        }

        _lastAccepted = Math.Max(_lastAccepted, result.Position);
        return result;
    }

    /// <summary>
    /// Asks a query on the person's behalf; the answer includes the person's own changes, or says that it is stale.
    /// </summary>
    /// <param name="query">What to know.</param>
    /// <param name="cancellationToken">The component's.</param>
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

    /// <summary>The signed-in user's id, or null.</summary>
    public async Task<string?> UserIdAsync() => (await PrincipalAsync()).FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>The session's id, or null.</summary>
    public async Task<string?> SessionIdAsync() => (await PrincipalAsync()).FindFirstValue(SessionClaim);

    /// <summary>Names the session in lists; null when there is none. As of the last look.</summary>
    public async Task<string?> SessionRefAsync(CancellationToken cancellationToken = default)
    {
        await ActorAsync(_sessionLook, cancellationToken);
        return _session?.SessionRef;
    }

    /// <summary>When the session ends by itself, or null.</summary>
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
