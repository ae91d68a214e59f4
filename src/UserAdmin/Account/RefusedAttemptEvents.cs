using UserAdmin.EventLog;
using UserAdmin.EventLog.Sealing;

namespace UserAdmin.Account;

/// <summary>An event about a refused attempt.</summary>
internal interface IRefusedAttempt : IEvent
{
    /// <summary>What was tried and why it was refused.</summary>
    string What { get; }

    /// <summary>The address it came from, when known.</summary>
    string? FromAddress { get; }

    /// <summary>How often since the previous event.</summary>
    int Count { get; }

    /// <summary>When it was tried last.</summary>
    DateTimeOffset LastAt { get; }

    /// <summary>Returns the line for the history.</summary>
    internal static string Describe(IRefusedAttempt attempt) =>
        attempt.What
        + (attempt.Count == 1 ? "" : $", {attempt.Count} times")
        + (attempt.FromAddress is { } address ? $", from {address}" : "");
}

/// <summary>Somebody tried an address or a user name that no account has.</summary>
[Trace(TraceKind.Addresses)]
internal sealed record UnknownAccountTried(
    [property: Personal] string? Typed,
    string What,
    [property: Personal] string? FromAddress,
    int Count,
    DateTimeOffset LastAt
) : IRefusedAttempt, INotInHistory
{
    public string SubjectId => "sign-in";

    public string Describe() => IRefusedAttempt.Describe(this);
}

/// <summary>Somebody tried to use an account that does not allow sign-in.</summary>
[Trace(TraceKind.Addresses)]
internal sealed record UserAttemptRefused(
    string UserId,
    string What,
    [property: Personal] string? FromAddress,
    int Count,
    DateTimeOffset LastAt
) : IRefusedAttempt
{
    public string SubjectId => UserId;

    public string Describe() => IRefusedAttempt.Describe(this);
}

/// <summary>An application tried something without the permission for it, or with a key that opens nothing.</summary>
[Trace(TraceKind.Addresses)]
internal sealed record ApplicationAttemptRefused(
    string ApplicationId,
    string Name,
    string What,
    [property: Personal] string? FromAddress,
    int Count,
    DateTimeOffset LastAt
) : IRefusedAttempt
{
    public string SubjectId => ApplicationId;

    public string Describe() => IRefusedAttempt.Describe(this);
}

/// <summary>The person tried something without the permission for it.</summary>
[Trace(TraceKind.Addresses)]
internal sealed record UserPermissionRefused(
    string UserId,
    string What,
    [property: Personal] string? FromAddress,
    int Count,
    DateTimeOffset LastAt
) : IRefusedAttempt
{
    public string SubjectId => UserId;

    public string Describe() => IRefusedAttempt.Describe(this);
}
