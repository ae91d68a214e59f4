using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;

namespace UserAdmin.Users;

[Trace(TraceKind.SignIns)]
internal sealed record UserSignedIn(
    string UserId,
    string? SessionRef = null,
    string? Method = null,
    DateTimeOffset? ExpiresAt = null,
    [property: Personal] string? UserAgent = null,
    string? PasskeyId = null
) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => Method is null ? "Signed in" : $"Signed in with {Method}";
}

[OnlyInHistory("Nobody is signed in yet.")]
[Trace(TraceKind.SignIns)]
internal sealed record UserFirstFactorAccepted(string UserId) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => "Password accepted, second factor asked for";
}

[OnlyInHistory(
    "A single failure changes nothing that is shown of an account; the lockout it may lead to is an event of its own."
)]
[Trace(TraceKind.SignIns)]
internal sealed record UserSignInFailed(
    string UserId,
    string? Why = null,
    [property: Personal] string? UserAgent = null
) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => $"Sign-in failed: {Why ?? "wrong password"}";
}

[OnlyInHistory(
    "A single failure changes nothing that is shown of an account; the lockout it may lead to is an event of its own."
)]
[Trace(TraceKind.SignIns)]
internal sealed record UserSecondFactorFailed(string UserId) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => "Sign-in failed: wrong code";
}

[Trace(TraceKind.SignIns)]
internal sealed record UserSignedOut(string UserId, string? SessionRef = null) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => "Signed out";
}

internal sealed record UserSessionEnded(string UserId, string SessionRef) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => "Signed out of one session";
}

internal sealed record UserSessionsEnded(string UserId, string? Except = null) : IEvent
{
    public string SubjectId => UserId;

    public string Describe() => Except is null ? "Signed out everywhere" : "Signed out everywhere else";
}

/// <summary>
/// The sessions that were used since the last such event. One event covers all of them, because one event for each
/// would flood the log.
/// </summary>
internal sealed record SessionsSeen(IReadOnlyList<SessionSeen> Sessions) : IEvent, INotInHistory
{
    public string SubjectId => "sessions";

    public string Describe() => "Sessions seen";
}

/// <summary>When one session was last used.</summary>
internal sealed record SessionSeen(string SessionRef, string UserId, DateTimeOffset At);
